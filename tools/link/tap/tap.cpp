#include "tools/link/tap/tap.hpp"

#include <fmt/format.h>

#include "link/net/accept.hpp"
#include "link/net/dial.hpp"
#include "log/log.hpp"
#include "settings/counted.hpp"
#include "tools/link/net/listen.hpp"

namespace husky::tools {

using link::error_code;
using link::tcp;
using link::asio::awaitable;

namespace {

constexpr std::chrono::seconds max_dial_time{10};

/// Closes so that the other end hears that nobody is there.
void turn_away(tcp::socket& socket) {
    error_code ignored;
    socket.set_option(boost::asio::socket_base::linger(true, 0), ignored);
    socket.close(ignored);
}

}  // namespace

tap::tap(boost::asio::io_context& context, const tap_settings& settings, link::capture& captures)
    : context_(context),
      settings_(settings),
      captures_(captures),
      acceptor_(listen_on(context, settings.listen)),
      tasks_(context.get_executor()),
      scratch_(scratch_size) {}

std::string tap::address() const { return link::to_text(acceptor_.local_endpoint()); }

void tap::stop() {
    error_code ignored;
    acceptor_.close(ignored);
    for (auto& one : connections_) {
        one.given_up.give();
        if (one.relays != nullptr) one.relays->close();
    }
}

awaitable<void> tap::accept_links() {
    link::accept_rules rules;
    rules.full = [this] { return connections_.size() >= settings_.max_connections; };
    rules.take = [this](tcp::socket socket) { tasks_.spawn(serve(std::move(socket))); };
    rules.refuse = [this](tcp::socket socket) {
        ++counts_.turned_away;
        if (log_limit_.allows(link::now()))
            log::warn("{} relayed, no more are accepted",
                      settings::counted(connections_.size(), "connection is", "connections are"));
        turn_away(socket);
    };
    rules.failed = [](const error_code& why) { log::error("cannot accept a connection: {}", why.message()); };
    co_await link::accept_all(acceptor_, std::move(rules));
}

awaitable<void> tap::serve(tcp::socket dialler) {
    const auto place = connections_.emplace(connections_.end(), context_.get_executor());
    try {
        co_await relay(std::move(dialler), *place);
    } catch (const std::exception& problem) {
        log::error("a connection failed: {}", problem.what());
    }
    connections_.erase(place);
}

awaitable<void> tap::relay(tcp::socket dialler, connection& one) {
    tcp::socket listener(context_);
    const auto failed = co_await link::dial(listener, settings_.target, max_dial_time, one.given_up);
    if (!acceptor_.is_open()) co_return;
    error_code unknown;
    const auto from = dialler.remote_endpoint(unknown);
    if (failed || unknown) {
        ++counts_.unreachable;
        if (failed && log_limit_.allows(link::now()))
            log::warn("cannot reach {}:{}: {}; the connection of {} is torn down", settings_.target.host,
                      settings_.target.port, failed.message(), link::to_text(from));
        turn_away(dialler);
        co_return;
    }
    ++counts_.connections;
    auto captured = captures_.follow(from, listener.remote_endpoint(unknown), link::socket_end::accepted);
    relayed_link relays(std::move(dialler), std::move(listener), scratch_, std::move(captured));
    one.relays = &relays;
    co_await relays.run();
    one.relays = nullptr;
    counts_.bytes += relays.bytes();
}

}  // namespace husky::tools
