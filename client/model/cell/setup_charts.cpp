#include "client/model/cell/setup_charts.hpp"

#include <algorithm>
#include <cmath>

#include "client/model/setup/builder.hpp"

namespace husky::cells {

namespace {

/// The parameters of a chart follow each other: whether there is one, its subgroup, UCL, LCL, USL and LSL.
constexpr std::size_t subgroup_at = 1, limits_at = 2, chart_parameters = 6;

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
        v.of[i] = 0;
        for (const auto& e : cycles.spc(p.side).charts()) {
            if (e.variable != p.variable) continue;
            protocol::spc_read_response told;
            e.chart.report(told);
            v.of[i] = 1;
            v.of[i + subgroup_at] = told.subgroup_size;
            std::size_t at = i + limits_at;
            for (const float limit : {told.ucl, told.lcl, told.usl, told.lsl}) {
                v.of[at] = limit_steps(limit, l.parameters[at]);
                ++at;
            }
        }
    }
}

void run_charts(const family& f, production& cycles, const setup::layout& l, const setup::values& before,
                const setup::values& wanted) {
    for (std::size_t i = 0; i < l.parameters.size(); ++i) {
        const auto& p = l.parameters[i];
        if (p.does != setup::role::spc_chart) continue;
        const auto first = static_cast<std::ptrdiff_t>(i), end = first + std::ptrdiff_t{chart_parameters};
        if (std::equal(before.of.begin() + first, before.of.begin() + end, wanted.of.begin() + first)) continue;
        auto& charts = cycles.spc(p.side);
        if (wanted.of[i] == 0) {
            charts.close(p.variable);
            continue;
        }
        const auto limit = [&](std::size_t which) { return limit_of(wanted.of[which], l.parameters[which]); };
        charts.set(f, {.side = p.side,
                       .id = id_of(p.variable),
                       .subgroup_size = static_cast<std::uint16_t>(wanted.of[i + subgroup_at]),
                       .ucl = limit(i + limits_at),
                       .lcl = limit(i + limits_at + 1),
                       .usl = limit(i + limits_at + 2),
                       .lsl = limit(i + limits_at + 3)});
    }
}

}  // namespace husky::cells
