#include "client/model/spc/spc_charts.hpp"

#include <algorithm>

namespace husky::cells {

using protocol::cycle_quality;
using protocol::result_code;

namespace {

/// Whether this machine can chart the variable.
result_code chartable(const family& f, protocol::variable_id id) {
    const auto q = process_variable_of(id);
    const auto& known = f.directories[0].variables;
    if (!q)
        return std::any_of(known.begin(), known.end(), [&](const auto& v) { return v.id == id; })
                   ? result_code::not_available
                   : result_code::bad_argument;
    return !is_counted(*q) && f.of(*q).present ? result_code::ok : result_code::not_available;
}

spc::chart with_band(const variable_rule& c) {
    spc::chart chart;
    if (c.low != 0 || c.high != 0)
        chart.set_specification(static_cast<float>(c.set_point + c.low), static_cast<float>(c.set_point + c.high));
    return chart;
}

}  // namespace

spc_charts::spc_charts(const family& f) {
    const auto charted = [](const variable_rule& c) { return c.present && c.charted; };
    charts_.reserve(static_cast<std::size_t>(std::count_if(f.rules.begin(), f.rules.end(), charted)));
    for (const auto& kind : variable_kinds())
        if (charted(f.of(kind.variable))) charts_.push_back({kind.variable, with_band(f.of(kind.variable))});
}

void spc_charts::push(const variable_values& values, cycle_quality quality) {
    news_ = false;
    const bool production = quality == cycle_quality::good || quality == cycle_quality::bad;
    for (auto& e : charts_) {
        if (!production) {
            e.chart.interrupt();
            continue;
        }
        const auto rules = e.chart.push(values[index(e.variable)]);
        if (!rules) continue;
        e.fired = static_cast<std::uint16_t>(*rules & ~e.stands);
        e.stands = *rules;
        news_ = news_ || e.fired != 0;
    }
}

void spc_charts::report(const family& f, const protocol::spc_read& asked, protocol::spc_read_response& out) const {
    out = {};
    out.id = asked.id;
    out.result = chartable(f, asked.id);
    if (out.result != result_code::ok) return;
    const auto q = *process_variable_of(asked.id);
    const auto at = std::find_if(charts_.begin(), charts_.end(), [&](const entry& e) { return e.variable == q; });
    (at == charts_.end() ? with_band(f.of(q)) : at->chart).report(out);
}

result_code spc_charts::set(const family& f, const protocol::spc_write& to) {
    const auto possible = chartable(f, to.id);
    if (possible != result_code::ok) return possible;
    const auto q = *process_variable_of(to.id);
    spc::chart fresh;
    const auto result = fresh.set(to);
    if (result != result_code::ok) return result;
    const auto at = std::find_if(charts_.begin(), charts_.end(), [&](const entry& e) { return e.variable == q; });
    if (at == charts_.end())
        charts_.push_back({q, fresh});
    else
        *at = {q, fresh};
    return result;
}

}  // namespace husky::cells
