#include "protocol/links/host_link.hpp"

namespace husky::protocol {

void host_link::take(message_index message, const frame& f, instant now) {
    if (traits_of(message).kind == message_kind::response) return take_response(message, f, now);
    switch (message) {
        case index_of<cycle>:
            return take_cycle(f);
        case index_of<event>:
            return hand_up(f, event_, [this](const event& e) { owner_->reports().event_received(e); });
        case index_of<cycle_interruption>:
            return hand_up(f, interruption_,
                           [this](const cycle_interruption& i) { owner_->reports().interruption_received(i); });
        case index_of<status_change>:
            return hand_up<status_change>(f,
                                          [this](const status_change& s) { owner_->reports().status_received(s.now); });
        case index_of<identify>:
            return hand_up<identify>(f, [this](const identify&) { end_.send(owner_->identity()); });
        case index_of<init>:
            return take_init<init>(f);
        case index_of<error>:
            return take_error<error>(f, now);
        default:
            end_.refuse_direction(f.command);
    }
}

/// A cycle must carry its life counter and its end time first, or it has no key.
void host_link::take_cycle(const frame& f) {
    if (!end_.decode_or_answer(f, cycle_)) return;
    const auto is_count = [this](std::size_t at, variable_id id, std::int32_t min) {
        const auto& v = cycle_.values[at];
        const auto* number = std::get_if<std::int32_t>(&v.content);
        return v.id == id && number != nullptr && *number >= min;
    };
    if (cycle_.values.size() < 2 || !is_count(0, variable::life_cycle_counter, 1) ||
        !is_count(1, variable::cycle_end_time, 0)) {
        return end_.refuse(f.command, bad_input::bad_life_counter, error_code::malformed,
                           "a cycle begins with variables 1 (from 1 up) and 4");
    }
    tandem_ = tandem_ || cycle_.side == 1;
    owner_->reports().cycle_received(cycle_);
}

void host_link::take_response(message_index message, const frame& f, instant now) {
    if (!asked_.reach(request_of(message)))
        return owner_->received_bad_input(bad_input::unexpected_response, f.command);
    const auto asked = asked_.oldest();
    asked_.pop();
    if (asked.ticket != 0) {
        if (asked.request == life_question()) life_shown();
        return hand_answer(asked.ticket, message, f);
    }
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
            owner_->answers().answered(ticket, std::move(r));
        else
            owner_->answers().not_answered(ticket, error_code::malformed);
        return true;
    };
    [&]<class... Responses>(std::in_place_type_t<std::variant<Responses...>>) {
        (take_as(std::in_place_type<Responses>) || ...);
    }(std::in_place_type<machine_answer>);
}

/// Hands an answer up. Pages turn the plan themselves.
void host_link::take_answer(message_index message, const frame& f) {
    switch (message) {
        case index_of<languages_response>:
            return hand_up<languages_response>(
                f, [this](const languages_response& a) { owner_->reports().languages_received(a.items); });
        case index_of<list_response>:
            return hand_up<list_response>(f, [this](const list_response& a) {
                owner_->reports().variables_listed(a.items);
                plan_.answered(a);
            });
        case index_of<interruption_list_response>:
            return hand_up<interruption_list_response>(
                f, [this](const interruption_list_response& a) { plan_.answered(a); });
        case index_of<status_response>:
            hand_up<status_response>(f, [this](const status_response& a) {
                if (a.result == result_code::ok) owner_->reports().status_received(a.now);
            });
            return life_shown();
        case index_of<identify_response>:
            hand_up<identify_response>(f, [](const identify_response&) {});
            return life_shown();
        case index_of<read_response>:
            return hand_up<read_response>(f, [this](const read_response& a) { take_counter(a); });
        default:
            return hand_up<cycle_select_response>(f, [](const cycle_select_response&) {});
    }
}

/// An error takes the place of the response to our oldest request.
template <class Error>
void host_link::take_error(const frame& f, instant now) {
    Error e;
    if (!end_.decode_or_answer(f, e)) return;
    const auto request = end_.wire_dialect().find(e.command, kind_);
    if (!request || !asked_.reach(*request)) return;
    const auto asked = asked_.oldest();
    asked_.pop();
    if (asked.request == life_question()) life_shown();
    if (asked.ticket != 0) owner_->answers().not_answered(asked.ticket, e.code);
    if (!asked.planned) return;
    plan_.next_step();
    ask_next(now);
}

template void host_link::take_error<error>(const frame&, instant);
template void host_link::take_error<display_error>(const frame&, instant);

void host_link::life_shown() {
    if (probe_due_ == never) return;
    probe_due_ = never;
    owner_->probe_answered(true);
}

template <class Request>
void host_link::ask_planned(const Request& r, instant now) {
    ask(r, {.request = index_of<Request>, .due = now + settings_->response_timeout, .planned = true});
}

void host_link::ask_for_life(instant now) {
    const outstanding_requests::entry waiting{.request = life_question(), .due = now + settings_->response_timeout};
    if (is_display())
        ask(identify{}, waiting);
    else
        ask(status{polled_side_}, waiting);
}

/// The sides of a tandem machine in turn.
void host_link::poll(instant now) {
    polled_side_ = tandem_ && polled_side_ == 0 ? 1 : 0;
    ask_for_life(now);
}

bool host_link::ask(const machine_question& q, std::uint64_t ticket, instant now) {
    if (!linked() || asked_.full()) return false;
    return std::visit(
        [&]<class Request>(const Request& r) {
            if (traits_of(index_of<Request>).link != kind_) return false;
            ask(r, {.request = index_of<Request>, .due = now + settings_->response_timeout, .ticket = ticket});
            return true;
        },
        q);
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
    owner_->reports().counter_read(*counter, std::chrono::sys_seconds(std::chrono::seconds(*end_time)));
}

}  // namespace husky::protocol
