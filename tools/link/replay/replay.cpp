#include "tools/link/replay/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include "link/net/accept.hpp"
#include "link/net/dial.hpp"
#include "settings/error.hpp"
#include "tools/link/net/listen.hpp"

namespace husky::tools {

using link::as_result;
using link::error_code;
using link::tcp;
using link::asio::awaitable;
using kind = recorded_event::kind;
using std::chrono::steady_clock;

namespace {

constexpr std::chrono::seconds connect_timeout{10};
/// How long the other side may take to say its last words once all is played.
constexpr std::chrono::seconds farewell{1};
constexpr std::size_t input_size = std::size_t{64} * 1024;

}  // namespace

replay::replay(boost::asio::io_context& context, const replay_settings& settings, const recording& from,
               const frame_judge& judge)
    : context_(context),
      settings_(settings),
      from_(from),
      judge_(judge),
      tasks_(context.get_executor()),
      given_up_(context.get_executor()),
      silence_(context),
      input_(input_size) {
    for (std::size_t i = 0; i < from.connections.size(); ++i)
        parts_.emplace_back(context.get_executor(), played_connection(from, i, settings.as, settings.rules, judge),
                            judge.wire_dialect());
    for (std::size_t i = 1; i < from.events.size(); ++i)
        max_pause_ = std::max<std::chrono::nanoseconds>(max_pause_, from.events[i].at - from.events[i - 1].at);
    if (settings.listen) acceptor_.emplace(listen_on(context, *settings.listen));
}

void replay::start() {
    begun_ = progress_at_ = steady_clock::now();
    if (acceptor_)
        tasks_.spawn(listen());
    else
        for (auto& p : parts_)
            tasks_.spawn(dial(p));
    tasks_.spawn(watch());
}

void replay::stop() {
    if (over_) return;
    over_ = true;
    error_code ignored;
    if (acceptor_) acceptor_->close(ignored);
    given_up_.give();
    silence_.cancel();
    for (auto* one : meeting_)
        one->close(ignored);
    for (auto& p : parts_) {
        p.news.give();
        if (p.socket) p.socket->close(ignored);
    }
    if (on_over_) on_over_();
}

replay_outcome replay::outcome() const {
    if (!unreachable_.empty()) throw settings::error(unreachable_);
    replay_outcome o;
    for (const auto& p : parts_) {
        o.sent += p.plays.sent();
        o.matched += p.plays.matched();
    }
    if (diverged_) {
        o.type = replay_outcome::kind::diverged;
        o.first = diverged_;
    } else if (silent_) {
        o.type = replay_outcome::kind::silent;
        o.waited = waited_;
        if (waited_) o.connection = waited_->connection;
    }
    return o;
}

/// When an event is due: as far behind the begin as in the recording, at the speed asked for, and as much later as the
/// other side took longer.
steady_clock::time_point replay::due(const recorded_event& e) const {
    if (settings_.speed <= 0) return steady_clock::time_point::min();
    const std::chrono::duration<double> offset = e.at - from_.events.front().at;
    return begun_ + late_ + std::chrono::duration_cast<std::chrono::nanoseconds>(offset / settings_.speed);
}

/// Everything that was recorded before this connection is done.
bool replay::may_open(const part& p) const {
    return std::all_of(parts_.begin(), parts_.end(), [&](const part& other) {
        const auto* next = other.plays.next();
        return other.ended || next == nullptr || next->order >= p.plays.first().order;
    });
}

void replay::progressed() {
    progress_at_ = steady_clock::now();
    for (auto& p : parts_)
        p.news.give();
    if (std::all_of(parts_.begin(), parts_.end(), [](const part& p) { return p.ended; })) stop();
}

void replay::judge(part& p) {
    if (!p.plays.diverged() || diverged_) return;
    diverged_ = p.plays.diverged();
    stop();
}

awaitable<void> replay::dial(part& p) {
    while (!over_ && !may_open(p))
        co_await p.news.wait();
    co_await pause_until(p, due(p.plays.first()));
    if (over_) co_return;
    tcp::socket socket(context_);
    auto failed = co_await link::dial(socket, *settings_.to, connect_timeout, given_up_);
    if (over_) co_return;
    p.socket.emplace(std::move(socket), failed ? nullptr : settings_.tls);
    if (!failed) failed = co_await link::handshake(*p.socket, connect_timeout, given_up_);
    if (over_) co_return;
    if (failed) {
        unreachable_ = fmt::format("cannot reach {}:{}: {}", settings_.to->host, settings_.to->port, failed.message());
        co_return stop();
    }
    co_await play(p);
}

awaitable<void> replay::listen() {
    link::accept_rules rules;
    rules.take = [this](tcp::socket socket) { tasks_.spawn(meet(std::move(socket))); };
    co_await link::accept_all(*acceptor_, std::move(rules));
}

/// The recorded connection that comes next, or the one whose first message this is.
replay::part* replay::next_to_open(const protocol::frame* first) {
    part* next = nullptr;
    for (auto& p : parts_) {
        if (p.taken) continue;
        if (first != nullptr && p.plays.may_begin_with(*first)) return &p;
        if (next == nullptr) next = &p;
    }
    return next;
}

/// Finds out which of the recorded connections this is.
awaitable<void> replay::meet(tcp::socket socket) {
    const auto place = meeting_.insert(meeting_.end(), &socket);
    std::vector<std::byte> begin;
    std::optional<protocol::frame> first;
    auto* p = next_to_open(nullptr);
    if (p != nullptr && !p->plays.begins_with_us()) {
        first = co_await first_message(socket, begin);
        p = begin.empty() ? nullptr : next_to_open(first ? &*first : nullptr);
    }
    meeting_.erase(place);
    if (p == nullptr || over_) co_return;  // more than were recorded
    p->taken = true;
    p->socket.emplace(std::move(socket));
    p->plays.performed();
    if (!begin.empty()) hand_over(*p, begin);
    if (!over_) co_await play(*p);
}

/// Reads until a whole message lies in `begin`. None if the connection ended, or what came is none.
awaitable<std::optional<protocol::frame>> replay::first_message(tcp::socket& socket, std::vector<std::byte>& begin) {
    while (begin.size() < 2 * input_size) {
        const auto had = begin.size();
        begin.resize(had + input_size);
        const auto [failed, count] =
            co_await socket.async_read_some(boost::asio::buffer(begin.data() + had, input_size), as_result);
        begin.resize(had + count);
        if (failed || over_) break;
        protocol::frame_reader reader(judge_.wire_dialect());
        reader.push(begin);
        auto first = reader.next();
        if (first || reader.broken()) co_return first;
    }
    co_return std::nullopt;
}

awaitable<void> replay::play(part& p) {
    using namespace boost::asio::experimental::awaitable_operators;
    p.taken = true;
    error_code ignored;
    p.socket->set_option(tcp::no_delay(true), ignored);
    p.socket->non_blocking(true, ignored);
    if (!p.plays.opened()) p.plays.performed();
    progressed();
    tasks_.spawn(hear(p));
    while (!over_ && p.plays.whose_turn() != played_connection::turn::over) {
        if (p.plays.whose_turn() == played_connection::turn::theirs) {
            co_await p.news.wait();
            continue;
        }
        const auto e = *p.plays.next();
        co_await pause_until(p, due(e));
        if (over_ || p.plays.next() == nullptr) break;
        if (!co_await perform(p, e)) break;
        p.plays.performed();
        progressed();
    }
    if (!over_ && !p.plays.diverged()) co_await leave(p);
    p.ended = true;
    judge(p);
    progressed();
}

awaitable<bool> replay::perform(part& p, const recorded_event& e) {
    error_code ignored;
    switch (e.type) {
        case kind::opened:
            break;
        case kind::frame: {
            const auto bytes = std::span(from_.bytes).subspan(e.begin, e.size);
            const auto failed = co_await link::write_all(*p.socket, bytes);
            if (failed && !over_) p.plays.link_ended();
            judge(p);
            co_return !failed;
        }
        case kind::finished:
            p.socket->shutdown(tcp::socket::shutdown_send, ignored);
            break;
        case kind::reset:
            p.socket->set_option(boost::asio::socket_base::linger(true, 0), ignored);
            p.socket->close(ignored);
            break;
    }
    co_return true;
}

/// All is played. What our last words caused is still heard: the other side reads the end behind them.
awaitable<void> replay::leave(part& p) {
    error_code ignored;
    if (p.socket->tcp_socket().is_open()) p.socket->shutdown(tcp::socket::shutdown_send, ignored);
    const auto until = steady_clock::now() + farewell;
    ++waits_for_time_;
    while (!over_ && !p.heard_end && steady_clock::now() < until) {
        using namespace boost::asio::experimental::awaitable_operators;
        link::asio::steady_timer timer(context_, until);
        co_await (timer.async_wait(as_result) || p.news.wait());
    }
    --waits_for_time_;
    p.socket->close(ignored);
}

awaitable<void> replay::hear(part& p) {
    while (!over_ && p.socket->tcp_socket().is_open()) {
        const auto [stopped] = co_await p.socket->async_wait(tcp::socket::wait_read, as_result);
        if (stopped || over_) break;
        error_code failed;
        const auto count = p.socket->read_some(boost::asio::buffer(input_.data(), input_.size()), failed);
        if (link::would_block(failed)) continue;
        if (failed) {
            p.plays.link_ended();
            break;
        }
        hand_over(p, std::span(input_).first(count));
    }
    p.heard_end = true;
    if (over_) co_return;
    judge(p);
    progressed();
}

void replay::hand_over(part& p, std::span<const std::byte> input) {
    p.reader.push(input);
    while (const auto f = p.reader.next()) {
        const auto* waited = p.plays.next();
        const bool was_due = p.plays.whose_turn() == played_connection::turn::theirs;
        if (was_due && settings_.speed > 0) late_ = std::max(late_, late_ + (steady_clock::now() - due(*waited)));
        p.plays.received(*f);
    }
    if (p.reader.broken()) p.plays.framing_broken(input);
    p.reader.hold();
    judge(p);
    progressed();
}

awaitable<void> replay::pause_until(part& p, steady_clock::time_point at) {
    using namespace boost::asio::experimental::awaitable_operators;
    ++waits_for_time_;
    while (!over_ && steady_clock::now() < at) {
        link::asio::steady_timer timer(context_, at);
        co_await (timer.async_wait(as_result) || p.news.wait());
    }
    --waits_for_time_;
}

/// Ends the replay if the other side says nothing for longer than it did in the recording, and the time that it is
/// given beyond.
awaitable<void> replay::watch() {
    while (!over_) {
        silence_.expires_at(progress_at_ + settings_.timeout + max_pause_);
        co_await silence_.async_wait(as_result);
        if (over_) co_return;
        if (waits_for_time_ > 0) progress_at_ = steady_clock::now();
        if (steady_clock::now() < progress_at_ + settings_.timeout + max_pause_) continue;
        silent_ = true;
        for (const auto& p : parts_)
            if (!waited_ && !p.ended && p.plays.next() != nullptr) waited_ = *p.plays.next();
        stop();
    }
}

}  // namespace husky::tools
