#include "scenario/outline.hpp"

#include <fmt/format.h>

#include <array>

#include "scenario/roles.hpp"

namespace husky::scenario {

namespace {

std::string words(const expect_messages& d) {
    if (d.max == 0U) return "no " + text_of(d.pattern);
    const auto what = text_of(d.pattern);
    if (d.max == d.min) return d.min == 1 ? "exactly one " + what : fmt::format("{} times {}", d.min, what);
    if (d.max) return fmt::format("{} to {} times {}", d.min, *d.max, what);
    return d.min == 1 ? what : fmt::format("at least {} times {}", d.min, what);
}

std::string words(const expect_order& d) {
    std::string out;
    for (const auto& each : d.patterns)
        out += (out.empty() ? "" : ", then ") + text_of(each);
    return d.only ? out + ", and nothing between" : out;
}

std::string words(const expect_link& d) { return fmt::format("link {}{}", d.never ? "never " : "", name(d.state)); }

std::string words(const expect_values& d) {
    const auto rise = d.rises_by ? fmt::format(" and {} above the previous one", *d.rises_by) : "";
    return fmt::format("every {}{} in {}", text_of(d.every), rise, text_of(d.in));
}

std::string words(const expect_value& d) { return text_of(d.is); }

std::string words(const expect_metric& d) {
    if (d.labels.empty()) return text_of(d.is);
    std::string labels;
    for (const auto& [label, text] : d.labels)
        labels += fmt::format("{}{}=\"{}\"", labels.empty() ? "" : ",", label, text);
    return fmt::format("{{{}}} {}", labels, text_of(d.is));
}

std::string words(const expect_http& d) { return fmt::format("GET {}: {}", d.path, text_of(d.is)); }
std::string words(const expect_query& d) { return fmt::format("{}: {}", d.sql, text_of(d.is)); }

std::string of_actor(const actor_name& actor) { return actor.empty() ? "" : " of " + actor; }

std::string counted(std::uint32_t count) { return count == 1 ? "" : fmt::format(", number {}", count); }

std::string words(const at_offset& t, const plan&) { return "at " + text_of(t.from_begin); }
std::string words(const after_step& t, const plan& in) { return "after " + name_of(in, t.step); }
std::string words(const on_message& t, const plan&) {
    return "on " + text_of(t.pattern) + of_actor(t.actor) + counted(t.count);
}
std::string words(const on_link& t, const plan&) {
    return fmt::format("on link {}{}{}", name(t.state), of_actor(t.actor), counted(t.count));
}
std::string words(const on_value& t, const plan&) { return "on " + text_of(t.condition) + of_actor(t.actor); }

}  // namespace

std::string_view name(link_state s) {
    constexpr std::array<std::string_view, 4> names{"connected", "linked", "closed", "refused"};
    return names[static_cast<std::size_t>(s)];
}

std::string text_of(duration d) {
    using namespace std::chrono;
    const auto exact = [&](auto unit) { return d % unit == duration::zero() && d >= unit; };
    if (exact(hours(1))) return fmt::format("{}h", d / hours(1));
    if (exact(minutes(1))) return fmt::format("{}m", d / minutes(1));
    if (d < seconds(1) && d > duration::zero())
        return fmt::format("{}ms", std::chrono::duration<double, std::milli>(d).count());
    return fmt::format("{}s", protocol::in_seconds(d));
}

std::string name_of(const plan& in, std::size_t step) {
    const auto& name = in.steps[step].name;
    return name.empty() ? fmt::format("step {}", step + 1) : name;
}

std::string outline_of(const demand& what) {
    return std::visit([](const auto& d) { return words(d); }, what);
}

std::string outline_of(const trigger& when, const plan& in) {
    return std::visit([&](const auto& t) { return words(t, in); }, when);
}

std::string outline_of(const expectation& e, const plan& in) {
    auto out = outline_of(e.demand);
    if (const auto* actor = actor_of(e.demand); actor != nullptr && !actor->empty()) out += " at " + *actor;
    if (e.within) out += " within " + text_of(*e.within);
    if (e.not_before) out += ", not before " + text_of(*e.not_before);
    if (e.after) out += " after " + name_of(in, *e.after);
    return out;
}

std::string outline_of(const action& what) {
    if (const auto* send = std::get_if<send_action>(&what))
        return send->message.empty() ? fmt::format("send {} raw bytes", send->raw.size()) : "send " + send->message;
    if (const auto* ask = std::get_if<ask_action>(&what)) return fmt::format("ask {} {}", ask->machine, ask->message);
    return std::string(name(what));
}

}  // namespace husky::scenario
