#include "client/fleet/fleet_config.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "link/faults/fault_settings.hpp"
#include "link/net/endpoint.hpp"
#include "program/log_output.hpp"
#include "protocol/dialect/date_time.hpp"
#include "settings/scalar.hpp"
#include "settings/schema/load.hpp"

namespace husky::cells {

namespace {

constexpr double min_s = 0.01;
constexpr double max_s = 86400;
constexpr double max_scale = 100'000;

void describe_defects(settings::schema& item, defect_rates& d) {
    constexpr double max_offset_s = 86'400;
    item.group("defects");
    item.number("stuck_channel", d.stuck_channel, 0, 1, "per cycle",
                "a variable stays at 0 or at its value for a while");
    item.number("scale_x10", d.scale_x10, 0, 1, "per cycle", "a variable comes ten times too large for a while");
    item.number("wrap_16_bit", d.wrap_16_bit, 0, 1, "per cycle",
                "a variable of two decimals wraps below 0 at 655.36 for a while");
    item.number("outlier", d.outlier, 0, 1, "per cycle", "one variable of one cycle is far off");
    item.number("missing_cycle", d.missing_cycle, 0, 1, "per cycle", "a cycle is counted but never reported");
    item.number("duplicate_cycle", d.duplicate_cycle, 0, 1, "per cycle", "a cycle is reported twice");
    item.number("clock_offset_s", d.clock.offset_s, -max_offset_s, max_offset_s, "seconds",
                "the machine's clock is set wrong");
    item.number("clock_drift_s_per_day", d.clock.drift_s_per_day, -max_offset_s, max_offset_s, "seconds a day",
                "the machine's clock drifts");
    item.boolean("dst_hour", d.clock.summer_time, "the machine's clock shows summer time from March to October");
    item.group("");
}

void describe_group(settings::schema& item, machine_group& g) {
    item.required().text("family", g.family, "pet, cap, thinwall, tech, or a family file");
    item.required(false).integer("count", g.count, 1, 1'000'000, "machines", "how many");
    item.text(
        "serial", g.serial, "a pattern with {n} or {n:04}",
        [](const std::string& text) { return serial_of(text, 1).has_value() || is_exact_serial(text); },
        "pattern of the serial numbers; {n} or {n:04} is the machine's number in the fleet, from 1; for one machine "
        "its serial as it is");
    item.texts("serials", g.serials, "the serial of each machine as it is, instead of serial and count");
    item.integer("seed", g.seed, 0, INT64_MAX, "", "seed of these machines; 0: the fleet's");
    item.integer("life_counter", g.life_counter, 0, protocol::highest_life_counter, "cycles",
                 "cycles counted before the run");
    item.number("age_years", g.age_years, 0, 40, "years", "older machines scatter more and stop more often");
    item.number("age_to_years", g.age_to_years, 0, 40, "years",
                "ages are spread evenly between age_years and this; 0: all have age_years");
    item.boolean("tandem", g.tandem, "two mould sides; only where the family allows it");
    item.choice<std::optional<start_state>>(
        "start", g.start,
        {{"production", start_state::production},
         {"cold", start_state::cold},
         {"mould_change", start_state::mould_change},
         {"no_order", start_state::no_order},
         {"maintenance", start_state::maintenance},
         {"mixed", std::nullopt}},
        "state of the machines when the run begins; mixed: 86 of 100 in production, the rest in the other states");
    item.choice("weekend", g.rests_on_weekends, {{"run", false}, {"stop", true}},
                "stop: switched off from the first shift of Saturday, in production again with that of Monday");
    describe_defects(item, g.defects);
    item.number("clock_offset_sigma_s", g.clock_offset_sigma_s, 0, 86'400, "seconds",
                "standard deviation of the machines' clocks");
    item.number("clock_drift_sigma_s_per_day", g.clock_drift_sigma_s_per_day, 0, 86'400, "seconds a day",
                "standard deviation of the drift of the machines' clocks");
    describe_overrides(item.group("overrides"), g.overrides);
    item.group("");
}

/// Whether the serials of a group are given, and not only how many there are.
bool names_its_machines(const machine_group& g) { return !g.serials.empty() || is_exact_serial(g.serial); }

/// A group that names its machines has as many as it names.
void count_serials(machine_group& g, const std::string& key, const settings::places& given) {
    if (!given.has(key + "serials")) return;
    if (g.serials.empty()) given.fail_at(key + "serials", "expected at least one serial, got none");
    if (given.has(key + "serial")) given.fail_at(key + "serial", "expected serial or serials, got both");
    if (given.has(key + "count") && g.count != g.serials.size())
        given.fail_at(key + "count",
                      fmt::format("expected {}, the number of serials, got '{}'", g.serials.size(), g.count));
    g.count = static_cast<std::uint32_t>(g.serials.size());
}

bool is_address(const std::string& text) {
    constexpr std::uint16_t any_port = 1310;
    const auto host = link::parse_host_port(text, any_port);
    return host && host->port != 0;
}

}  // namespace

settings::schema fleet_config::describe() {
    settings::schema s("husky-fleet configuration");
    s.text("host", host, "ADDRESS:PORT", is_address, "address and port of the host that the machines dial");
    s.text(
        "listen", listen, "ADDRESS:PORT", is_address,
        "machines wait for a host that dials them: the first on this address and port, each further one a port higher");
    s.texts("source", source,
            "addresses of this computer that machines dial from, in turn: each has some 28000 ports of its own; none: "
            "as the system chooses");
    s.integer("seed", seed, 0, INT64_MAX, "",
              "seed of everything random; each machine has its own stream from it and its serial");
    s.text(
        "time_scale", scale, "a factor above 0 and up to 100000, or max",
        [](const std::string& text) { return parse_time_scale(text).has_value(); },
        "how fast the machines run: a factor up to 100000, or max");
    s.number("rate", rate, 0.001, 1e6, "machines/s", "machines started per second");
    s.text(
        "from", from, "a date from 1970 to 2037, as 2026-01-01 or 2026-01-01T06:00:00Z",
        [](const std::string& text) { return text.empty() || parse_from(text).has_value(); },
        "date at which the machines' clocks start (UTC), 1970 to 2037; none: now, with time_scale max 2026-01-01");
    s.integer("count", count, 0, 1'000'000, "machines",
              "number of machines, shared out to the groups in proportion to their counts; 0: as the groups say");
    s.list("groups", groups, describe_group, "the machines");
    s.integer("threads", threads, 0, 256, "", "threads that run machines; 0: one per core");
    s.text("dialect", dialect, "dialect file; none: the built-in dialect of PROTOCOL.md");
    link::describe_capture(s, capture, "pcapng file for a capture of all links to hosts; none: no capture");
    describe_shifts(s, shifts);
    s.boolean("display", display,
              "every machine has a display link: the machine dials it, or its host if that dials the machine");
    link::describe_faults(s, protocol::sender::machine, faults);
    describe_printing(s, printing);
    s.group("link");
    s.seconds("response_timeout_s", link.response_timeout, min_s, max_s, "how long the host may take to answer init");
    s.seconds("silence_timeout_s", link.silence_timeout, min_s, max_s,
              "a link without a whole message for this long is closed");
    s.seconds("reconnect_max_s", link.max_reconnect, min_s, max_s, "longest pause before dialling again");
    s.integer("buffer_messages", link.buffer_messages, 1, 1'000'000, "messages",
              "cycles, events and interruptions that a machine keeps while no host is linked");
    s.integer("max_setup_size", link.max_setup_size, 1024, 1 << 30, "bytes",
              "largest set-up that a machine takes from the host");
    s.group("tls");
    link::describe_tls(s, tls);
    s.group("log");
    program::describe_log(s, log_level, log_json);
    return s;
}

fleet_config fleet_config::built_in() {
    fleet_config c;
    c.count = 12;
    const auto group = [](const char* family, std::uint32_t share, bool tandem) {
        machine_group g;
        g.family = family;
        g.count = share;
        g.tandem = tandem;
        return g;
    };
    c.groups = {group("cap", 16, false), group("pet", 14, false), group("thinwall", 12, false), group("tech", 5, false),
                group("tech", 3, true)};
    for (auto& g : c.groups)
        g.rests_on_weekends = g.family == "tech";
    return c;
}

fleet_config fleet_config::for_file() {
    auto c = built_in();
    c.groups.clear();
    c.count = 0;
    return c;
}

void fleet_config::complete() {
    for (std::size_t g = 0; g < groups.size(); ++g)
        count_serials(groups[g], fmt::format("groups[{}].", g), given);
    if (!groups.empty()) return;
    const auto usual = built_in();
    groups = usual.groups;
    if (count == 0) count = usual.count;
}

void fleet_config::take_family(const std::string& family, const std::string& asked_by) {
    const bool named = std::any_of(groups.begin(), groups.end(), names_its_machines);
    if (!named) {
        if (count == 0)
            for (const auto& g : groups)
                count += g.count;
        groups.resize(1);
        groups.front().count = 1;
    }
    for (std::size_t g = 0; g < groups.size(); ++g) {
        groups[g].family = family;
        groups[g].tandem = false;
        groups[g].overrides = {};
        given.note(fmt::format("groups[{}].family", g), {asked_by, 0, ""});
    }
}

std::optional<time_scale> parse_time_scale(const std::string& text) {
    if (text == "max") return time_scale{1, true};
    const auto factor = settings::parse_number(text);
    if (!factor || *factor <= 0 || *factor > max_scale) return std::nullopt;
    return time_scale{*factor, false};
}

std::optional<std::chrono::sys_seconds> parse_from(const std::string& text) {
    const auto date = text.substr(0, 10);
    std::string time =
        text.size() > 10 && text[10] == 'T' ? text.substr(11) : text.substr(std::min<std::size_t>(10, text.size()));
    if (time.ends_with('Z')) time.pop_back();
    if (time.empty() && text.size() == 10) time = "00:00:00";
    const auto at = protocol::parse_date_time(date, "YYYY-MM-DD", time, "HH:MM:SS");
    constexpr auto last = std::chrono::sys_days(std::chrono::year(2037) / 12 / 31);
    if (!at || *at < std::chrono::sys_seconds{} || *at > last) return std::nullopt;
    return at;
}

bool is_exact_serial(const std::string& text) { return !text.empty() && text.find_first_of("{}") == std::string::npos; }

std::optional<std::string> serial_of(const std::string& pattern, std::uint32_t n) {
    const auto open = pattern.find('{');
    const auto close = pattern.find('}');
    if (open == std::string::npos || close == std::string::npos || close < open ||
        pattern.find('{', open + 1) != std::string::npos)
        return std::nullopt;
    const auto inside = pattern.substr(open + 1, close - open - 1);
    std::size_t width = 0;
    if (inside != "n") {
        if (!inside.starts_with("n:0")) return std::nullopt;
        const auto digits = settings::parse_integer(inside.substr(3));
        if (!digits || *digits < 1 || *digits > 9) return std::nullopt;
        width = static_cast<std::size_t>(*digits);
    }
    return pattern.substr(0, open) + fmt::format("{:0{}}", n, width) + pattern.substr(close + 1);
}

}  // namespace husky::cells
