#include "protocol/links/host_link.hpp"

#include <algorithm>

namespace husky::protocol {

host_link::host_link(const host_link_settings& settings, const dialect& d, host_link_owner& owner, instant now)
    : settings_(&settings),
      owner_(&owner),
      end_(sender::host, d, settings.outbox, owner),
      plan_(&settings.cycle_variables),
      init_due_(now + settings.init_timeout),
      last_heard_(now) {}

instant host_link::deadline() const {
    if (end_.closing()) return never;
    if (state_ == state::awaiting_init) return init_due_;
    if (state_ == state::admission) return never;
    return std::min({last_heard_ + settings_->silence_timeout, next_status_, asked_.deadline(), probe_due_});
}

void host_link::received(const frame& f, instant now) {
    if (end_.closing()) return;
    last_heard_ = now;
    const auto message = end_.accept(f);
    if (!message) return;
    owner_->message_received(*message);
    if (state_ != state::linked)
        before_init(*message, f);
    else if (is_display())
        take_display(*message, f, now);
    else
        take(*message, f, now);
}

void host_link::framing_broken() {
    if (!end_.closing()) end_.answer_broken_framing();
}

/// Order of the checks before init: unknown is answered by now, then malformed, then everything else.
void host_link::before_init(message_index message, const frame& f) {
    if (message == index_of<init>) return take_init<init>(f);
    if (message == index_of<display_init>) return take_init<display_init>(f);
    if (traits_of(message).kind == message_kind::response)
        return owner_->received_bad_input(bad_input::unexpected_response, f.command);
    const bool is_understood = message == index_of<identify> || message == index_of<error>;
    if (!is_understood || !end_.is_well_formed(message, f))
        return end_.refuse_before_init(message, f, "init comes first");
    if (message == index_of<identify>) end_.send(owner_->identity());
}

template <class Init>
void host_link::take_init(const frame& f) {
    Init asked;
    if (!end_.decode_or_answer(f, asked)) return;
    kind_ = traits_of(index_of<Init>).link;
    if (asked.serial_number.empty()) {
        owner_->received_bad_input(bad_input::blank_serial, f.command);
        return answer_init(init_result::refused, {});
    }
    if (state_ != state::linked) {
        serial_ = asked.serial_number;
        state_ = state::admission;
        return owner_->init_asked(serial_, kind_);
    }
    const bool same = asked.serial_number == serial_;
    if (!same) owner_->received_bad_input(bad_input::second_init, f.command);
    answer_init(same ? init_result::ok : init_result::refused,
                host_time_ + std::chrono::duration_cast<std::chrono::seconds>(last_heard_ - admitted_at_));
}

template void host_link::take_init<init>(const frame&);
template void host_link::take_init<display_init>(const frame&);

void host_link::answer_init(init_result result, std::chrono::sys_seconds host_time) {
    const auto synch_time = static_cast<std::uint32_t>(host_time.time_since_epoch().count());
    if (is_display())
        end_.send(display_init_response{result, synch_time});
    else
        end_.send(init_response{result, synch_time});
    if (result != init_result::ok) end_.close(close_reason::refused);
}

void host_link::admit(init_result result, std::chrono::sys_seconds host_time, instant now, bool read_counter) {
    if (state_ != state::admission || end_.closing()) return;
    const auto command = end_.wire_dialect().code(is_display() ? index_of<display_init> : index_of<init>);
    if (result == init_result::unknown_serial) owner_->received_bad_input(bad_input::unknown_serial, command);
    if (result == init_result::already_linked) owner_->received_bad_input(bad_input::already_linked, command);
    state_ = state::linked;
    host_time_ = host_time;
    admitted_at_ = last_heard_ = now;
    read_counter_ = read_counter;
    next_status_ = now + settings_->status_interval;
    answer_init(result, host_time);
    if (end_.closing()) return;
    end_.speak(kind_);
    if (is_display()) return end_.display_initialised();
    ask_next(now);
}

void host_link::probe(instant now) {
    if (!linked()) return owner_->probe_answered(false);
    probe_due_ = now + settings_->takeover_timeout;
    if (!asked_.full()) ask_for_life(now);
}

void host_link::resumed(instant now) {
    last_heard_ = now;
    asked_.postpone(now + settings_->response_timeout);
    if (probe_due_ != never) probe_due_ = now + settings_->takeover_timeout;
}

void host_link::due(instant now) {
    if (end_.closing() || now < deadline()) return;
    const auto& codes = end_.wire_dialect();
    if (state_ == state::awaiting_init) return give_up(codes.code(index_of<init>), close_reason::init_timeout);
    if (now >= probe_due_) {
        probe_due_ = never;
        end_.close(close_reason::takeover);
        return owner_->probe_answered(false);
    }
    if (now >= asked_.deadline()) return give_up(codes.code(asked_.owed_request()), close_reason::response_timeout);
    if (now >= last_heard_ + settings_->silence_timeout)
        return give_up(codes.code(life_question()), close_reason::silence);
    if (now >= next_status_) {
        next_status_ = now + settings_->status_interval;
        if (!asked_.owed()) poll(now);
    }
}

void host_link::give_up(std::uint16_t command, close_reason why) {
    end_.send_error(command, error_code::timed_out, "nothing came in time");
    end_.close(why);
    if (probe_due_ == never) return;
    probe_due_ = never;
    owner_->probe_answered(false);
}

}  // namespace husky::protocol
