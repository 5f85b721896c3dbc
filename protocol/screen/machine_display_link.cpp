#include "protocol/screen/machine_display_link.hpp"

#include <algorithm>

namespace husky::protocol {

namespace {

/// The screen is drawn only while less than this waits to be written: at most one screen waits for a slow host.
constexpr std::size_t outbox_low_water = 2048;

}  // namespace

machine_display_link::machine_display_link(const machine_link_settings& settings, const dialect& d, std::string serial,
                                           operator_display& display, link_observer& observer, std::uint64_t seed)
    : settings_(&settings),
      serial_(std::move(serial)),
      display_(&display),
      end_(sender::machine, d, settings.outbox, observer),
      backoff_(settings.max_reconnect, seed) {
    end_.speak(link_kind::display);
}

void machine_display_link::allow(instant now) {
    if (state_ == state::offline && reconnect_at_ == never) reconnect_at_ = now + first_wait + backoff_.next();
}

void machine_display_link::connected(instant now) {
    end_.reset();
    state_ = state::awaiting_init;
    turned_away_ = false;
    last_heard_ = now;
    answer_due_ = now + settings_->response_timeout;
    reconnect_at_ = never;
    end_.send(display_init{serial_});
}

void machine_display_link::lost(instant now) {
    close_view();
    end_.reset();
    state_ = state::offline;
    awaits_life_ = false;
    answer_due_ = never;
    reconnect_at_ = now + backoff_.next();
    if (turned_away_) reconnect_at_ += settings_->max_reconnect;
}

bool machine_display_link::has_room() const { return end_.outbox().bytes() < outbox_low_water; }

/// A silent host has half of the time-out left to answer.
instant machine_display_link::life_due() const {
    return awaits_life_ ? never : last_heard_ + settings_->silence_timeout / 2;
}

instant machine_display_link::deadline() const {
    if (state_ == state::offline || end_.closing()) return never;
    if (state_ == state::awaiting_init) return answer_due_;
    const auto link = std::min({answer_due_, life_due(), last_heard_ + settings_->silence_timeout});
    return view_ != nullptr && has_room() ? std::min(link, draw_due_) : link;
}

void machine_display_link::due(instant now) {
    if (now < deadline()) return;
    if (state_ == state::awaiting_init) return give_up(index_of<display_init>, close_reason::init_timeout);
    if (now >= last_heard_ + settings_->silence_timeout) return give_up(index_of<identify>, close_reason::silence);
    if (now >= answer_due_) return give_up(index_of<identify>, close_reason::response_timeout);
    if (now >= life_due()) ask_for_life(now);
    if (view_ != nullptr && now >= draw_due_ && has_room()) draw(now);
}

void machine_display_link::give_up(message_index awaited, close_reason why) {
    end_.send_error(end_.wire_dialect().code(awaited), error_code::timed_out, "nothing came in time");
    end_.close(why);
}

void machine_display_link::ask_for_life(instant now) {
    awaits_life_ = true;
    answer_due_ = now + settings_->response_timeout;
    end_.send(identify{});
}

void machine_display_link::framing_broken() {
    if (!end_.closing()) end_.answer_broken_framing();
}

void machine_display_link::received(const frame& f, instant now) {
    if (end_.closing()) return;
    last_heard_ = now;
    const auto message = end_.accept(f);
    if (!message) return;
    end_.observer().message_received(*message);
    switch (*message) {
        case index_of<display_init_response>:
            return take_init_response(f);
        case index_of<error>:
            return take_error<error>(f);
        case index_of<display_error>:
            return take_error<display_error>(f);
        default:
            take(*message, f, now);
    }
}

void machine_display_link::take_init_response(const frame& f) {
    if (state_ != state::awaiting_init)
        return end_.observer().received_bad_input(bad_input::unexpected_response, f.command);
    display_init_response r;
    if (!end_.decode_or_answer(f, r)) return;
    if (r.result != init_result::ok) {
        turned_away_ = r.result != init_result::already_linked;
        return end_.close(close_reason::refused);
    }
    state_ = state::linked;
    answer_due_ = never;
    backoff_.reset();
    end_.display_initialised();
}

/// An error takes the place of the response to what we asked last. A host that does not know display_init is not asked
/// again soon.
template <class Error>
void machine_display_link::take_error(const frame& f) {
    Error told;
    if (!end_.decode_or_answer(f, told)) return;
    if (state_ == state::awaiting_init && told.command == init_code()) {
        turned_away_ = told.code == error_code::unknown_command;
        end_.close(close_reason::refused);
    } else if (awaits_life_ && told.command == end_.wire_dialect().code(index_of<identify>)) {
        awaits_life_ = false;
        answer_due_ = never;
    }
}

void machine_display_link::take(message_index message, const frame& f, instant now) {
    if (message == index_of<identify>) return answer_identify(f);
    if (message == index_of<identify_response> && awaits_life_) {
        awaits_life_ = false;
        answer_due_ = never;
        identify_response ignored;
        end_.decode_or_answer(f, ignored);
        return;
    }
    if (traits_of(message).kind == message_kind::response)
        return end_.observer().received_bad_input(bad_input::unexpected_response, f.command);
    if (state_ != state::linked) return end_.refuse_before_init(message, f, "display_init is not answered yet");
    if (message == index_of<display_start>) return start(f, now);
    if (message == index_of<display_stop>) return stop(f);
    if (message == index_of<key>) return press(f, now);
    end_.refuse_direction(f.command);
}

void machine_display_link::answer_identify(const frame& f) {
    identify asked;
    if (!end_.decode_or_answer(f, asked)) return;
    identify_response r;
    r.role = link_role::machine;
    r.name = serial_;
    r.software = settings_->software;
    end_.send(r);
}

/// Starts or refreshes: the response, then everything.
void machine_display_link::start(const frame& f, instant now) {
    display_start asked;
    if (!end_.decode_or_answer(f, asked)) return;
    if (view_ == nullptr) {
        view_ = std::make_unique<view>(end_.wire_dialect().order);
        display_->opened();
    }
    view_->shown = screen_model();
    view_->tell_keys = true;
    const auto size = display_->size();
    end_.send(display_start_response{result_code::ok, size.x, size.y});
    draw_soon(now);
}

void machine_display_link::stop(const frame& f) {
    display_stop asked;
    if (!end_.decode_or_answer(f, asked)) return;
    close_view();
    end_.send(display_stop_response{result_code::ok});
}

void machine_display_link::press(const frame& f, instant now) {
    key pressed;
    if (!end_.decode_or_answer(f, pressed) || view_ == nullptr) return;
    display_->pressed(pressed.key_code);
    draw_soon(now);
}

/// A screen is awaited; however many keys and starts come, it is not drawn more often than this.
void machine_display_link::draw_soon(instant now) {
    draw_due_ = std::min(draw_due_, std::max(now, drawn_at_ + key_interval));
    if (now >= draw_due_ && has_room()) draw(now);
}

void machine_display_link::close_view() {
    if (view_ == nullptr) return;
    view_.reset();
    draw_due_ = never;
    display_->closed();
}

void machine_display_link::draw(instant now) {
    drawn_at_ = now;
    draw_due_ = now + refresh_interval;
    display_->draw(view_->pen, view_->keys);
    send_changes();
}

void machine_display_link::send_changes() {
    const auto changes = view_->pen.since(view_->shown);
    for (std::size_t from = 0; from < changes.size();)
        end_.send(next_message(changes, from));
    view_->shown = view_->pen.drawn();
    if (!view_->tell_keys && view_->keys.keys == view_->keys_shown.keys) return;
    end_.send(view_->keys);
    view_->keys_shown = view_->keys;
    view_->tell_keys = false;
}

}  // namespace husky::protocol
