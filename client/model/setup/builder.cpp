#include "client/model/setup/builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "client/model/family/family_directory.hpp"
#include "client/model/zones/zone_kind.hpp"

namespace husky::cells::setup {

namespace {

constexpr std::array<std::string_view, 2> off_on{"Off", "On"};

constexpr std::array<double, 10> powers{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
constexpr int max_digits = 5;

/// How a family has a dimension whose variable `like` it gives in the US unit: si * times / per + zero.
struct us_rule {
    dimension of;
    process_variable like;
    double times, per, zero;
};

constexpr std::array us_rules{us_rule{dimension::length, process_variable::shot_size, 1, 25.4, 0},
                              us_rule{dimension::speed, process_variable::injection_speed, 1, 25.4, 0},
                              us_rule{dimension::pressure, process_variable::hold_pressure, 14.5038, 1, 0},
                              us_rule{dimension::temperature, process_variable::barrel_zone_1, 1.8, 1, 32},
                              us_rule{dimension::temperature_difference, process_variable::barrel_zone_1, 1.8, 1, 0}};

const us_rule& us_rule_of(dimension d) {
    return *std::find_if(us_rules.begin(), us_rules.end(), [d](const us_rule& r) { return r.of == d; });
}

double to_us(const us_rule& rule, double si) { return si * rule.times / rule.per + rule.zero; }

/// What a machine of this family could be set to.
std::pair<double, double> range_of(process_variable q, double set_point, bool us) {
    const auto temperature = [&](double c) { return us ? to_us(us_rule_of(dimension::temperature), c) : c; };
    constexpr double reserve = 0.95;  ///< families use as much of their machine's tonnage
    if (zone_of(q)) return {temperature(0), temperature(450)};
    switch (kind_of(q).measures) {
        case dimension::temperature:
            return {temperature(-80), temperature(450)};
        case dimension::speed:
        case dimension::rotation:
            return {0.05 * set_point, 1.5 * set_point};
        case dimension::force:
            return {0.1 * set_point, std::ceil(set_point / reserve / 50) * 50};
        case dimension::time:
            return {0, std::max(10 * set_point, 10.0)};
        default:
            return {std::min(2 * set_point, 0.0), std::max(2 * set_point, 0.0)};
    }
}

}  // namespace

int digits_of(const variable_rule& c) {
    int digits = 0;
    while (digits < max_digits - 1 && c.resolution * powers[static_cast<std::size_t>(digits)] < 0.999)
        ++digits;
    const auto is_whole = [&](double y) { return std::fabs(y - std::round(y)) < 1e-6; };
    while (digits < max_digits - 1 && !is_whole(c.set_point * powers[static_cast<std::size_t>(digits)]))
        ++digits;
    return digits;
}

steps to_steps(double value, int digits) {
    const double scaled = std::round(value * powers[static_cast<std::size_t>(digits)]);
    constexpr double max = steps_at_most;
    return static_cast<steps>(std::clamp(scaled, -max, max));
}

double from_steps(steps s, int digits) { return s / powers[static_cast<std::size_t>(digits)]; }

bool builder::measures(const variable_kind& kind) const {
    return !is_counted(kind.variable) && of(kind.variable).present && has_meter(kind.variable, build_);
}

void builder::section(std::string_view name, subject about) {
    auto full = named_ ? fmt::format("side {}: {}", side_, name) : std::string(name);
    into_->sections.push_back({std::move(full), into_->parameters.size(), 0, about, of_side_});
}

parameter& builder::add(std::string name) {
    ++into_->sections.back().count;
    auto& p = into_->parameters.emplace_back();
    p.name = std::move(name);
    p.side = side_;
    return p;
}

parameter& builder::number(std::string name, std::string_view unit, double value, double low, double high, int digits) {
    auto& p = add(std::move(name));
    p.unit = unit;
    p.digits = static_cast<std::uint8_t>(digits);
    p.low = to_steps(low, digits);
    p.high = to_steps(high, digits);
    p.default_value = std::clamp(to_steps(value, digits), p.low, p.high);
    return p;
}

parameter& builder::measure(std::string name, dimension d, double value, double low, double high, int digits) {
    const auto& units = units_of(d);
    const us_rule& rule = us_rule_of(d);
    const bool us = family_->units[index(rule.like)] == units_of(kind_of(rule.like).measures).us;
    const auto own = [&](double si) { return us ? to_us(rule, si) : si; };
    return number(std::move(name), us ? units.us : units.si, own(value), own(low), own(high),
                  us ? std::min(digits + 1, max_digits) : digits);
}

parameter& builder::word(std::string name, std::span<const std::string_view> words, std::size_t chosen) {
    auto& p = add(std::move(name));
    p.written = form::word;
    p.words = words;
    p.high = static_cast<steps>(words.size() - 1);
    p.default_value = static_cast<steps>(chosen);
    return p;
}

parameter& builder::on_off(std::string name, bool on) { return word(std::move(name), off_on, on ? 1 : 0); }

parameter& builder::text(std::string name) {
    auto& p = add(std::move(name));
    p.written = form::text;
    return p;
}

parameter* builder::set_point(std::string name, process_variable q, double part, std::uint16_t member) {
    const variable_rule& c = of(q);
    if (!c.present) return nullptr;
    const auto& units = units_of(kind_of(q).measures);
    const auto& unit = family_->units[index(q)];
    const auto [low, high] = range_of(q, c.set_point, unit == units.us && units.us != units.si);
    auto& p = number(std::move(name), unit, part * c.set_point, low, high, digits_of(c));
    p.does = role::set_point;
    p.variable = q;
    p.member = member;
    return &p;
}

}  // namespace husky::cells::setup
