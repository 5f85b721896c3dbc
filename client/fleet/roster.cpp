#include "client/fleet/roster.hpp"

#include <fmt/format.h>

#include <set>

#include "client/model/family_file.hpp"
#include "settings/error.hpp"
#include "settings/load.hpp"
#include "settings/scalar.hpp"

namespace husky::cells {

namespace {

constexpr std::size_t longest_serial = 16;
constexpr std::uint32_t most_machines = 1'000'000;

[[noreturn]] void wrong(std::size_t group, const std::string& key, const std::string& problem) {
    settings::fail("fleet", 0, fmt::format("groups[{}].{}", group, key), problem);
}

/// The group of each machine. Dealt in proportion when the number is given: then a machine's group does not depend on
/// how many follow it.
std::vector<std::size_t> deal(const fleet_config& config) {
    std::vector<std::size_t> dealt;
    const auto& groups = config.groups;
    if (config.count == 0) {
        for (std::size_t g = 0; g < groups.size(); ++g)
            dealt.insert(dealt.end(), groups[g].count, g);
        return dealt;
    }
    std::int64_t total = 0;
    for (const auto& g : groups)
        total += g.count;
    std::vector<std::int64_t> credit(groups.size());
    while (dealt.size() < config.count) {
        std::size_t next = 0;
        for (std::size_t g = 0; g < groups.size(); ++g) {
            credit[g] += groups[g].count;
            if (credit[g] > credit[next]) next = g;
        }
        credit[next] -= total;
        dealt.push_back(next);
    }
    return dealt;
}

std::uint64_t machines_in(const fleet_config& config) {
    std::uint64_t all = config.count;
    if (all == 0)
        for (const auto& g : config.groups)
            all += g.count;
    return all;
}

}  // namespace

const family& family_shelf::get(const std::string& name) {
    auto& slot = loaded_[name];
    if (slot) return *slot;
    const auto built_in = built_in_family(name);
    if (!built_in.empty())
        slot = std::make_unique<family>(parse_family(std::string(built_in), name + ".yaml (built in)"));
    else if (name.find('.') != std::string::npos)
        slot = std::make_unique<family>(load_family(name));
    else
        throw settings::error(fmt::format("family: expected one of {}, or a family file, got '{}'",
                                          fmt::join(built_in_families(), ", "), name));
    return *slot;
}

std::optional<std::string> serial_of(const std::string& pattern, std::uint32_t n) {
    const auto open = pattern.find('{');
    const auto close = pattern.find('}');
    if (open == std::string::npos || close == std::string::npos || close < open ||
        pattern.find('{', open + 1) != std::string::npos)
        return std::nullopt;
    const auto inside = pattern.substr(open + 1, close - open - 1);
    std::size_t width = 0;
    if (inside != "n") {
        if (!inside.starts_with("n:0")) return std::nullopt;
        const auto digits = settings::parse_integer(inside.substr(3));
        if (!digits || *digits < 1 || *digits > 9) return std::nullopt;
        width = static_cast<std::size_t>(*digits);
    }
    return pattern.substr(0, open) + fmt::format("{:0{}}", n, width) + pattern.substr(close + 1);
}

std::vector<roster_entry> make_roster(const fleet_config& config, family_shelf& shelf) {
    if (config.groups.empty()) settings::fail("fleet", 0, "groups", "expected at least one group of machines");
    if (const auto all = machines_in(config); all > most_machines)
        settings::fail("fleet", 0, "count", fmt::format("expected at most {} machines, got {}", most_machines, all));
    std::vector<roster_entry> roster;
    std::set<std::string> serials;
    for (const auto g : deal(config)) {
        const auto& group = config.groups[g];
        const family& kind = shelf.get(group.family);
        if (group.tandem && !kind.tandem)
            wrong(g, "tandem", fmt::format("the family {} has no tandem moulds", group.family));
        const auto serial = serial_of(group.serial, static_cast<std::uint32_t>(roster.size() + 1));
        if (!serial)
            wrong(g, "serial", fmt::format("expected a pattern with {{n}} or {{n:04}}, got '{}'", group.serial));
        if (serial->size() > longest_serial)
            wrong(g, "serial", fmt::format("'{}' is longer than the {} bytes of the wire", *serial, longest_serial));
        if (!serials.insert(*serial).second) wrong(g, "serial", fmt::format("'{}' is given twice", *serial));
        cell_settings settings;
        settings.serial = *serial;
        settings.life_counter = group.life_counter;
        settings.age_years = group.age_years;
        settings.tandem = group.tandem;
        settings.start = group.start;
        settings.defects = group.defects;
        roster.push_back({&kind, std::move(settings)});
    }
    return roster;
}

}  // namespace husky::cells
