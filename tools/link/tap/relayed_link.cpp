#include "tools/link/tap/relayed_link.hpp"

#include <sys/socket.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>

namespace husky::tools {

using link::as_result;
using link::error_code;
using link::tcp;
using link::asio::awaitable;

namespace {

constexpr int reads_in_a_row = 16;  ///< before other links get their turn

void prepare(tcp::socket& socket) {
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.set_option(tcp::no_delay(true), ignored);
    socket.set_option(boost::asio::socket_base::keep_alive(true), ignored);
}

/// The error that waits on a socket. Asking takes it away.
bool has_error(tcp::socket& socket) {
    int code = 0;
    socklen_t size = sizeof(code);
    return getsockopt(socket.native_handle(), SOL_SOCKET, SO_ERROR, &code, &size) == 0 && code != 0;
}

}  // namespace

relayed_link::relayed_link(tcp::socket dialler, tcp::socket listener, std::span<std::byte> scratch,
                           std::unique_ptr<link::connection_capture> captured)
    : dialler_(std::move(dialler)), listener_(std::move(listener)), scratch_(scratch), captured_(std::move(captured)) {
    prepare(dialler_.socket);
    prepare(listener_.socket);
}

awaitable<void> relayed_link::run() {
    namespace asio = boost::asio;
    const auto executor = dialler_.socket.get_executor();
    auto parts =
        asio::experimental::make_parallel_group(asio::co_spawn(executor, pump(dialler_, listener_), asio::deferred),
                                                asio::co_spawn(executor, pump(listener_, dialler_), asio::deferred),
                                                asio::co_spawn(executor, watch(dialler_), asio::deferred),
                                                asio::co_spawn(executor, watch(listener_), asio::deferred));
    const auto [order, there, back, near, far] =
        co_await parts.async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
    for (const auto& failed : {there, back, near, far})
        if (failed) std::rethrow_exception(failed);
}

void relayed_link::close() {
    over_ = true;
    error_code ignored;
    dialler_.socket.close(ignored);
    listener_.socket.close(ignored);
}

awaitable<void> relayed_link::pump(end& from, end& to) {
    while (!over_) {
        from.waits_to_read = true;
        const auto [failed] = co_await from.socket.async_wait(tcp::socket::wait_read, as_result);
        from.waits_to_read = false;
        if (failed || over_) co_return;
        for (int i = 0; i < reads_in_a_row; ++i) {
            error_code over;
            const auto count = from.socket.read_some(boost::asio::buffer(scratch_.data(), scratch_.size()), over);
            if (link::would_block(over)) break;
            if (over == boost::asio::error::eof) co_return finish(from, to);
            if (over) co_return reset(from);
            if (!pass(from, to, scratch_.first(count))) co_return;
            if (!from.waiting.empty() && !co_await write_waiting(from, to)) co_return;
            if (count < scratch_.size()) break;
        }
    }
}

/// Writes what the other end takes now and keeps the rest. False when the link is over.
bool relayed_link::pass(end& from, end& to, std::span<const std::byte> bytes) {
    error_code failed;
    const auto count = to.socket.write_some(boost::asio::buffer(bytes.data(), bytes.size()), failed);
    if (captured_) &from == &dialler_ ? captured_->received(bytes) : captured_->sent(bytes);
    bytes_ += bytes.size();
    if (failed && !link::would_block(failed)) {
        reset(to);
        return false;
    }
    const auto rest = bytes.subspan(failed ? 0 : count);
    from.waiting.assign(rest.begin(), rest.end());
    return true;
}

awaitable<bool> relayed_link::write_waiting(end& from, end& to) {
    std::span<const std::byte> rest = from.waiting;
    while (!rest.empty()) {
        const auto [stopped] = co_await to.socket.async_wait(tcp::socket::wait_write, as_result);
        if (stopped || over_) co_return false;
        error_code failed;
        const auto count = to.socket.write_some(boost::asio::buffer(rest.data(), rest.size()), failed);
        if (failed && !link::would_block(failed)) {
            reset(to);
            co_return false;
        }
        if (!failed) rest = rest.subspan(count);
    }
    from.waiting = {};
    co_return true;
}

/// A reset is heard even while nothing is read from that end: it has finished, or the other end takes nothing.
awaitable<void> relayed_link::watch(end& from) {
    const auto [failed] = co_await from.socket.async_wait(tcp::socket::wait_error, as_result);
    if (failed || over_ || from.waits_to_read) co_return;
    if (has_error(from.socket)) reset(from);
}

/// One end has nothing more to say, and the other hears it.
void relayed_link::finish(end& from, end& to) {
    from.finished = true;
    if (captured_) &from == &dialler_ ? captured_->peer_finished() : captured_->we_finished();
    error_code ignored;
    to.socket.shutdown(tcp::socket::shutdown_send, ignored);
    if (to.finished) close();
}

/// One end tore its connection down: the other is torn down too.
void relayed_link::reset(const end& by) {
    if (over_) return;
    if (captured_) &by == &dialler_ ? captured_->peer_reset() : captured_->we_reset();
    error_code ignored;
    for (auto* one : {&dialler_, &listener_})
        one->socket.set_option(boost::asio::socket_base::linger(true, 0), ignored);
    close();
}

}  // namespace husky::tools
