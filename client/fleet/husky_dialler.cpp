#include "client/fleet/husky_dialler.hpp"

#include <array>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/write.hpp>

#include "client/failures/link_failures.hpp"
#include "client/fleet/display_dialler.hpp"
#include "client/machine/fleet_counts.hpp"
#include "client/outlets/husky_outlet.hpp"
#include "link/capture/capture.hpp"
#include "link/driver/link_driver.hpp"
#include "link/faults/faulty_session.hpp"
#include "link/net/accept.hpp"
#include "log/log.hpp"
#include "protocol/wire/codec.hpp"

namespace husky::cells {

namespace {

constexpr std::chrono::seconds connect_timeout{10};
constexpr std::chrono::seconds turn_away_time{2};

}  // namespace

husky_dialler::husky_dialler(link_surroundings& in, husky_outlet& outlet, place at, std::function<void()> progressed)
    : in_(in), outlet_(outlet), at_(std::move(at)), progressed_(std::move(progressed)), woken_(in.thread.executor()) {
    if (at_.listens_at) acceptor_ = std::make_unique<link::tcp::acceptor>(in_.thread.context(), *at_.listens_at);
    outlet_.on_progress([this] {
        note_linked();
        progressed_();
    });
}

husky_dialler::~husky_dialler() = default;

void husky_dialler::add_display(display_session& display) {
    display_ = std::make_unique<display_dialler>(in_, display, at_.source, [this](const link::error_code& why) {
        note_failure(connection_problem(why) + " (its display link)");
    });
    display.on_news([this] { outlet_.flush(); });
}

std::string husky_dialler::host_address() const {
    if (!host_.address().is_unspecified()) return link::known_as(host_.address()).to_string();
    return in_.plan.listens ? "" : in_.plan.host.host;
}

link::asio::awaitable<void> husky_dialler::run() {
    if (!in_.stopping) co_await link::wait_until(at_.from, woken_);
    if (in_.plan.listens)
        co_await listen();
    else
        co_await dial();
}

link::asio::awaitable<void> husky_dialler::dial() {
    while (!in_.stopping) {
        link::tcp::socket socket(in_.thread.context());
        auto failed = co_await link::dial(socket, in_.plan.host, connect_timeout, woken_, at_.source);
        link::link_socket dialled(std::move(socket), failed ? nullptr : in_.plan.tls);
        if (!failed) failed = co_await link::handshake(dialled, connect_timeout, woken_);
        if (failed) {
            note_failure(connection_problem(failed));
            outlet_.lost(link::now());
        } else if (!in_.stopping) {
            co_await serve(std::move(dialled));
        }
        if (!in_.stopping) co_await link::wait_until(outlet_.link().reconnect_at(), woken_);
    }
}

link::asio::awaitable<void> husky_dialler::listen() {
    link::accept_rules rules;
    rules.take = [this](link::tcp::socket socket) { take(std::move(socket)); };
    rules.failed = [this](const link::error_code& why) { note_failure(connection_problem(why)); };
    co_await link::accept_all(*acceptor_, std::move(rules));
}

/// One host at a time, and from its address a second connection for the display.
void husky_dialler::take(link::tcp::socket socket) {
    link::error_code gone;
    if (!has_host_) {
        has_host_ = true;
        in_.tasks.spawn(serve(std::move(socket)));
    } else if (display_ && display_->takes(socket.remote_endpoint(gone))) {
        display_->take(std::move(socket));
    } else {
        in_.tasks.spawn(turn_away(std::move(socket)));
    }
}

link::asio::awaitable<void> husky_dialler::serve(link::link_socket socket) {
    link::error_code ignored;
    host_ = socket.tcp_socket().remote_endpoint(ignored);
    link::faulty_session faulty(outlet_, *in_.plan.wire_dialect, in_.faults);
    faulty.set_faults(in_.plan.faults->placed());
    faulty.set_machine(outlet_.link().serial());
    const auto ours = in_.plan.listens ? link::socket_end::accepted : link::socket_end::dialled;
    auto captured = link::follow(in_.plan.captured, socket.tcp_socket(), ours);
    link::link_driver driver(std::move(socket), faulty, *in_.plan.wire_dialect, in_.thread.scratch(),
                             std::move(captured));
    outlet_.set_waker([&driver] { driver.wake(); });
    outlet_.link().connected(link::now());
    try {
        const auto how = co_await driver.run();
        const auto broken = driver.stream().tls_problem();
        if (broken)
            note_failure(connection_problem(broken));
        else if (!faulty.resets())
            note_failure(why_over(outlet_.link(), counted_linked_, how));
    } catch (const std::exception& problem) {
        log::error("the link of {} failed: {}", outlet_.link().serial(), problem.what());
    }
    outlet_.set_waker({});
    if (display_) display_->machine_lost();
    if (counted_linked_ && !in_.stopping) in_.counts.linked.fetch_sub(1, std::memory_order_relaxed);
    counted_linked_ = false;
    has_host_ = false;
    outlet_.lost(link::now());
}

/// A further host is told that the machine is busy.
link::asio::awaitable<void> husky_dialler::turn_away(link::tcp::socket socket) {
    using namespace link::asio::experimental::awaitable_operators;
    in_.counts.turned_away.fetch_add(1, std::memory_order_relaxed);
    const auto& wire_dialect = *in_.plan.wire_dialect;
    std::vector<std::byte> told;
    encode(protocol::error{wire_dialect.code(protocol::index_of<protocol::init>), protocol::error_code::busy,
                           "another host is linked"},
           wire_dialect, told);
    link::asio::steady_timer limit(in_.thread.executor(), turn_away_time);
    std::array<std::byte, 64> unread{};
    co_await (boost::asio::async_write(socket, boost::asio::buffer(told), link::as_result) ||
              limit.async_wait(link::as_result));
    link::error_code over;
    socket.shutdown(link::tcp::socket::shutdown_send, over);
    // Until the peer has gone: closing with unread bytes would destroy the answer on its way.
    if (!over)
        co_await (socket.async_read_some(boost::asio::buffer(unread), link::as_result) ||
                  limit.async_wait(link::as_result));
}

void husky_dialler::note_linked() {
    if (counted_linked_ || !outlet_.is_open()) return;
    counted_linked_ = true;
    in_.counts.linked.fetch_add(1, std::memory_order_relaxed);
    in_.counts.first_links.fetch_add(1, std::memory_order_relaxed);
    if (in_.plan.machine_linked) in_.plan.machine_linked();
    if (display_) display_->machine_linked(host_);
}

/// The machine has no link now, for this reason; does nothing if `why` is empty, or the fleet ends.
void husky_dialler::note_failure(const std::string& why) {
    if (in_.stopping || why.empty()) return;
    const auto address = in_.plan.listens ? link::to_text(host_) : link::to_text(in_.plan.host);
    if (const auto line = in_.plan.failures->note(why, address, outlet_.link().serial(), link::now()))
        log::warn("{}", *line);
}

void husky_dialler::stop() {
    woken_.give();
    if (acceptor_) acceptor_->close();
    outlet_.flush();
    if (display_) display_->stop();
}

}  // namespace husky::cells
