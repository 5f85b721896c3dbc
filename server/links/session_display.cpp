// Display links: what a session does for them, and its feed.
#include "server/links/session_display.hpp"

#include <spdlog/spdlog.h>

#include "server/display/desk.hpp"
#include "server/links/session.hpp"

namespace husky::host {

session_display::session_display(host_shard& shard, session& of, const link_id& id, std::string serial,
                                 protocol::byte_order order)
    : shard_(shard), session_(of), id_(id), serial_(std::move(serial)), feed_(*this, order) {
    shard_.count().displays_linked.add(1);
}

void session_display::settle() {
    if (released_) return;
    feed_.settle();
    count_running();
}

void session_display::count_running() {
    const bool running = feed_.running() && !released_;
    if (running == counted_running_) return;
    counted_running_ = running;
    shard_.count().display_streams.add(running ? 1 : -1);
}

void session_display::ask(const protocol::machine_question& q) {
    session_.ask(q, [this](machine_reply r) { feed_.replied(std::move(r)); });
}

void session_display::show(watch_number to, shared_picture picture) {
    shard_.surroundings().displays->shown(id_, serial_, to, std::move(picture));
}

void session_display::fail(watch_number to, machine_reply why) {
    shard_.surroundings().displays->failed(serial_, to, std::move(why));
}

void session_display::probe_answered(bool alive) {
    shard_.surroundings().displays->probe_answered(id_, serial_, alive);
}

void session_display::release() {
    if (released_) return;
    released_ = true;
    count_running();
    shard_.count().displays_linked.add(-1);
    shard_.surroundings().displays->release(id_, serial_);
}

void session::display_init_asked(std::string_view serial) {
    if (names_itself(serial)) shard_.surroundings().displays->ask_admission(id(), asked_serial_);
}

void session::admit_display() {
    display_ = std::make_unique<session_display>(shard_, *this, id(), std::move(asked_serial_), link_.spoken().order);
    asked_serial_.clear();
    note_admitted(display_->serial());
    link_.admit(protocol::init_result::ok, std::chrono::floor<std::chrono::seconds>(wall_now()), link::now());
    if (shard_.may_log()) spdlog::info("display of machine {} linked from {}", display_->serial(), peer_);
    wake_();
}

bool session::screen_received(const protocol::screen& drawings) { return display_->feed().drawn(drawings); }

void session::menu_received(const protocol::menu& keys) { display_->feed().offered(keys); }

void session::watch(watch_number number) {
    if (!display_) return;
    display_->feed().watch(number);
    display_->settle();
}

void session::unwatch(watch_number number) {
    if (!display_) return;
    display_->feed().unwatch(number);
    display_->settle();
}

void session::picture_taken() {
    if (!display_) return;
    display_->feed().taken();
    display_->settle();
}

bool session::press(std::uint16_t key_code) {
    const bool sent = link_.press(key_code);
    wake_();
    return sent;
}

}  // namespace husky::host
