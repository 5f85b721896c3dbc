// Monitoring pages: limits of the process, SPC.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "client/model/setup/builder.hpp"
#include "client/model/spc/spc_chart.hpp"
#include "client/model/spc/spc_figures.hpp"

namespace husky::cells::setup {

namespace {

/// How far limits may be from the set point; further out they would never be met.
double reach(const variable_rule& c) {
    return 10 * std::max({std::fabs(c.set_point), std::fabs(c.low), std::fabs(c.high), 1.0});
}

std::string name_of(const variable_kind& kind, std::string_view what) {
    return fmt::format("{} {}", kind.description[0], what);
}

void add_limit(builder& b, const variable_kind& kind, std::string_view what, double value, bool set, role does) {
    const variable_rule& c = b.of(kind.variable);
    auto& p = b.number(name_of(kind, what), b.of().units[index(kind.variable)], value, c.set_point - reach(c),
                       c.set_point + reach(c), std::min(digits_of(c) + 1, 5));
    p.may_be_off = true;
    if (!set) p.default_value = off;
    p.does = does;
    p.variable = kind.variable;
}

parameter& give(parameter& p, role does, process_variable q) {
    p.does = does;
    p.variable = q;
    return p;
}

}  // namespace

void add_limit_page(builder& b, limits_of which) {
    b.section(which == limits_of::machine ? "machine limits" : "process limits");
    for (const auto& kind : variable_kinds()) {
        const variable_rule& c = b.of(kind.variable);
        if (!b.measures(kind)) continue;
        if (which != limits_of::everything && is_shared(kind.variable) != (which == limits_of::machine)) continue;
        const bool set = c.low != 0 || c.high != 0;
        add_limit(b, kind, "low", c.set_point + c.low, set, role::low_limit);
        add_limit(b, kind, "high", c.set_point + c.high, set, role::high_limit);
        give(b.on_off(name_of(kind, "rejects"), c.rejects), role::rejects, kind.variable);
    }
}

void add_spc_page(builder& b) {
    b.section("SPC");
    for (const auto& kind : variable_kinds()) {
        const variable_rule& c = b.of(kind.variable);
        if (!b.measures(kind)) continue;
        give(b.on_off(name_of(kind, "chart"), c.charted), role::spc_chart, kind.variable);
        auto& size = b.number(name_of(kind, "subgroup"), "", spc::chart::default_subgroup, 1, spc::max_subgroup, 0);
        give(size, role::spc_subgroup, kind.variable);
        const bool set = c.low != 0 || c.high != 0;
        add_limit(b, kind, "UCL", 0, false, role::spc_ucl);
        add_limit(b, kind, "LCL", 0, false, role::spc_lcl);
        add_limit(b, kind, "USL", c.set_point + c.high, set, role::spc_usl);
        add_limit(b, kind, "LSL", c.set_point + c.low, set, role::spc_lsl);
    }
}

}  // namespace husky::cells::setup
