#include "client/fleet/shift_keys.hpp"

#include <fmt/format.h>

#include <optional>

#include "settings/scalar.hpp"

namespace husky::cells {

namespace {

constexpr int day_min = 24 * 60;
constexpr int min_shift_min = 60;

/// Minutes of the day from "06:00".
std::optional<int> parse_time_of_day(const std::string& text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hours = settings::parse_integer(text.substr(0, 2)), minutes = settings::parse_integer(text.substr(3));
    if (!hours || !minutes || *hours < 0 || *hours > 23 || *minutes < 0 || *minutes > 59) return std::nullopt;
    return static_cast<int>(60 * *hours + *minutes);
}

}  // namespace

void describe_shifts(settings::schema& s, shift_keys& keys) {
    s.group("shifts");
    s.texts("starts", keys.starts, "when shifts begin, by the machines' clocks; of two crews 07:00 and 19:00");
    s.integer("handover_min", keys.hand_over_min, 0, fresh_crew.count(), "minutes",
              "how long a crew hands over; the first-off sample is asked for at its end");
    s.group("");
}

shift_plan make_shift_plan(const shift_keys& keys, const settings::places& given) {
    const auto wrong = [&](const std::string& problem) { given.fail_at("shifts.starts", problem); };
    if (keys.starts.empty() || keys.starts.size() > shift_plan::max)
        wrong(fmt::format("expected 1 to {} times, got {}", shift_plan::max, keys.starts.size()));
    shift_plan plan;
    plan.hand_over_min = static_cast<std::uint8_t>(keys.hand_over_min);
    plan.count = static_cast<std::uint8_t>(keys.starts.size());
    for (std::size_t i = 0; i < keys.starts.size(); ++i) {
        const auto start = parse_time_of_day(keys.starts[i]);
        if (!start) wrong(fmt::format("expected a time of the day as 06:00, got '{}'", keys.starts[i]));
        if (i > 0 && *start < plan.starts_min[i - 1] + min_shift_min)
            wrong(fmt::format("expected rising times at least an hour apart, got '{}' after '{}'", keys.starts[i],
                              keys.starts[i - 1]));
        plan.starts_min[i] = static_cast<std::uint16_t>(*start);
    }
    if (plan.count > 1 && plan.starts_min[0] + day_min < plan.starts_min[plan.count - 1U] + min_shift_min)
        wrong(fmt::format("expected rising times at least an hour apart, got '{}' after '{}'", keys.starts.front(),
                          keys.starts.back()));
    return plan;
}

}  // namespace husky::cells
