#include "client/fleet/roster.hpp"

#include <fmt/format.h>

#include <fstream>

#include "client/model/cell/plant.hpp"
#include "client/model/family/family_file.hpp"
#include "protocol/wire/wire_text.hpp"
#include "settings/schema/load.hpp"

namespace husky::cells {

namespace {

constexpr std::uint32_t max_machines = 1'000'000;

std::string key_of(std::size_t group, const char* key) { return fmt::format("groups[{}].{}", group, key); }

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

void require_few_enough(const fleet_config& config) {
    std::uint64_t all = 0;
    for (std::size_t g = 0; g < config.groups.size() && config.count == 0; ++g) {
        all += config.groups[g].count;
        if (all > max_machines)
            config.given.fail_at(key_of(g, "count"),
                                 fmt::format("expected at most {} machines in all groups, got {}", max_machines, all));
    }
}

void require_sound(const fleet_config& config, std::size_t g, const family& kind) {
    const auto& group = config.groups[g];
    if (group.serials.empty() && group.count > 1 && is_exact_serial(group.serial))
        config.given.fail_at(key_of(g, "serial"),
                             fmt::format("expected a pattern with {{n}} or {{n:04}}, got '{}'", group.serial));
    if (group.tandem && !kind.tandem)
        config.given.fail_at(
            key_of(g, "tandem"),
            fmt::format("expected false: the family {} has no tandem moulds, got 'true'", group.family));
    if (group.age_to_years > 0 && group.age_to_years < group.age_years)
        config.given.fail_at(key_of(g, "age_to_years"), fmt::format("expected at least age_years, {}, got '{}'",
                                                                    group.age_years, group.age_to_years));
}

cell_settings settings_of(const machine_group& group, const std::string& serial, std::uint64_t seed,
                          const shift_plan& shifts) {
    const auto place = place_in_plant(seed, serial);
    cell_settings settings;
    settings.serial = serial;
    settings.life_counter = group.life_counter;
    settings.age_years = group.age_years;
    if (group.age_to_years > 0) settings.age_years += place.age_share * (group.age_to_years - group.age_years);
    settings.tandem = group.tandem;
    settings.start = group.start.value_or(place.start);
    settings.shifts = shifts;
    settings.shifts.rests_on_weekends = group.rests_on_weekends;
    settings.defects = group.defects;
    settings.defects.clock.offset_s += place.clock_offset * group.clock_offset_sigma_s;
    settings.defects.clock.drift_s_per_day += place.clock_drift * group.clock_drift_sigma_s_per_day;
    return settings;
}

/// Why a serial would not arrive at a host unchanged; empty if it does.
std::string serial_problem(const std::string& serial, std::size_t max) {
    const auto length = protocol::wire_length(serial);
    if (!length) return fmt::format("expected serials in Latin-1, others cannot be sent, got '{}'", serial);
    if (*length == 0 || serial.ends_with(' '))
        return fmt::format("expected serials that are not empty and do not end with a space, got '{}'", serial);
    if (*length > max) return fmt::format("expected serials of at most {} bytes, got '{}'", max, serial);
    if (!protocol::is_wire_name(serial, max)) return "expected serials without control characters";
    return {};
}

/// Gives out the serials of a fleet, each once.
class known_serials {
  public:
    known_serials(const fleet_config& config, const protocol::dialect& wire_dialect)
        : config_(config),
          max_(wire_dialect.width(protocol::first_text_slot<protocol::init>)),
          given_out_(config.groups.size()) {}

    /// That of the fleet's next machine, which is of group `g`.
    std::string next(std::size_t g) {
        const auto& group = config_.groups[g];
        const auto nth = given_out_[g]++;
        ++number_;
        if (group.serials.empty())
            return checked(serial_of(group.serial, number_).value_or(group.serial), key_of(g, "serial"));
        if (nth == group.serials.size())
            config_.given.fail_at(key_of(g, "serials"),
                                  fmt::format("expected more serials for a count of {}, got {}", config_.count, nth));
        return checked(group.serials[nth], fmt::format("{}[{}]", key_of(g, "serials"), nth));
    }

  private:
    std::string checked(std::string serial, const std::string& key) {
        const auto problem = serial_problem(serial, max_);
        if (!problem.empty()) config_.given.fail_at(key, problem);
        const auto [other, is_new] = taken_.emplace(serial, number_);
        if (!is_new)
            config_.given.fail_at(
                key, fmt::format("expected a serial of its own for each machine, got '{}' for machines {} and {}",
                                 serial, other->second, number_));
        return serial;
    }

    const fleet_config& config_;
    std::size_t max_;
    std::vector<std::size_t> given_out_;  ///< of each group
    std::uint32_t number_ = 0;            ///< of the last machine, from 1
    std::map<std::string, std::uint32_t> taken_;
};

std::string family_text(const std::string& name) {
    const auto built_in = built_in_family(name);
    return built_in.empty() ? settings::read_file(name) : std::string(built_in);
}

std::string family_source(const std::string& name) {
    return built_in_family(name).empty() ? name : name + ".yaml (built in)";
}

}  // namespace

const family& family_set::plain(const std::string& name, const settings::places& given, const std::string& key) {
    auto& slot = loaded_[name];
    if (slot) return *slot;
    if (built_in_family(name).empty() && !std::ifstream(name).is_open())
        given.fail_at(key + ".family", fmt::format("expected one of {}, or a family file that can be read, got '{}'",
                                                   fmt::join(built_in_families(), ", "), name));
    slot = std::make_unique<family>(parse_family(family_text(name), family_source(name)));
    return *slot;
}

const family& family_set::get(const machine_group& group, const settings::places& given, const std::string& key) {
    const family& found = plain(group.family, given, key);
    if (!group.overrides.any()) return found;
    changed_.push_back(std::make_unique<family>(parse_family(family_text(group.family), family_source(group.family),
                                                             group.overrides, given, key + ".overrides")));
    return *changed_.back();
}

std::vector<roster_entry> make_roster(const fleet_config& config, family_set& loaded,
                                      const protocol::dialect& wire_dialect) {
    if (config.groups.empty()) config.given.fail_at("groups", "expected at least one group of machines, got none");
    require_few_enough(config);
    const auto shifts = make_shift_plan(config.shifts, config.given);
    std::vector<const family*> kinds;
    for (std::size_t g = 0; g < config.groups.size(); ++g) {
        kinds.push_back(&loaded.get(config.groups[g], config.given, fmt::format("groups[{}]", g)));
        require_sound(config, g, *kinds.back());
    }
    std::vector<roster_entry> roster;
    known_serials serials(config, wire_dialect);
    for (const auto g : deal(config)) {
        const auto serial = serials.next(g);
        const auto seed = config.groups[g].seed > 0 ? config.groups[g].seed : config.seed;
        roster.push_back({kinds[g], settings_of(config.groups[g], serial, seed, shifts), seed});
    }
    return roster;
}

}  // namespace husky::cells
