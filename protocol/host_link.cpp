#include "protocol/host_link.hpp"

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
    if (state_ == state::linked)
        take(*message, f, now);
    else
        before_init(*message, f);
}

void host_link::framing_broken() {
    if (!end_.closing()) end_.answer_broken_framing();
}

/// Order of the checks before init: unknown is answered by now, then malformed, then everything else.
void host_link::before_init(message_index message, const frame& f) {
    if (message == index_of<init>) return take_init(f);
    if (traits_of(message).kind == message_kind::response)
        return owner_->received_bad_input(bad_input::unexpected_response, f.command);
    if (!end_.is_well_formed(message, f)) return end_.answer_malformed(f.command, message);
    switch (message) {
        case index_of<identify>:
            end_.send(owner_->identity());
            return;
        case index_of<error>:
            return;
        case index_of<display_init>:
            end_.send(display_init_response{init_result::refused, 0});
            end_.close(close_reason::refused);
            return;
        default:
            break;
    }
    owner_->received_bad_input(bad_input::not_initialised, f.command);
    end_.send_error(f.command, error_code::not_initialised, "init comes first");
}

void host_link::take_init(const frame& f) {
    init asked;
    if (!end_.decode_or_answer(f, asked)) return;
    if (asked.serial_number.empty()) {
        owner_->received_bad_input(bad_input::blank_serial, f.command);
        return answer_init(init_result::refused, {});
    }
    if (state_ != state::linked) {
        serial_ = asked.serial_number;
        state_ = state::admission;
        return owner_->init_asked(serial_);
    }
    const bool same = asked.serial_number == serial_;
    if (!same) owner_->received_bad_input(bad_input::second_init, f.command);
    answer_init(same ? init_result::ok : init_result::refused,
                host_time_ + std::chrono::duration_cast<std::chrono::seconds>(last_heard_ - admitted_at_));
}

void host_link::answer_init(init_result result, std::chrono::sys_seconds host_time) {
    end_.send(init_response{result, static_cast<std::uint32_t>(host_time.time_since_epoch().count())});
    if (result != init_result::ok) end_.close(close_reason::refused);
}

void host_link::admit(init_result result, std::chrono::sys_seconds host_time, instant now, bool read_counter) {
    if (state_ != state::admission || end_.closing()) return;
    if (result == init_result::unknown_serial)
        owner_->received_bad_input(bad_input::unknown_serial, end_.spoken().code(index_of<init>));
    if (result == init_result::already_linked)
        owner_->received_bad_input(bad_input::already_linked, end_.spoken().code(index_of<init>));
    state_ = state::linked;
    host_time_ = host_time;
    admitted_at_ = last_heard_ = now;
    read_counter_ = read_counter;
    next_status_ = now + settings_->status_interval;
    answer_init(result, host_time);
    if (end_.closing()) return;
    ask_next(now);
}

void host_link::take(message_index message, const frame& f, instant now) {
    if (traits_of(message).kind == message_kind::response) return take_response(message, f, now);
    switch (message) {
        case index_of<cycle>:
            return take_cycle(f);
        case index_of<event>:
            return hand_up(f, event_, [this](const event& e) { owner_->event_received(e); });
        case index_of<cycle_interruption>:
            return hand_up(f, interruption_, [this](const cycle_interruption& i) { owner_->interruption_received(i); });
        case index_of<status_change>: {
            status_change change;
            return hand_up(f, change, [this](const status_change& s) { owner_->status_received(s.now); });
        }
        case index_of<identify>: {
            identify asked;
            return hand_up(f, asked, [this](const identify&) { end_.send(owner_->identity()); });
        }
        case index_of<init>:
            return take_init(f);
        case index_of<error>:
            return take_error(f, now);
        default:
            break;
    }
    owner_->received_bad_input(bad_input::wrong_direction, f.command);
    end_.send_error(f.command, error_code::unknown_command, "not a command of this link");
}

template <class Message, class Hand>
void host_link::hand_up(const frame& f, Message& scratch, Hand hand) {
    if (end_.decode_or_answer(f, scratch)) hand(scratch);
}

/// A cycle must carry its life counter and its end time first, or it has no key.
void host_link::take_cycle(const frame& f) {
    if (!end_.decode_or_answer(f, cycle_)) return;
    const auto is_count = [this](std::size_t at, variable_id id, std::int32_t least) {
        const auto& v = cycle_.values[at];
        const auto* number = std::get_if<std::int32_t>(&v.content);
        return v.id == id && number != nullptr && *number >= least;
    };
    if (cycle_.values.size() < 2 || !is_count(0, variable::life_cycle_counter, 1) ||
        !is_count(1, variable::cycle_end_time, 0)) {
        owner_->received_bad_input(bad_input::bad_life_counter, f.command);
        return end_.send_error(f.command, error_code::malformed, "a cycle begins with variables 1 (from 1 up) and 4");
    }
    owner_->cycle_received(cycle_);
}

void host_link::take_response(message_index message, const frame& f, instant now) {
    if (!asked_.reach(request_of(message)))
        return owner_->received_bad_input(bad_input::unexpected_response, f.command);
    const auto asked = asked_.oldest();
    asked_.pop();
    if (asked.ticket != 0) return hand_answer(asked.ticket, message, f);
    const auto page = plan_.place();
    take_answer(message, f);
    if (!asked.planned) return;
    if (plan_.place() == page) plan_.next_step();
    ask_next(now);
}

