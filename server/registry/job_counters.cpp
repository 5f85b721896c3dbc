#include "server/registry/job_counters.hpp"

#include <algorithm>

#include "protocol/messages/variable_names.hpp"

namespace husky::host {

namespace {

using protocol::process_variable;

constexpr std::size_t cycle_time_place = 6;

constexpr std::array<protocol::variable_id, 7> read_variables{protocol::variable::job_cycle_counter,
                                                              protocol::variable::side_cycle_counter,
                                                              protocol::variable::cycle_quality,
                                                              protocol::id_of(process_variable::good_parts),
                                                              protocol::id_of(process_variable::bad_parts),
                                                              protocol::id_of(process_variable::active_cavities),
                                                              protocol::id_of(process_variable::cycle_time)};

constexpr std::array<std::optional<std::int32_t> told_counts::*, cycle_time_place> told_in{
    &told_counts::job_cycles, &told_counts::side_cycles, &told_counts::quality,
    &told_counts::good,       &told_counts::bad,         &told_counts::cavities};

/// No cycle takes longer than a day, whatever a machine says.
constexpr float max_cycle_time = 86'400;

}  // namespace

void told_counts::show_in(protocol::machine_status& status) const {
    if (job_cycles) status.cycles = static_cast<std::uint32_t>(*job_cycles);
    if (good) status.good_parts = static_cast<std::uint32_t>(*good);
    if (bad) status.bad_parts = static_cast<std::uint32_t>(*bad);
}

told_counts job_counters::read(values_of_cycle values) {
    if (!places_hold(values)) look_for_places(values);
    told_counts told;
    for (std::size_t i = 0; i < told_in.size(); ++i) {
        if (places_[i] == values.size()) continue;
        const auto* count = std::get_if<std::int32_t>(&values[places_[i]].content);
        if (count != nullptr && *count >= 0) told.*told_in[i] = *count;
    }
    if (places_[cycle_time_place] == values.size()) return told;
    const auto* seconds = std::get_if<float>(&values[places_[cycle_time_place]].content);
    if (seconds != nullptr && *seconds > 0 && *seconds <= max_cycle_time) told.cycle_time = *seconds;
    return told;
}

bool job_counters::places_hold(values_of_cycle values) const {
    if (values.size() != values_) return false;
    for (std::size_t i = 0; i < read_variables.size(); ++i)
        if (places_[i] < values_ && values[places_[i]].id != read_variables[i]) return false;
    return true;
}

void job_counters::look_for_places(values_of_cycle values) {
    values_ = values.size();
    for (std::size_t i = 0; i < read_variables.size(); ++i) {
        const auto at = std::find_if(values.begin(), values.end(),
                                     [&](const protocol::variable_value& v) { return v.id == read_variables[i]; });
        places_[i] = static_cast<std::uint16_t>(at - values.begin());
    }
}

}  // namespace husky::host
