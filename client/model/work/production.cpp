#include "client/model/work/production.hpp"

#include <algorithm>
#include <utility>

#include "client/model/catalogues/signature.hpp"

namespace husky::cells {

using protocol::cycle_quality;

production::production(const cell_context& c, std::int32_t life_cycles, defects d)
    : defects_(std::move(d)), life_counter_(life_cycles) {
    counters_[0].start_life_at(c.build.tandem ? life_cycles - life_cycles / 2 : life_cycles);
    counters_[1].start_life_at(c.build.tandem ? life_cycles / 2 : 0);
    for (auto& side : last_)
        side.active_cavities = c.family->cavities;
    for (int side = 0; side < c.sides(); ++side)
        spc_[static_cast<std::size_t>(side)].emplace(*c.family);
}

void production::begin(cell_context& c, double elapsed_s, bool dry) {
    began_ = c.now;
    if (dry)
        c.process.make_dry(c.side, elapsed_s, c.family->cycle.wait_s, running_);
    else
        c.process.make(c.side, elapsed_s, c.family->cycle.wait_s, running_);
}

void production::leave_signature(cell_context& c, std::size_t which) {
    double longer_s = 0;
    for (const auto& s : signatures()) {
        if (which != interruption_index(s.id) || !c.family->of(s.variable).present) continue;
        float& value = running_.values[index(s.variable)];
        const auto by = static_cast<float>(c.random.uniform(s.low, s.high));
        const float before = value;
        value = s.relative ? value * by : value + by;
        if (s.lengthens) longer_s += static_cast<double>(value - before);
        running_.within_bands = false;
    }
    longer_s = std::max(longer_s, 0.0);
    running_.cycle_s += longer_s;
    running_.values[index(process_variable::cycle_time)] += static_cast<float>(longer_s);
    c.due.set(appointment::cycle_end, c.due.at(appointment::cycle_end) + from_seconds(longer_s / c.sides()));
}

cycle_quality production::judge() const {
    if (sample_due_) return cycle_quality::test_sample;
    if (start_up_left_ > 0 || !running_.within_bands) return cycle_quality::bad;
    return cycle_quality::good;
}

std::int32_t production::vision_rejects(cell_context& c, std::int32_t parts) {
    const double rate = static_cast<double>(running_.values[index(process_variable::vision_reject)]) / 100;
    parts_to_reject_ -= std::max(rate, 0.0) * parts * (clustered_ > 0 ? c.family->rejects.cluster : 1);
    std::int32_t rejected = 0;
    while (parts_to_reject_ <= 0 && rejected < parts) {
        ++rejected;
        parts_to_reject_ += c.random.exponential();
    }
    return rejected;
}

void production::finish(cell_context& c, cycle_quality quality, std::int32_t parts, side_order& order) {
    auto& done = last_[c.side];
    auto& charts = *spc_[c.side];
    const std::int32_t rejected = quality == cycle_quality::good ? vision_rejects(c, parts) : 0;
    // A shot with only bad parts is bad, however it was judged.
    if (quality == cycle_quality::good && rejected == parts) quality = cycle_quality::bad;
    done.values = running_.values;
    done.end_time = c.clock.seconds_at(c.now);
    done.active_cavities = parts;
    done.quality = quality;
    life_counter_ = next_cycle_count(life_counter_);
    counters_[c.side].count(quality, parts, rejected);
    if (quality == cycle_quality::good) order.put(parts - rejected);
    charts.push(done.values, quality);
    tell(c);
    if (c.build.tandem) c.side ^= 1U;
    if (charts.has_news()) report_rules(c, charts);
    if (quality == cycle_quality::test_sample && sample_due_ && parts > 0) {
        sample_due_ = false;
        c.record(events::sample_taken);
    }
    if (clustered_ > 0 && quality != cycle_quality::failed) --clustered_;  // a lost one does not count
}

void production::tell(cell_context& c) {
    const auto side = c.side;
    if (!defects_.any()) return c.out->cycle_ended(side);
    defects_.spoil(last_[side].values);
    for (int times = defects_.times_told(); times > 0; --times)
        c.out->cycle_ended(side);
}

void production::report_rules(const cell_context& c, const spc_charts& charts) const {
    for (const auto& e : charts.charts())
        if (e.fired != 0)
            c.record(events::spc_rule, {kind_of(e.variable).description, same(spc::name_of_first(e.fired))});
}

void production::ask_for_sample(const cell_context& c) {
    if (sample_due_) return;
    sample_due_ = true;
    c.record(events::sample_requested);
}

void production::forget_rejects() {
    for (auto& side : counters_)
        side.forget_rejects();
}

}  // namespace husky::cells