/// Decodes into the kind of answer that the message is.
void host_link::hand_answer(std::uint64_t ticket, message_index message, const frame& f) {
    const auto take_as = [&]<class Response>(std::in_place_type_t<Response>) {
        if (index_of<Response> != message) return false;
        Response r;
        if (end_.decode_or_answer(f, r))
            owner_->answered(ticket, std::move(r));
        else
            owner_->not_answered(ticket, error_code::malformed);
        return true;
    };
    [&]<class... Responses>(std::in_place_type_t<std::variant<Responses...>>) {
        (take_as(std::in_place_type<Responses>) || ...);
    }(std::in_place_type<machine_answer>);
}

/// Hands an answer up. Pages turn the plan themselves.
void host_link::take_answer(message_index message, const frame& f) {
    switch (message) {
        case index_of<languages_response>: {
            languages_response r;
            return hand_up(f, r, [this](const languages_response& a) { owner_->languages_received(a.items); });
        }
        case index_of<list_response>: {
            list_response r;
            return hand_up(f, r, [this](const list_response& a) {
                owner_->variables_listed(a.items);
                plan_.answered(a);
            });
        }
        case index_of<interruption_list_response>: {
            interruption_list_response r;
            return hand_up(f, r, [this](const interruption_list_response& a) { plan_.answered(a); });
        }
        case index_of<status_response>: {
            status_response r;
            hand_up(f, r, [this](const status_response& a) {
                if (a.result == result_code::ok) owner_->status_received(a.now);
            });
            return status_answered();
        }
        case index_of<read_response>: {
            read_response r;
            return hand_up(f, r, [this](const read_response& a) { take_counter(a); });
        }
        default: {
            cycle_select_response r;
            end_.decode_or_answer(f, r);
        }
    }
}

/// An error takes the place of the response to our oldest request.
void host_link::take_error(const frame& f, instant now) {
    error e;
    if (!end_.decode_or_answer(f, e)) return;
    const auto request = end_.spoken().find(e.command);
    if (!request || !asked_.reach(*request)) return;
    const auto asked = asked_.oldest();
    asked_.pop();
    if (asked.request == index_of<status>) status_answered();
    if (asked.ticket != 0) owner_->not_answered(asked.ticket, e.code);
    if (!asked.planned) return;
    plan_.next_step();
    ask_next(now);
}

void host_link::status_answered() {
    if (probe_due_ == never) return;
    probe_due_ = never;
    owner_->probe_answered(true);
}

template <class Request>
void host_link::ask(const Request& r, const outstanding_requests::entry& waiting) {
    end_.send(r);
    asked_.add(waiting);
}

template <class Request>
void host_link::ask_planned(const Request& r, instant now) {
    ask(r, {.request = index_of<Request>, .due = now + settings_->response_timeout, .planned = true});
}

void host_link::ask_status(instant now) {
    ask(status{}, {.request = index_of<status>, .due = now + settings_->response_timeout});
}

bool host_link::ask(const machine_question& q, std::uint64_t ticket, instant now) {
    if (!linked() || asked_.full()) return false;
    std::visit(
        [&]<class Request>(const Request& r) {
            ask(r, {.request = index_of<Request>, .due = now + settings_->response_timeout, .ticket = ticket});
        },
        q);
    return true;
}

void host_link::ask_next(instant now) {
    switch (plan_.now()) {
        case polling_plan::step::languages:
            return ask_planned(plan_.ask_languages(), now);
        case polling_plan::step::list:
            return ask_planned(plan_.ask_list(), now);
        case polling_plan::step::interruption_list:
            return ask_planned(plan_.ask_interruption_list(), now);
        case polling_plan::step::cycle_select:
            return ask_planned(plan_.ask_cycle_select(), now);
        case polling_plan::step::status:
            return ask_planned(plan_.ask_status(), now);
        case polling_plan::step::done:
            break;
    }
    owner_->plan_finished();
    if (read_counter_) ask_counter();
}

void host_link::ask_counter() {
    ask(read{0, {variable::life_cycle_counter, variable::cycle_end_time}}, {.request = index_of<read>});
}

void host_link::take_counter(const read_response& r) {
    if (r.result != result_code::ok || r.values.size() != 2) return;
    const auto* counter = std::get_if<std::int32_t>(&r.values[0].content);
    const auto* end_time = std::get_if<std::int32_t>(&r.values[1].content);
    const bool named = r.values[0].id == variable::life_cycle_counter && r.values[1].id == variable::cycle_end_time;
    if (!named || counter == nullptr || end_time == nullptr || *counter < 1) return;
    owner_->counter_read(*counter, std::chrono::sys_seconds(std::chrono::seconds(*end_time)));
}

void host_link::probe(instant now) {
    if (!linked()) return owner_->probe_answered(false);
    probe_due_ = now + settings_->takeover_timeout;
    if (!asked_.full()) ask_status(now);
}

void host_link::resumed(instant now) {
    last_heard_ = now;
    asked_.postpone(now + settings_->response_timeout);
    if (probe_due_ != never) probe_due_ = now + settings_->takeover_timeout;
}

void host_link::due(instant now) {
    if (end_.closing() || now < deadline()) return;
    const auto& codes = end_.spoken();
    if (state_ == state::awaiting_init) return give_up(codes.code(index_of<init>), close_reason::init_timeout);
    if (now >= probe_due_) {
        probe_due_ = never;
        end_.close(close_reason::takeover);
        return owner_->probe_answered(false);
    }
    if (now >= asked_.deadline()) return give_up(codes.code(asked_.owed_request()), close_reason::response_timeout);
    if (now >= last_heard_ + settings_->silence_timeout)
        return give_up(codes.code(index_of<status>), close_reason::silence);
    if (now >= next_status_) {
        next_status_ = now + settings_->status_interval;
        if (!asked_.owed()) ask_status(now);
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
