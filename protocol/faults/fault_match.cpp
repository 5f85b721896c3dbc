#include "protocol/faults/fault_match.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace husky::protocol {

bool is_meant(std::string_view pattern, std::string_view serial) {
    if (pattern.empty()) return true;
    // The last star takes one more character whenever what follows it does not match.
    std::size_t p = 0, s = 0, star = std::string_view::npos, taken = 0;
    while (s < serial.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            taken = s;
        } else if (p < pattern.size() && pattern[p] == serial[s]) {
            ++p;
            ++s;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            s = ++taken;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

bool takes_its_turn(const fault_in_place& f, std::optional<message_index> message, fault_way way, instant now,
                    split_mix& random) {
    const fault& rule = *f.fault;
    if (rule.way != fault_way::both && rule.way != way) return false;
    if (rule.message && rule.message != message) return false;
    const auto age = now - f.since;
    if ((rule.from && age < *rule.from) || (rule.until && age >= *rule.until)) return false;
    f.all->matched.fetch_add(1, std::memory_order_relaxed);
    const auto before = f.machine->matched.fetch_add(1, std::memory_order_relaxed);
    if (before < rule.skip) return false;
    const auto number = before - rule.skip + 1;
    if (rule.first > 0 && number > rule.first) return false;
    if (number % std::max(rule.every, 1U) != 0) return false;
    return rule.probability >= 1 || random.uniform() < rule.probability;
}

duration draw(const fault_delay& from, split_mix& random) {
    const auto mean = static_cast<double>(from.mean.count());
    const auto spread = static_cast<double>(from.spread.count());
    double wait = mean;
    switch (from.form) {
        case fault_delay::shape::fixed:
            return from.mean;
        case fault_delay::shape::uniform:
            wait = mean + spread * (2 * random.uniform() - 1);
            break;
        case fault_delay::shape::normal: {
            const double radius = std::sqrt(-2 * std::log(1 - random.uniform()));
            wait = mean + spread * radius * std::cos(2 * std::numbers::pi * random.uniform());
            break;
        }
        case fault_delay::shape::exponential:
            wait = -mean * std::log(1 - random.uniform());
            break;
    }
    return duration(static_cast<duration::rep>(std::max(wait, 0.0)));
}

std::uint64_t fault_seed(std::uint64_t seed, std::string_view machine, std::uint64_t link_number, fault_way way) {
    std::uint64_t hash = seed;
    const auto mix = [&hash](std::uint64_t more) { hash = split_mix(hash ^ more).next(); };
    for (const char c : machine)
        mix(static_cast<unsigned char>(c));
    mix(0x100 + link_number);
    mix(static_cast<std::uint64_t>(way));
    return hash;
}

}  // namespace husky::protocol
