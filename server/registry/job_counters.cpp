#include "server/registry/job_counters.hpp"

#include <algorithm>

namespace husky::host {

namespace {

constexpr protocol::variable_id good_parts = 162, bad_parts = 163;

struct counted_variable {
    protocol::variable_id id;
    std::uint32_t protocol::machine_status::*of;
};

constexpr std::array<counted_variable, 3> job_variables{
    {{protocol::variable::job_cycle_counter, &protocol::machine_status::cycles},
     {good_parts, &protocol::machine_status::good_parts},
     {bad_parts, &protocol::machine_status::bad_parts}}};

}  // namespace

void job_counters::take(values_of_cycle values, protocol::machine_status& status) {
    if (!places_hold(values)) look_for_places(values);
    for (std::size_t i = 0; i < job_variables.size(); ++i) {
        if (places_[i] == values.size()) continue;
        if (const auto* count = std::get_if<std::int32_t>(&values[places_[i]].content); count && *count >= 0)
            status.*job_variables[i].of = static_cast<std::uint32_t>(*count);
    }
}

bool job_counters::places_hold(values_of_cycle values) const {
    if (values.size() != values_) return false;
    for (std::size_t i = 0; i < job_variables.size(); ++i)
        if (places_[i] < values_ && values[places_[i]].id != job_variables[i].id) return false;
    return true;
}

void job_counters::look_for_places(values_of_cycle values) {
    values_ = values.size();
    for (std::size_t i = 0; i < job_variables.size(); ++i) {
        const auto at = std::find_if(values.begin(), values.end(),
                                     [&](const protocol::variable_value& v) { return v.id == job_variables[i].id; });
        places_[i] = static_cast<std::size_t>(at - values.begin());
    }
}

}  // namespace husky::host
