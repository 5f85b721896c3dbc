#include "server/check/played_host.hpp"

#include <boost/asio/post.hpp>

namespace husky::check {

namespace {

std::chrono::sys_seconds wall(protocol::instant) {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

}  // namespace

link::asio::awaitable<void> live_host_link::run(link::tcp::socket socket) {
    co_await link_.serve(std::move(socket), *session(), this, "");
    over();
}

void live_host_link::lose(bool half_open) {
    if (half_open)
        link_.go_dead();
    else
        link_.reset();
}

void live_host_link::hold(bool on) {
    if (auto* s = session()) s->pause(on, link::now());
}

played_host::played_host(const play::reference_settings& settings, live::live_loop& on, scenario::engine& judge)
    : host_actor(settings, on.wire_dialect(), wall, &judge), loop_(&on) {}

link::asio::awaitable<bool> played_host::serve(link::tcp::socket socket) {
    auto* session = reference().accept(now());
    if (session == nullptr) co_return false;
    const auto at = links_.emplace(links_.end(), *this, *session, *loop_);
    opened(*at);
    co_await at->run(std::move(socket));
    const bool was_linked = at->was_linked();
    links_.erase(at);
    co_return was_linked;
}

void played_host::leave() {
    for (auto& l : links_)
        if (auto* s = l.session()) s->close(protocol::close_reason::shutdown);
}

void played_host::later(std::function<void()> what) { link::asio::post(loop_->context(), std::move(what)); }

}  // namespace husky::check
