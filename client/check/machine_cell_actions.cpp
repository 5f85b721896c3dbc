// What steps do to a machine itself.
#include <fmt/format.h>

#include "client/check/machine_actor.hpp"
#include "protocol/messages/variable_names.hpp"
#include "scenario/play/keys.hpp"
#include "scenario/play/setup_text.hpp"

namespace husky::check {

using cells::cell;
using cells::happenings;
using play::refusal;

template <class Deed>
refusal machine_actor::by_operator(const std::string& otherwise, const Deed& perform) {
    const bool done = machine_.by_operator(now(), perform);
    woken();
    if (!done) return name() + ": " + otherwise;
    return std::nullopt;
}

refusal machine_actor::do_to_cell(const scenario::cell_action& what) {
    if (!has_power_ && !std::holds_alternative<scenario::power_on_action>(what)) return name() + " is without power";
    return std::visit([this](const auto& each) { return perform(each); }, what);
}

refusal machine_actor::perform(const scenario::set_point_action& what) {
    const auto id = protocol::variable_by_name(what.variable);
    const auto q = id ? cells::process_variable_of(*id) : std::nullopt;
    if (!q) return fmt::format("{}: {} is not a process variable", name(), what.variable);
    return by_operator(
        "the machine has no such set point or side, or too many set points are moved",
        [&](cell& c, happenings& out) { return c.controls(out).turn_set_point(*q, what.value, what.side); });
}

refusal machine_actor::perform(const scenario::raise_action& what) {
    return by_operator(fmt::format("{} is not in the catalogue, or is already active", what.interruption),
                       [&](cell& c, happenings& out) { return c.controls(out).raise_message(what.interruption); });
}

refusal machine_actor::perform(const scenario::clear_action& what) {
    return by_operator(fmt::format("{} is not active", what.interruption),
                       [&](cell& c, happenings& out) { return c.controls(out).clear_message(what.interruption); });
}

refusal machine_actor::perform(const scenario::block_cavity_action& what) {
    return by_operator("no further cavity of the mould can be blocked", [&](cell& c, happenings& out) {
        bool done = true;
        for (auto n = what.cavities; n > 0 && done; --n)
            done = c.controls(out).block_one_cavity();
        return done;
    });
}

refusal machine_actor::perform(const scenario::free_cavity_action& what) {
    return by_operator("no cavity is blocked",
                       [&](cell& c, happenings& out) { return c.controls(out).free_cavities(what.cavities); });
}

refusal machine_actor::perform(const scenario::stop_action&) {
    return by_operator("the machine is already stopped",
                       [](cell& c, happenings& out) { return c.controls(out).press_stop(); });
}

refusal machine_actor::perform(const scenario::go_on_action&) {
    return by_operator("no operator has stopped the machine",
                       [](cell& c, happenings& out) { return c.controls(out).press_start(); });
}

refusal machine_actor::perform(const scenario::power_off_action&) {
    vanish();
    has_power_ = false;
    if (std::exchange(connected_, false)) tell(scenario::link_state::closed, "the machine has no power");
    told_linked_ = false;
    machine_.by_operator(now(), [](cell& c, happenings& out) { return c.controls(out).power_off(); });
    husky_.power_off(now());
    return std::nullopt;
}

refusal machine_actor::perform(const scenario::power_on_action&) {
    if (std::exchange(has_power_, true)) return name() + " already has power";
    machine_.by_operator(now(), [](cell& c, happenings& out) { return c.controls(out).power_on(); });
    woken();
    if (!barred_) may_dial();
    return std::nullopt;
}

refusal machine_actor::perform(const scenario::set_clock_action& what) {
    const auto moved = machine_.model().machine_time() + what.shift;
    const auto to = what.to.empty() ? std::optional(moved) : cells::parse_from(what.to);
    if (!to) return fmt::format("{}: '{}' is not a date from 1970 to 2037", name(), what.to);
    return by_operator("", [&](cell& c, happenings& out) {
        c.controls(out).set_clock(*to);
        c.record_news(out);
        return true;
    });
}

refusal machine_actor::perform(const scenario::key_action& what) {
    if (!what.machine.empty()) return name() + " is a machine: only a host can press a key of another machine's screen";
    auto* screen = machine_.screen();
    if (screen == nullptr) return name() + " has no operator screen: its fleet says display: false";
    return by_operator("", [&](cell& c, happenings& out) {
        for (const auto code : play::keys_of(what)) {
            screen->attend();
            screen->pressed(code);
        }
        c.record_news(out);
        return true;
    });
}

refusal machine_actor::perform(const scenario::load_setup_action& what) {
    std::string content;
    if (!what.file.empty()) {
        if (auto problem = play::read_setup(what.file, content)) return problem;
    } else if (machine_.model().setup(what.number, content) != protocol::result_code::ok) {
        return fmt::format("{} has no set-up {}", name(), what.number);
    }
    if (auto problem = play::change_setup(content, what.changes)) return name() + ": " + *problem;
    const auto into = what.file.empty() ? std::uint16_t{1} : what.number;
    return by_operator(fmt::format("set-up {} does not fit this machine", what.number), [&](cell& c, happenings& out) {
        const auto done = c.apply_setup(into, std::as_bytes(std::span(content))) == protocol::result_code::ok;
        c.record_news(out);
        return done;
    });
}

}  // namespace husky::check
