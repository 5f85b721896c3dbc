#include "server/links/dialler.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "link/dial.hpp"
#include "server/links/host_shard.hpp"

namespace husky::host {

namespace {

constexpr std::chrono::seconds connect_timeout{10};

}  // namespace

dialler::dialler(host_shard& shard, dialled_machine to, protocol::duration longest_pause, std::uint64_t seed)
    : shard_(shard), to_(std::move(to)), backoff_(longest_pause, seed), given_up_(shard.thread().executor()) {}

void dialler::stop() {
    stopping_ = true;
    given_up_.give();
}

link::asio::awaitable<void> dialler::run() {
    while (!stopping_) {
        link::tcp::socket socket(shard_.thread().context());
        const auto failed = co_await link::dial(socket, to_.address, connect_timeout, given_up_);
        if (stopping_) co_return;
        if (failed && reachable_)
            spdlog::warn("cannot reach a machine at {}:{}: {}; trying again", to_.address.host, to_.address.port,
                         failed.message());
        reachable_ = !failed;
        const auto ours = link::socket_end::dialled;
        if (!failed && co_await shard_.serve_link(std::move(socket), to_.serial, to_.spoken, ours)) backoff_.reset();
        if (!stopping_) co_await link::wait_until(link::now() + backoff_.next(), given_up_);
    }
}

}  // namespace husky::host
