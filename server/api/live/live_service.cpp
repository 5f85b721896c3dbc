#include "server/api/live/live_service.hpp"

namespace husky::host {

std::unique_ptr<live_client> live_service::join(live_request asked, std::function<void()> wake) {
    if (stopping_) return nullptr;
    auto client = feed_.join(std::move(asked), std::move(wake));
    if (!client) return nullptr;
    joined_.give();
    if (!std::exchange(running_, true)) ticks_.spawn(run());
    return client;
}

void live_service::stop() {
    stopping_ = true;
    joined_.give();
}

boost::asio::awaitable<void> live_service::run() {
    std::shared_ptr<const watch_list> watched;
    while (!stopping_) {
        const auto next = std::chrono::steady_clock::now() + tick;
        const auto wanted = feed_.wanted();
        if (wanted != watched) live_.watch(wanted);
        watched = wanted;
        if (!watched) break;
        const auto changes = co_await live_.take_changes();
        feed_.take(changes, host_now(), wall_now());
        co_await joined_.wait_until(next);
    }
    if (watched) live_.watch(nullptr);
    running_ = false;
}

live_host live_service::host_now() {
    const bool stores = storage_.reports() != nullptr;
    return {live_.faults().placed()->size(), !stores ? "none" : storage_.health().ok ? "ok" : "failing"};
}

}  // namespace husky::host
