#include "server/links/dialler.hpp"

#include "log/log.hpp"
#include "protocol/screen/machine_display_link.hpp"
#include "server/links/host_shard.hpp"

namespace husky::host {

using protocol::link_kind;

namespace {

constexpr std::chrono::seconds connect_timeout{10};

/// As machines do that dial: the lists of a machine that was just initialised come first.
constexpr auto display_wait = protocol::machine_display_link::first_wait;

}  // namespace

dialler::dialler(host_shard& shard, dialled_machine to, protocol::duration max_pause, std::uint64_t seed)
    : shard_(shard),
      to_(std::move(to)),
      functions_{{max_pause, seed}, link::notice(shard.thread().executor())},
      display_{{max_pause, ~seed}, link::notice(shard.thread().executor())},
      linked_news_(shard.thread().executor()) {}

void dialler::stop() {
    stopping_ = true;
    functions_.given_up.give();
    display_.given_up.give();
    linked_news_.give();
}

link::asio::awaitable<void> dialler::run() {
    while (!stopping_) {
        link::tcp::socket socket(shard_.thread().context());
        const auto failed = co_await link::dial(socket, to_.address, connect_timeout, functions_.given_up);
        if (stopping_) co_return;
        if (failed && reachable_)
            log::warn("cannot reach a machine at {}:{}: {}; trying again", to_.address.host, to_.address.port,
                      failed.message());
        reachable_ = !failed;
        // With a name: GCC 12 destroys an aggregate that is built within co_await twice.
        link_purpose purpose{link_kind::machine_functions, to_.serial, to_.wire_dialect,
                             [this](const std::string& serial) {
                                 linked_ = serial;
                                 linked_news_.give();
                             }};
        if (!failed && co_await shard_.serve_link(std::move(socket), std::move(purpose))) functions_.pause.reset();
        linked_.clear();
        if (!stopping_) co_await link::wait_until(link::now() + functions_.pause.next(), functions_.given_up);
    }
}

/// A machine that refuses the link has no display, or had no time for it: this is not logged.
link::asio::awaitable<void> dialler::run_display() {
    while (!stopping_) {
        if (linked_.empty()) {
            co_await linked_news_.wait();
            co_await link::wait_until(link::now() + display_wait, display_.given_up);
            continue;
        }
        co_await link::wait_until(link::now() + display_.pause.next(), display_.given_up);
        if (stopping_ || linked_.empty()) continue;
        link::tcp::socket socket(shard_.thread().context());
        const auto failed = co_await link::dial(socket, to_.address, connect_timeout, display_.given_up);
        if (failed || stopping_ || linked_.empty()) continue;
        link_purpose purpose{link_kind::display, linked_, to_.wire_dialect};
        if (co_await shard_.serve_link(std::move(socket), std::move(purpose))) display_.pause.reset();
    }
}

}  // namespace husky::host
