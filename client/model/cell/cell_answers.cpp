// What a cell answers when it is asked.
#include <algorithm>
#include <cmath>

#include "client/model/cell/cell.hpp"

namespace husky::cells {

using protocol::value;
using protocol::variable_id;

namespace {

/// What the controller shows now. Values of a cycle stay until the next one; while no cycles run some go on
/// changing.
double shown(const operation& m, std::uint64_t seed, protocol::tandem_side side, process_variable q) {
    const auto last = static_cast<double>(m.cycles.last(side).values[index(q)]);
    if (m.rest.is_over()) return last;
    const auto& c = m.context;
    const auto& process = c.process;
    const variable_rule& rule = c.family->of(q);
    if (const auto zone = zone_of(q)) {
        // Noise of a sensor, another each second.
        const auto second = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(c.now).count());
        const double noise = rule.white * normal_at(seed, second, id_of(q));
        return process.shown(q, rule.set_point + rule.per_kelvin * process.zones().at(c.now).off(*zone) + noise);
    }
    if (q == process_variable::zone_duty) return process.shown(q, 100 * process.zones().at(c.now).duty());
    const double set_point = process.set_point(side, q);
    if (q == process_variable::oil_temperature) return process.shown(q, set_point + rule.per_kelvin * m.rest.oil(c));
    // Pumps idle, heats hold.
    constexpr double idle_power = 0.2;
    if (q == process_variable::active_power)
        return process.shown(q, set_point * idle_power * process.zones().at(c.now).power());
    return last;
}

}  // namespace

void cell::read(protocol::tandem_side asked, variable_id id, value& out) const {
    const auto side = clamp(asked);
    const auto& counts = machine_.cycles.counters(side);
    if (const auto q = process_variable_of(id)) {
        if (is_counted(*q))
            out = counted(side, *q);
        else if (has(*q))
            out = static_cast<float>(shown(machine_, member_seed_, side, *q));
        else
            out = {};
        return;
    }
    switch (id) {
        case protocol::variable::life_cycle_counter:
            out = life_counter();
            return;
        case protocol::variable::job_cycle_counter:
            out = counts.job_cycles();
            return;
        case protocol::variable::side_cycle_counter:
            out = counts.life_cycles();
            return;
        case protocol::variable::cycle_end_time:
            out = machine_.cycles.last(side).end_time;
            return;
        case protocol::variable::cycle_quality:
            out = static_cast<std::int32_t>(quality(side));
            return;
        case protocol::variable::machine_model:
            out = family().model;
            return;
        case protocol::variable::software_version:
            out = family().software;
            return;
        case protocol::variable::job:
            out = machine_.orders.job(side);
            return;
        case protocol::variable::mould:
            out = machine_.orders.mould(side);
            return;
        default:
            break;
    }
    out = {};
    for (const auto& range : member_ranges()) {
        const variable_rule& rule = family().of(range.mean);
        if (rule.present && id >= range.first_id && id < range.first_id + rule.members)
            out = member(side, range.mean, id - range.first_id);
    }
}

std::int32_t cell::counted(protocol::tandem_side asked, process_variable q) const {
    const auto side = clamp(asked);
    const auto& counts = machine_.cycles.counters(side);
    switch (q) {
        case process_variable::cycle_counter:
            return life_counter();
        case process_variable::job_cycle_counter:
            return counts.job_cycles();
        case process_variable::good_parts:
            return counts.good();
        case process_variable::bad_parts:
            return counts.bad();
        case process_variable::total_parts:
            return counts.total();
        case process_variable::test_samples:
            return counts.test();
        case process_variable::active_cavities:
            return machine_.cycles.last(side).active_cavities;
        case process_variable::consecutive_rejects:
            return counts.consecutive_rejects();
        default:
            return 0;
    }
}

float cell::member(protocol::tandem_side asked, process_variable q, unsigned member) const {
    const auto side = clamp(asked);
    const variable_rule& rule = family().of(q);
    // Members come in pairs that differ from their mean by the same amount up and down, so that it is their mean.
    const unsigned partner = rule.members - 1U - member;
    const std::uint64_t pair = id_of(q) * 256U + std::min(member, partner);
    const double sign = member < partner ? 1 : member > partner ? -1 : 0;
    const auto cycle = static_cast<std::uint64_t>(machine_.cycles.counters(side).life_cycles());
    const double off = rule.member_spread * normal_at(member_seed_ + side, 0, pair) +
                       rule.member_sigma * normal_at(member_seed_ + side, cycle + 1, pair);
    double y = shown(machine_, member_seed_, side, q) + sign * off;
    if (const auto zone = zone_of(q)) y += rule.per_kelvin * machine_.rest.offsets().off(*zone, member, now());
    return static_cast<float>(rule.resolution > 0 ? std::round(y / rule.resolution) * rule.resolution : y);
}

protocol::machine_status cell::status(protocol::tandem_side asked) const {
    const auto side = clamp(asked);
    const auto& counts = machine_.cycles.counters(side);
    return {.side = side,
            .mode = machine_.mode(),
            .production = machine_.production_status(),
            .job = machine_.orders.job(side),
            .mould = machine_.orders.mould(side),
            .cycles = static_cast<std::uint32_t>(counts.job_cycles()),
            .good_parts = static_cast<std::uint32_t>(counts.good()),
            .bad_parts = static_cast<std::uint32_t>(counts.bad())};
}

void cell::spc(const protocol::spc_read& asked, protocol::spc_read_response& out) const {
    machine_.cycles.spc(clamp(asked.side)).report(family(), asked, out);
}

}  // namespace husky::cells
