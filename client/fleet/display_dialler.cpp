#include "client/fleet/display_dialler.hpp"

#include <boost/asio/post.hpp>

#include "log/log.hpp"

namespace husky::cells {

namespace {

constexpr std::chrono::seconds max_dial_time{10};
/// How long a link that we close waits for the host to read our last messages.
constexpr std::chrono::seconds linger_time{2};
constexpr int reads_in_a_row = 16;  ///< before other connections get their turn

}  // namespace

/// A failure inside a handler ends only this link; handlers of an earlier connection do nothing.
template <class Work>
auto display_dialler::guarded(Work work) {
    return [this, work, attempt = attempt_](link::error_code failed) {
        if (attempt != attempt_ || state_ == state::stopped || failed == boost::asio::error::operation_aborted) return;
        try {
            work(failed);
        } catch (const std::exception& problem) {
            log::error("a display link failed: {}", problem.what());
            finish();
        }
    };
}

void display_dialler::machine_linked(const link::tcp::endpoint& host) {
    machine_linked_ = true;
    host_ = host;
    display_.link().allow(link::now());
    if (state_ == state::resting) plan();
}

void display_dialler::machine_lost() {
    machine_linked_ = false;
    if (in_.plan.listens && (state_ == state::serving || state_ == state::lingering)) finish();
}

void display_dialler::take(link::tcp::socket socket) {
    socket_ = std::move(socket);
    begin();
}

void display_dialler::stop() {
    state_ = state::stopped;
    display_.close();
    end_capture();
    link::error_code ignored;
    socket_.shutdown(link::tcp::socket::shutdown_both, ignored);
    socket_.close(ignored);
    timer_.cancel();
}

void display_dialler::plan() {
    state_ = state::resting;
    if (!machine_linked_ || in_.plan.listens) return;
    const auto at = display_.link().reconnect_at();
    if (link::now() >= at) return dial();
    state_ = state::waiting;
    arm(at);
}

void display_dialler::dial() {
    state_ = state::connecting;
    ++attempt_;
    socket_ = link::tcp::socket(in_.thread.context());
    arm(link::now() + max_dial_time);
    auto told = guarded([this](link::error_code failed) { connected(failed); });
    auto& socket = socket_.tcp_socket();
    const auto failed = link::open_towards(socket, host_, source_);
    if (failed) return boost::asio::post(in_.thread.context(), [told, failed] { told(failed); });
    socket.async_connect(host_, std::move(told));
}

void display_dialler::connected(link::error_code failed) {
    if (state_ != state::connecting) return;
    if (failed) {
        not_reached_(failed);
        return finish();
    }
    if (in_.plan.tls == nullptr) return begin();
    socket_ = link::link_socket(std::move(socket_.tcp_socket()), in_.plan.tls);
    secure();
}

/// Goes on with the handshake, until the time for the connection is over.
void display_dialler::secure() {
    link::error_code failed;
    socket_.handshake_step(failed);
    if (!failed) return begin();
    if (!link::would_block(failed)) return connected(failed);
    socket_.async_wait(socket_.waits_for(link::tcp::socket::wait_read), guarded([this](link::error_code cut) {
                           if (cut) return connected(cut);
                           if (state_ == state::connecting) secure();
                       }));
}

/// Serves the connection that there is now.
void display_dialler::begin() {
    link::error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(link::tcp::no_delay(true), ignored);
    socket_.set_option(link::asio::socket_base::keep_alive(true), ignored);
    captured_ = link::follow(in_.plan.captured, socket_.tcp_socket(),
                             in_.plan.listens ? link::socket_end::accepted : link::socket_end::dialled);
    reader_.emplace(*in_.plan.wire_dialect);
    faulty_.emplace(display_, *in_.plan.wire_dialect, in_.faults);
    faulty_->set_faults(in_.plan.faults->placed());
    faulty_->set_machine(display_.serial(), protocol::link_kind::display);
    waits_to_write_ = false;
    state_ = state::serving;
    display_.link().connected(link::now());
    after_event();
    wait_readable();
}

void display_dialler::wait_readable() {
    if (state_ != state::serving && state_ != state::lingering) return;
    socket_.async_wait(link::tcp::socket::wait_read, guarded([this](link::error_code failed) {
                           if (failed) return finish();
                           readable();
                       }));
}

void display_dialler::readable() {
    bool drained = false;
    for (int i = 0; i < reads_in_a_row && !drained; ++i) {
        // What a fault has cut off is read no more, until the machine gives up.
        if (state_ == state::serving && faulty_->paused()) return;
        if (!read_once(drained)) return finish();
    }
    wait_readable();
}

/// One read of what the socket has. False when the connection is over.
bool display_dialler::read_once(bool& drained) {
    const std::span scratch(in_.thread.scratch());
    link::error_code failed;
    const auto count = socket_.read_some(boost::asio::buffer(scratch.data(), scratch.size()), failed);
    if (failed) {
        drained = true;
        if (link::would_block(failed)) return true;
        if (captured_) failed == boost::asio::error::eof ? captured_->peer_finished() : captured_->peer_reset();
        return false;
    }
    if (captured_) captured_->received(scratch.first(count));
    drained = count < scratch.size();
    // While we linger, incoming data is discarded: unread data would destroy our last messages on their way.
    if (state_ == state::serving) hand_over(scratch.first(count));
    return state_ == state::serving || state_ == state::lingering;
}

void display_dialler::hand_over(std::span<const std::byte> input) {
    const auto at = link::now();
    reader_->push(input);
    while (!faulty_->closing() && !faulty_->paused()) {
        const auto frame = reader_->next();
        if (!frame) break;
        faulty_->received(*frame, at);
    }
    if (reader_->broken()) faulty_->framing_broken();
    faulty_->batch_received();
    if (faulty_->paused()) reader_->hold();
    after_event();
}

void display_dialler::write_now() {
    auto& waiting = faulty_->outbox();
    while (!waiting.empty()) {
        link::error_code failed;
        const auto count =
            socket_.write_some(boost::asio::buffer(waiting.data().data(), waiting.data().size()), failed);
        if (link::would_block(failed)) return wait_writable();
        if (failed) return waiting.clear();  // the next read tells the end
        if (captured_) captured_->sent(waiting.data().first(count));
        waiting.consume(count);
        faulty_->room();
    }
}

void display_dialler::wait_writable() {
    if (waits_to_write_) return;
    waits_to_write_ = true;
    socket_.async_wait(link::tcp::socket::wait_write, guarded([this](link::error_code failed) {
                           waits_to_write_ = false;
                           if (!failed) after_event();
                       }));
}

void display_dialler::after_event() {
    write_now();
    if (!faulty_->outbox().empty()) wait_writable();
    if (faulty_->closing()) return linger();
    const auto due = faulty_->deadline();
    if (due < armed_) arm(due);
}

void display_dialler::linger() {
    if (state_ == state::serving) {
        state_ = state::lingering;
        arm(link::now() + linger_time);
    }
    link::error_code ignored;
    if (faulty_->resets()) {
        socket_.set_option(link::asio::socket_base::linger(true, 0), ignored);
        if (captured_) captured_->peer_reset();
        return arm(link::now());
    }
    if (!faulty_->outbox().empty()) return;
    socket_.shutdown(link::tcp::socket::shutdown_send, ignored);
    if (captured_) captured_->we_finished();
}

void display_dialler::finish() {
    ++attempt_;
    end_capture();
    link::error_code ignored;
    socket_.close(ignored);
    reader_.reset();
    faulty_.reset();
    display_.link().lost(link::now());
    plan();
}

void display_dialler::end_capture() {
    if (captured_) captured_->we_finished();
    captured_.reset();
}

void display_dialler::arm(protocol::instant at) {
    armed_ = at;
    timer_.expires_at(link::as_steady(at));
    timer_.async_wait([this](link::error_code failed) {
        if (failed || state_ == state::stopped) return;
        try {
            expired();
        } catch (const std::exception& problem) {
            log::error("a display link failed: {}", problem.what());
            finish();
        }
    });
}

void display_dialler::expired() {
    const auto at = link::now();
    if (at < armed_) return;  // set anew while this was on its way
    armed_ = protocol::never;
    switch (state_) {
        case state::waiting:
            return plan();
        case state::connecting:
            return connected(boost::asio::error::timed_out);
        case state::lingering:
            return finish();
        case state::serving:
            faulty_->due(at);
            return after_event();
        case state::resting:
        case state::stopped:
            break;
    }
}

}  // namespace husky::cells
