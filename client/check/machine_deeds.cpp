// What steps do to a machine itself.
#include <fmt/format.h>

#include <cmath>

#include "client/check/machine_actor.hpp"
#include "protocol/variable_names.hpp"
#include "scenario/play/keys.hpp"
#include "scenario/play/setup_text.hpp"
#include "settings/json_text.hpp"

namespace husky::check {

using cells::cell;
using cells::happenings;
using play::refusal;
using scenario::cell_action;

namespace {

std::int64_t whole(const boost::json::object& arguments, std::string_view name, std::int64_t otherwise) {
    const auto* given = arguments.if_contains(name);
    return given != nullptr && given->is_number() ? given->to_number<std::int64_t>() : otherwise;
}

std::string text(const boost::json::object& arguments, std::string_view name) {
    const auto* given = arguments.if_contains(name);
    if (given == nullptr) return {};
    return given->is_string() ? std::string(given->get_string()) : settings::json_text(*given);
}

std::map<std::string, std::string> texts(const boost::json::object& arguments, std::string_view name) {
    std::map<std::string, std::string> all;
    const auto* given = arguments.if_contains(name);
    if (given != nullptr && given->is_object())
        for (const auto& each : given->get_object())
            all.emplace(each.key(), text(given->get_object(), each.key()));
    return all;
}

std::uint16_t message_number(const boost::json::object& arguments) {
    return static_cast<std::uint16_t>(whole(arguments, "interruption", 0));
}

}  // namespace

template <class Deed>
refusal machine_actor::by_hand(const std::string& otherwise, const Deed& deed) {
    const bool done = machine_.by_hand(now(), deed);
    woken();
    if (!done) return name() + ": " + otherwise;
    return std::nullopt;
}

refusal machine_actor::do_to_cell(const cell_action& what) {
    const auto& given = what.arguments;
    using enum cell_action::kind;
    if (!has_power_ && what.what != power_on) return name() + " is without power";
    switch (what.what) {
        case set_point: {
            const auto id = protocol::variable_by_name(text(given, "variable"));
            const auto q = id ? cells::process_variable_of(*id) : std::nullopt;
            if (!q) return fmt::format("{}: {} is no process variable", name(), text(given, "variable"));
            const double to = given.at("value").to_number<double>();
            std::optional<protocol::tandem_side> side;
            if (given.contains("side")) side = static_cast<protocol::tandem_side>(whole(given, "side", 0));
            return by_hand("the machine has no such set point or side, or too many set points are moved",
                           [&](cell& c, happenings& out) { return c.controls(out).turn_set_point(*q, to, side); });
        }
        case raise:
            return by_hand(
                fmt::format("{} is no message of the catalogue, or stands already", message_number(given)),
                [&](cell& c, happenings& out) { return c.controls(out).raise_message(message_number(given)); });
        case clear:
            return by_hand(fmt::format("{} does not stand", message_number(given)), [&](cell& c, happenings& out) {
                return c.controls(out).clear_message(message_number(given));
            });
        case block_cavity:
            return by_hand("the mould runs with as many cavities blocked as it may", [&](cell& c, happenings& out) {
                bool done = true;
                for (auto n = whole(given, "cavities", 1); n > 0 && done; --n)
                    done = c.controls(out).block_one_cavity();
                return done;
            });
        case free_cavity:
            return by_hand("no cavity is blocked", [&](cell& c, happenings& out) {
                if (!given.contains("cavities")) return c.controls(out).free_cavities();
                return c.controls(out).free_cavities(static_cast<std::int32_t>(whole(given, "cavities", 1)));
            });
        case power_off:
            return switch_off();
        case power_on:
            return switch_on();
        case set_clock:
            return change_clock(given);
        case key:
            return press(given);
        case load_setup:
            return load(given);
        case stop:
            return by_hand("the machine stands already",
                           [](cell& c, happenings& out) { return c.controls(out).press_stop(); });
        case go_on:
            return by_hand("nobody has stopped it",
                           [](cell& c, happenings& out) { return c.controls(out).press_start(); });
    }
    return cannot("that");
}

refusal machine_actor::switch_off() {
    vanish();
    has_power_ = false;
    if (std::exchange(connected_, false)) tell(scenario::link_state::closed, "the machine has no power");
    told_linked_ = false;
    machine_.power_off(now());
    return std::nullopt;
}

refusal machine_actor::switch_on() {
    if (std::exchange(has_power_, true)) return name() + " has power already";
    machine_.by_hand(now(), [](cell& c, happenings& out) { return c.controls(out).power_on(); });
    woken();
    if (!barred_) may_dial();
    return std::nullopt;
}

refusal machine_actor::change_clock(const boost::json::object& given) {
    std::chrono::sys_seconds to{};
    if (given.contains("to")) {
        const auto parsed = cells::parse_from(text(given, "to"));
        if (!parsed) return fmt::format("{}: '{}' is no date from 1970 to 2037", name(), text(given, "to"));
        to = *parsed;
    } else {
        to = machine_.model().machine_time() + std::chrono::seconds(whole(given, "by_s", 0));
    }
    return by_hand("", [&](cell& c, happenings& out) {
        c.controls(out).set_clock(to);
        c.record_news(out);
        return true;
    });
}

refusal machine_actor::press(const boost::json::object& given) {
    if (given.contains("machine")) return name() + " is a machine: a key of another one's screen is for a host";
    auto* display = machine_.display();
    if (display == nullptr) return name() + " has no operator screen: its fleet says display: false";
    return by_hand("", [&](cell& c, happenings& out) {
        for (const auto code : play::keys_of(given))
            display->press(code);
        c.record_news(out);
        return true;
    });
}

refusal machine_actor::load(const boost::json::object& given) {
    const auto number = static_cast<std::uint16_t>(whole(given, "number", 1));
    const auto file = text(given, "file");
    std::string content;
    if (!file.empty()) {
        if (auto problem = play::read_setup(file, content)) return problem;
    } else if (machine_.model().setup(number, content) != protocol::result_code::ok) {
        return fmt::format("{} has no set-up {}", name(), number);
    }
    if (auto problem = play::change_setup(content, texts(given, "changes"))) return name() + ": " + *problem;
    const auto into = file.empty() ? std::uint16_t{1} : number;
    return by_hand(fmt::format("set-up {} does not fit this machine", number), [&](cell& c, happenings& out) {
        const auto done = c.apply_setup(into, std::as_bytes(std::span(content))) == protocol::result_code::ok;
        c.record_news(out);
        return done;
    });
}

}  // namespace husky::check
