#include "server/printing/lpd_server.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/write.hpp>
#include <iterator>
#include <span>
#include <utility>

#include "link/asio/at_end.hpp"
#include "link/net/accept.hpp"
#include "link/net/close_gently.hpp"
#include "link/net/endpoint.hpp"
#include "link/net/timed_stream.hpp"
#include "log/log.hpp"

namespace husky::host {

using boost::asio::awaitable;
using link::error_code;
using link::tcp;
using protocol::printing::lpd_receiver;
using protocol::printing::lpd_refusal;
using protocol::printing::lpd_step;

namespace {

/// How long a client that was answered may go on sending before the connection is cut.
constexpr std::chrono::seconds farewell{2};
constexpr std::size_t read_size = std::size_t{16} << 10U;

void end_of_bytes(lpd_receiver& receiver, const error_code& why) {
    if (why == boost::asio::error::eof) return receiver.finished();
    receiver.ended(why == boost::asio::error::timed_out ? lpd_refusal::timed_out : lpd_refusal::incomplete);
}

/// Whether nothing comes for a moment, not even the end of the connection.
awaitable<bool> is_silent(tcp::socket& socket) {
    boost::asio::steady_timer moment(socket.get_executor(), std::chrono::seconds(1));
    co_await moment.async_wait(link::as_result);
    error_code nothing;
    std::byte next{};
    socket.non_blocking(true, nothing);
    socket.receive(boost::asio::buffer(&next, 1), tcp::socket::message_peek, nothing);
    co_return nothing == boost::asio::error::would_block;
}

}  // namespace

struct lpd_server::connection {
    connection(tcp::socket socket, const printing_settings& settings, protocol::printing::byte_budget& budget)
        : stream(std::move(socket)), receiver(settings.limits, budget) {
        error_code ignored;
        peer = link::to_text(stream.socket().remote_endpoint(ignored));
    }

    link::timed_stream stream;
    lpd_receiver receiver;
    std::string peer;
    std::vector<std::byte> buffer = std::vector<std::byte>(read_size);
    bool finished = false;              ///< the client has sent its FIN; to read again may wait for ever
    std::span<const std::byte> unread;  ///< of the buffer
    std::chrono::steady_clock::time_point give_up;
    bool storing = false;
};

lpd_server::lpd_server(boost::asio::io_context& context, const printing_settings& settings, print_jobs& prints,
                       counters& counted, int log_lines_per_second)
    : settings_(settings),
      prints_(prints),
      counted_(counted),
      budget_(std::max(settings.max_held_bytes, settings.limits.max_job_bytes)),
      log_(log_lines_per_second),
      acceptor_(context),
      tasks_(context.get_executor()) {}

void lpd_server::listen(const tcp::endpoint& at) {
    if (const auto failed = link::listen(acceptor_, at)) throw boost::system::system_error(failed);
}

void lpd_server::start() { tasks_.spawn(accept()); }

awaitable<void> lpd_server::accept() {
    link::accept_rules rules;
    rules.full = [this] {
        counted_.print_connections.add();
        return connections_.size() >= settings_.max_connections;
    };
    rules.take = [this](tcp::socket socket) { tasks_.spawn(serve(std::move(socket))); };
    rules.refuse = [this](const tcp::socket&) { refused(lpd_refusal::too_many_connections); };
    co_await link::accept_all(acceptor_, std::move(rules));
}

awaitable<void> lpd_server::serve(tcp::socket socket) {
    connection with(std::move(socket), settings_, budget_);
    const auto self = connections_.insert(connections_.end(), &with);
    counted_.print_connections_open.add(1);
    const link::at_end leave([this, self] {
        connections_.erase(self);
        counted_.print_connections_open.add(-1);
    });
    with.give_up = std::chrono::steady_clock::now() + settings_.job_timeout;
    while (co_await turn(with)) {
    }
    with.receiver.ended();
    say_why(with);
    if (!stopping_ && !with.finished) co_await link::close_gently(with.stream, farewell);
}

/// False once the conversation is over.
awaitable<bool> lpd_server::turn(connection& with) {
    const bool sent = co_await flush(with);
    if (!sent || stopping_ || with.receiver.next() == lpd_step::close) co_return false;
    co_await perform(with);
    co_return true;
}

awaitable<void> lpd_server::perform(connection& with) {
    lpd_receiver& receiver = with.receiver;
    switch (receiver.next()) {
        case lpd_step::receive:
            co_await read(with);
            break;
        case lpd_step::admit:
            receiver.admitted(prints_.admits(receiver.request().queue));
            break;
        case lpd_step::store:
            co_await keep_job(with);
            break;
        case lpd_step::list: {
            const std::string text = co_await prints_.list(receiver.request());
            receiver.answer(text);
            break;
        }
        case lpd_step::remove: {
            const auto removed = co_await prints_.remove(receiver.request());
            counted_.prints_removed.add(removed.prints.size());
            receiver.answer(removed.text);
            break;
        }
        case lpd_step::close:
            break;
    }
}

awaitable<void> lpd_server::keep_job(connection& with) {
    with.storing = true;
    auto job = with.receiver.take_job();
    log::debug("{} prints '{}' for {}", with.peer, job.job.name, job.job.queue);
    const bool kept = co_await prints_.keep(std::move(job));
    with.storing = false;
    if (kept) counted_.prints.add();
    with.receiver.stored(kept);
    with.give_up = std::chrono::steady_clock::now() + settings_.job_timeout;
}

awaitable<void> lpd_server::read(connection& with) {
    if (with.finished) co_return with.receiver.finished();
    if (with.unread.empty()) {
        const bool is_empty = with.receiver.may_be_empty() && co_await is_silent(with.stream.socket());
        if (is_empty) co_return with.receiver.fell_silent();
        const auto idle = std::chrono::steady_clock::now() + settings_.idle_timeout;
        with.stream.expires_at(std::min(idle, with.give_up));
        const auto [failed, n] = co_await with.stream.async_read_some(
            boost::asio::buffer(with.buffer.data(), with.buffer.size()), link::as_result);
        with.finished = failed == boost::asio::error::eof;
        if (failed) co_return end_of_bytes(with.receiver, failed);
        with.unread = std::span(with.buffer).first(n);
    }
    with.unread = with.unread.subspan(with.receiver.take(with.unread));
}

awaitable<bool> lpd_server::flush(connection& with) {
    std::string& text = with.receiver.outbox();
    if (text.empty()) co_return true;
    with.stream.expires_after(settings_.idle_timeout);
    const auto [failed, n] = co_await boost::asio::async_write(with.stream, boost::asio::buffer(text), link::as_result);
    text.clear();
    co_return !failed;
}

void lpd_server::refused(lpd_refusal why) { counted_.prints_refused[why].add(); }

void lpd_server::say_why(const connection& with) {
    const auto why = with.receiver.refusal();
    if (!why || stopping_) return;
    refused(*why);
    if (!log_.allows(link::now())) return counted_.log_lines_suppressed.add(log_.take_suppressed());
    const auto fault = with.receiver.fault();
    const std::string& queue = with.receiver.request().queue;
    log::warn("printing: {}{}{}: {}{}{}", with.peer, queue.empty() ? "" : " to ", queue, name(*why), fault ? ": " : "",
              fault ? name(*fault) : "");
}

awaitable<void> lpd_server::stop() {
    stopping_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    for (connection* each : connections_)
        if (!each->storing) each->stream.socket().close(ignored);
    co_await tasks_.drained();
}

}  // namespace husky::host
