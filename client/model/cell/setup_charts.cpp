#include "client/model/cell/setup_charts.hpp"

#include <algorithm>
#include <cmath>

#include "client/model/setup/builder.hpp"

namespace husky::cells {

namespace {

/// The parameters of a chart follow each other in the order in which a chart has them.
struct chart_page {
    std::size_t chart, subgroup, ucl, lcl, usl, lsl;
    explicit chart_page(std::size_t first)
        : chart(first), subgroup(first + 1), ucl(first + 2), lcl(first + 3), usl(first + 4), lsl(first + 5) {}
};

setup::steps limit_steps(float limit, const setup::parameter& p) {
    if (std::isnan(limit)) return setup::off;
    return std::clamp(setup::to_steps(static_cast<double>(limit), p.digits), p.low, p.high);
}

float limit_of(setup::steps s, const setup::parameter& p) {
    return s == setup::off ? protocol::not_set : static_cast<float>(setup::from_steps(s, p.digits));
}

}  // namespace

void show_charts(const production& cycles, const setup::layout& l, setup::values& v) {
    for (std::size_t i = 0; i < l.parameters.size(); ++i) {
        const auto& p = l.parameters[i];
        if (p.does != setup::role::spc_chart) continue;
        const chart_page at(i);
        v.of[at.chart] = 0;
        for (const auto& e : cycles.spc(p.side).charts()) {
            if (e.variable != p.variable) continue;
            protocol::spc_read_response told;
            e.chart.report(told);
            v.of[at.chart] = 1;
            v.of[at.subgroup] = told.subgroup_size;
            v.of[at.ucl] = limit_steps(told.ucl, l.parameters[at.ucl]);
            v.of[at.lcl] = limit_steps(told.lcl, l.parameters[at.lcl]);
            v.of[at.usl] = limit_steps(told.usl, l.parameters[at.usl]);
            v.of[at.lsl] = limit_steps(told.lsl, l.parameters[at.lsl]);
        }
    }
}

void run_charts(const family& f, production& cycles, const setup::layout& l, const setup::values& before,
                const setup::values& wanted) {
    for (std::size_t i = 0; i < l.parameters.size(); ++i) {
        const auto& p = l.parameters[i];
        if (p.does != setup::role::spc_chart) continue;
        const chart_page at(i);
        const auto first = static_cast<std::ptrdiff_t>(at.chart), end = static_cast<std::ptrdiff_t>(at.lsl) + 1;
        if (std::equal(before.of.begin() + first, before.of.begin() + end, wanted.of.begin() + first)) continue;
        auto& charts = cycles.spc(p.side);
        if (wanted.of[at.chart] == 0) {
            charts.close(p.variable);
            continue;
        }
        const auto limit = [&](std::size_t which) { return limit_of(wanted.of[which], l.parameters[which]); };
        charts.set(f, {.side = p.side,
                       .id = id_of(p.variable),
                       .subgroup_size = static_cast<std::uint16_t>(wanted.of[at.subgroup]),
                       .ucl = limit(at.ucl),
                       .lcl = limit(at.lcl),
                       .usl = limit(at.usl),
                       .lsl = limit(at.lsl)});
    }
}

}  // namespace husky::cells
