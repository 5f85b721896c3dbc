#include "server/running_host_view.hpp"

#include <map>

#include "server/links/session.hpp"

namespace husky::host {

using boost::asio::awaitable;

namespace {

/// A machine may be between registry and shard when it is asked for; then it is looked for again.
constexpr int looks = 3;

/// On the shard's thread.
awaitable<std::vector<machine_snapshot>> show_all(const host_shard& shard) {
    std::vector<machine_snapshot> all;
    shard.for_each_session([&](const session& s) {
        if (s.served() != nullptr) all.push_back(snapshot_of(*s.served(), true));
    });
    co_return all;
}

awaitable<std::optional<machine_snapshot>> show_one(const host_shard& shard, std::uint64_t number) {
    const session* s = shard.find(number);
    if (s == nullptr || s->served() == nullptr) co_return std::nullopt;
    co_return snapshot_of(*s->served(), true);
}

awaitable<machine_changes> take_all(host_shard& from) { co_return from.take_changes(); }

}  // namespace

awaitable<std::vector<machine_snapshot>> running_host_view::machines() {
    std::map<std::string, machine_snapshot> found;
    bool complete = false;
    for (int look = 0; look < looks && !complete; ++look) {
        for (const auto& shard : host_.shards()) {
            auto some =
                co_await boost::asio::co_spawn(shard->thread().context(), show_all(*shard), boost::asio::use_awaitable);
            for (auto& s : some) {
                auto serial = s.serial;
                found.insert_or_assign(std::move(serial), std::move(s));
            }
        }
        complete = true;
        host_.known().for_each([&](const std::string& serial, const registry::place& at) {
            if (at.resting != nullptr) found.insert_or_assign(serial, snapshot_of(*at.resting, false));
            complete = complete && found.contains(serial);
        });
    }
    std::vector<machine_snapshot> all;
    for (auto& [serial, s] : found)
        all.push_back(std::move(s));
    co_return all;
}

awaitable<std::optional<machine_snapshot>> running_host_view::machine(std::string serial) {
    for (int look = 0; look < looks; ++look) {
        const auto at = host_.known().find(serial);
        if (!at) co_return std::nullopt;
        if (at->resting != nullptr) co_return snapshot_of(*at->resting, false);
        if (!at->holder) continue;
        const auto& shard = *host_.shards()[at->holder->shard];
        auto shown = co_await boost::asio::co_spawn(host_.shards()[at->holder->shard]->thread().context(),
                                                    show_one(shard, at->holder->number), boost::asio::use_awaitable);
        if (shown) co_return shown;
    }
    co_return std::nullopt;
}

void running_host_view::watch(std::shared_ptr<const watch_list> wanted) {
    for (const auto& shard : host_.shards()) {
        host_shard* to = shard.get();
        to->post([to, wanted] { to->watch(wanted); });
    }
    host_.rests().watch(std::move(wanted));
}

/// A machine on its way to a shard is told of there; one on its way back, when it is here.
awaitable<std::vector<machine_changes>> running_host_view::take_changes() {
    std::vector<machine_changes> all;
    all.emplace_back().machines = host_.rests().take();
    for (const auto& shard : host_.shards())
        all.push_back(
            co_await boost::asio::co_spawn(shard->thread().context(), take_all(*shard), boost::asio::use_awaitable));
    co_return all;
}

awaitable<machine_reply> running_host_view::ask(std::string serial, protocol::machine_question q) {
    for (int look = 0; look < looks; ++look) {
        const auto at = host_.known().find(serial);
        if (!at) co_return machine_reply{.outcome = machine_reply::result::unknown};
        if (!at->holder) continue;
        host_shard& shard = *host_.shards()[at->holder->shard];
        co_return co_await boost::asio::co_spawn(shard.thread().context(), shard.ask(at->holder->number, std::move(q)),
                                                 boost::asio::use_awaitable);
    }
    co_return machine_reply{.outcome = machine_reply::result::offline};
}

display_entry running_host_view::look(const std::string& serial, std::function<void()> wake) {
    using result = machine_reply::result;
    const auto display = host_.known().find_display(serial);
    if (!display) return {host_.known().find(serial) ? result::offline : result::unknown};
    auto view = host_.displays().look(serial, *display, std::move(wake));
    if (!view) return {result::busy};
    return {result::answered, std::move(view)};
}

awaitable<bool> running_host_view::press(link_id display, std::uint16_t key_code) {
    host_shard& shard = *host_.shards()[display.shard];
    return boost::asio::co_spawn(shard.thread().context(), shard.press(display.number, key_code),
                                 boost::asio::use_awaitable);
}

}  // namespace husky::host
