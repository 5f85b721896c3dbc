#include "scenario/play/driver.hpp"

#include <utility>

#include "scenario/play/violation.hpp"

namespace husky::play {

namespace {

constexpr std::chrono::seconds linger_time{2};
constexpr std::size_t max_unread = 512 * 1024;

}  // namespace

driver::driver(agenda& time, network& net, link::link_session& session, const protocol::dialect& wire_dialect,
               std::function<void()> over, std::size_t max_unwritten)
    : agenda_(&time),
      network_(&net),
      session_(&session),
      reader_(wire_dialect),
      tell_over_(std::move(over)),
      max_unwritten_(max_unwritten) {}

void driver::joined(network::number connection, side self) {
    connection_ = connection;
    self_ = self;
    after_event();
}

void driver::wake() {
    if (over_) return;
    hand_over();
    after_event();
}

void driver::pause(bool on) {
    if (!over_) network_->hold(connection_, self_, on);
}

void driver::arrived(std::span<const std::byte> bytes) {
    if (over_) return;
    reader_.push(bytes);
    hand_over();
    reader_.hold();
    after_event();
}

void driver::room() {
    if (over_) return;
    session_->room();
    after_event();
}

void driver::ended() {
    if (session_->paused() && !session_->closing())
        owes_end_ = true;
    else
        end();
}

void driver::hand_over() {
    while (!session_->closing() && !session_->paused()) {
        const auto f = reader_.next();
        if (!f) break;
        session_->received(*f, agenda_->now());
    }
    if (reader_.broken()) session_->framing_broken();
    session_->batch_received();
}

void driver::after_event() {
    if (over_) return;
    if (owes_end_ && (!session_->paused() || session_->closing())) return end();
    network_->write(connection_, self_, session_->outbox());
    check(session_->outbox().bytes() <= max_unwritten_, "an outbox grew past its bound");
    check(reader_.unfinished() <= max_unread, "a reader grew past its bound");
    if (!session_->closing()) return arm();
    if (session_->resets()) return reset();
    if (session_->outbox().empty()) return close();
    if (std::exchange(lingers_, true)) return;
    agenda_->after(linger_time, [this] { close(); });
}

void driver::close() {
    if (over_) return;
    network_->close(connection_, self_);
    end();
}

void driver::reset() {
    network_->reset(connection_, self_);
    end();
}

void driver::arm() {
    const instant due = session_->deadline();
    if (due >= armed_) return;
    armed_ = due;
    agenda_->at(due, [this] {
        if (over_) return;
        armed_ = protocol::never;
        if (agenda_->now() >= session_->deadline()) session_->due(agenda_->now());
        after_event();
    });
}

void driver::end() {
    if (over_) return;
    over_ = true;
    tell_over_();
}

}  // namespace husky::play
