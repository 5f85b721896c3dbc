#include "server/display/feed.hpp"

#include <algorithm>

namespace husky::host {

namespace {

/// The area for a machine that draws before it was asked how large its screen is.
constexpr std::uint16_t unasked_columns = 80;
constexpr std::uint16_t unasked_rows = 25;

bool is_possible(const protocol::display_start_response& r) {
    return r.columns > 0 && r.columns <= protocol::max_screen_columns && r.rows > 0 &&
           r.rows <= protocol::max_screen_rows;
}

}  // namespace

void display_feed::watch(watch_number number) {
    watch_ = number;
    under_way_ = false;
}

void display_feed::unwatch(watch_number number) {
    if (watch_ == number) watch_.reset();
}

display_picture& display_feed::picture() {
    if (!picture_)
        picture_ = std::make_unique<display_picture>(
            display_picture{protocol::screen_model(unasked_columns, unasked_rows), {}});
    return *picture_;
}

bool display_feed::drawn(const protocol::screen& drawings) {
    if (!picture().screen.apply(drawings, order_)) return false;
    changed_ = true;
    return true;
}

void display_feed::offered(const protocol::menu& keys) {
    auto& menu = picture().menu;
    menu.assign(keys.keys.begin(),
                keys.keys.begin() + static_cast<std::ptrdiff_t>(std::min(keys.keys.size(), max_menu_keys)));
    changed_ = true;
}

void display_feed::settle() {
    do {
        if (reply_) take_reply();
        ask_next();
    } while (reply_);
    show();
}

void display_feed::take_reply() {
    machine_reply r = std::move(*reply_);
    reply_.reset();
    if (state_ == state::stopping) {
        state_ = state::stopped;
        picture_.reset();
        changed_ = false;
        return;
    }
    const auto* answer = std::get_if<protocol::display_start_response>(&r.answer);
    const bool ok = r.outcome == machine_reply::result::answered && answer != nullptr &&
                    answer->result == protocol::result_code::ok;
    if (!ok) return give_up(std::move(r));
    if (is_possible(*answer)) return started(*answer);
    give_up({.outcome = machine_reply::result::error, .error = protocol::error_code::malformed});
    state_ = state::started;  // as the machine has it: it is to be stopped
}

void display_feed::started(const protocol::display_start_response& as) {
    state_ = state::started;
    auto& screen = picture().screen;
    if (screen.columns() != as.columns || screen.rows() != as.rows) {
        screen = protocol::screen_model(as.columns, as.rows);
        changed_ = false;
    }
}

void display_feed::give_up(machine_reply why) {
    state_ = state::stopped;
    picture_.reset();
    changed_ = false;
    if (!watch_) return;
    const auto failed = *watch_;
    watch_.reset();
    out_->fail(failed, std::move(why));
}

void display_feed::ask_next() {
    if (state_ == state::stopped && watch_) {
        state_ = state::starting;
        out_->ask(protocol::display_start{});
    } else if (state_ == state::started && !watch_) {
        state_ = state::stopping;
        out_->ask(protocol::display_stop{});
    }
}

void display_feed::show() {
    if (state_ != state::started || !watch_ || !changed_ || under_way_) return;
    changed_ = false;
    under_way_ = true;
    out_->show(*watch_, std::make_shared<const display_picture>(*picture_));
}

}  // namespace husky::host
