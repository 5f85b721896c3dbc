#include "client/model/family/family_file.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "client/model/family/cycle_time.hpp"
#include "client/model/family/family_directory.hpp"
#include "settings/schema/load.hpp"

namespace husky::cells {

namespace {

/// An error, with the key as in a family file.
struct misfit {
    std::string key, problem;
};

/// Turns a draft with keys that are valid one by one into a family whose parts fit together.
class builder {
  public:
    explicit builder(family_draft& draft) : draft_(draft) {}

    /// Once. Throws misfit.
    family build() {
        family& f = draft_.family;
        take_equipment();
        for (std::size_t i = 0; i < draft_.variables.size(); ++i)
            take_variable(i);
        require_every_variable();
        require_fitting_phases();
        take_failures();
        take_ranges("start_up", draft_.start_up);
        take_ranges("orders", draft_.orders);
        take_zones();
        take_oil();
        add_directory(f);
        return std::move(f);
    }

  private:
    [[noreturn]] static void fail(const std::string& key, const std::string& problem) { throw misfit{key, problem}; }

    void take_equipment() {
        for (std::size_t i = 0; i < draft_.equipment.size(); ++i) {
            const auto& names = equipment::names;
            const auto at = std::find(names.begin(), names.end(), draft_.equipment[i]);
            if (at == names.end())
                fail(fmt::format("equipment[{}]", i),
                     fmt::format("expected one of {}, got '{}'", fmt::join(names, ", "), draft_.equipment[i]));
            draft_.family.has |= 1U << static_cast<unsigned>(at - names.begin());
        }
    }

    void take_variable(std::size_t i) {
        auto& v = draft_.variables[i];
        variable_rule& into = draft_.family.rules[index(v.measured)];
        const auto& kind = kind_of(v.measured);
        const auto key = [&](const char* name) { return fmt::format("variables[{}].{}", i, name); };

        if (std::exchange(seen_[index(v.measured)], true))
            fail(key("variable"), fmt::format("{} given twice", name_of(kind.variable)));
        const auto& units = units_of(kind.measures);
        if (v.unit != units.si && v.unit != units.us)
            fail(key("unit"), units.si == units.us ? fmt::format("expected {} for {}, got '{}'", units.si,
                                                                 name_of(kind.variable), v.unit)
                                                   : fmt::format("expected {} or {} for {}, got '{}'", units.si,
                                                                 units.us, name_of(kind.variable), v.unit));
        into = v.figures;
        into.present = !v.absent;
        if (into.rejects && into.low == 0 && into.high == 0) fail(key("rejects"), "needs a band: low or high");
        require_zone(v, key);
        into.step = std::sqrt(1 - into.phi * into.phi) * into.sigma;
        into.steps_per_unit = into.resolution > 0 ? 1 / into.resolution : 0;
        into.first_coupling = static_cast<std::uint16_t>(draft_.family.couplings.size());
        into.couplings = static_cast<std::uint16_t>(v.follows.size());
        draft_.family.couplings.insert(draft_.family.couplings.end(), v.follows.begin(), v.follows.end());
        draft_.family.units[index(v.measured)] = v.unit;
        const bool degrees =
            kind.measures == dimension::temperature || kind.measures == dimension::temperature_difference;
        into.per_kelvin = degrees && v.unit == units.us ? 1.8 : 1;
    }

    void require_every_variable() const {
        for (const auto& kind : variable_kinds())
            if (!is_counted(kind.variable) && !seen_[index(kind.variable)])
                fail("variables", fmt::format("{} is missing; give it, or mark it absent", name_of(kind.variable)));
        constexpr std::array vital{process_variable::cycle_time,      process_variable::mould_close_time,
                                   process_variable::fill_time,       process_variable::hold_time,
                                   process_variable::cool_time,       process_variable::recovery_time,
                                   process_variable::mould_open_time, process_variable::eject_time};
        for (const auto q : vital)
            if (!draft_.family.of(q).present)
                fail("variables", fmt::format("{} cannot be absent: it is a part of the cycle", name_of(q)));
    }

    void require_fitting_phases() {
        const double phases = nominal_phases_s(draft_.family);
        const double cycle = draft_.family.cycle.time_s;
        if (phases > cycle * 1.0001)
            fail("cycle.time_s",
                 fmt::format("the phases take {:.3f} s; expected a cycle of at least that, got '{}'", phases, cycle));
        draft_.family.cycle.wait_s = std::max(cycle - phases, 0.0);
    }

    template <class Key>
    static void require_zone(const family_draft::variable& v, const Key& key) {
        const auto require = [&](const char* name, double value, double min, double max) {
            if (value > 0 && !zone_of(v.measured))
                fail(key(name), fmt::format("{} is not a heated zone", name_of(v.measured)));
            if (value > 0 && (value < min || value > max))
                fail(key(name), fmt::format("expected 0 or a number from {} to {}, got '{}'", min, max, value));
        };
        require("tau_s", v.zone.tau_s, 5, 1e4);
        require("dead_time_s", v.zone.dead_time_s, 0, v.measured == process_variable::tip_zones ? 4 : 60);
        require("headroom_k", v.zone.headroom_k, 50, 1000);
    }

    /// Of a temperature, in °C.
    [[nodiscard]] double celsius(process_variable q) const {
        const variable_rule& c = draft_.family.of(q);
        return c.per_kelvin == 1 ? c.set_point : (c.set_point - 32) / c.per_kelvin;
    }

    void take_zones() {
        family& f = draft_.family;
        const variable_rule& hall = f.of(process_variable::hall_temp);
        const double hall_c = hall.present ? celsius(process_variable::hall_temp) : 25;
        const variable_rule& duty = f.of(process_variable::zone_duty);
        for (std::size_t i = 0; i < draft_.variables.size(); ++i) {
            const auto& v = draft_.variables[i];
            const auto zone = zone_of(v.measured);
            const variable_rule& c = f.of(v.measured);
            if (!zone || !c.present) continue;
            constexpr double min_k = 20;
            const double depth_k = celsius(v.measured) - hall_c;
            if (depth_k < min_k)
                fail(fmt::format("variables[{}].set_point", i), "expected a heated zone to be 20 K above the hall");
            zone_data data = default_zone(*zone);
            if (v.zone.tau_s > 0) data.tau_s = v.zone.tau_s;
            if (v.zone.dead_time_s > 0) data.dead_time_s = v.zone.dead_time_s;
            if (v.zone.headroom_k > 0) data.headroom_k = v.zone.headroom_k;
            // The melt heats the hot runner so much that its duty in production is the one of the file.
            const bool hot_runner = *zone >= manifold_zone;
            const double melt_k =
                duty.present ? depth_k - duty.set_point / 100 * (depth_k + data.headroom_k) : f.process.screw_heat_k;
            zone_kind& kind = f.zones[*zone];
            kind = make_zone(*zone, data, depth_k, hot_runner ? melt_k : f.process.screw_heat_k);
            kind.count = static_cast<std::uint8_t>(std::max<std::uint16_t>(c.members, 1));
            constexpr double min_band_k = 2;  // wider than its controller swings
            if (c.high > 0 && c.low < 0)
                kind.band_k = static_cast<float>(std::max(std::min(c.high, -c.low) / c.per_kelvin, min_band_k));
            // Of a band of 5 K: 10 K, tips 15 K.
            kind.stop_k = (*zone == tip_zone ? 3.0F : 2.0F) * kind.band_k;
        }
    }

    /// Oil that is colder than its band blocks automatic production.
    void take_oil() {
        family& f = draft_.family;
        const variable_rule& oil = f.of(process_variable::oil_temperature);
        if (oil.present && (f.has & equipment::hydraulics) != 0)
            f.oil_lowest_k = static_cast<float>(oil.low / oil.per_kelvin);
    }

    void take_failures() {
        for (const auto& kind : interruption_kinds()) {
            const bool possible = (kind.needs & draft_.family.has) == kind.needs;
            draft_.family.failures[interruption_index(kind.id)] = {
                possible ? kind.mtbf_hours * draft_.family.mtbf_scale : 0, kind.mttr_minutes};
        }
        for (const auto& given : draft_.interruptions) {
            auto& rate = draft_.family.failures[interruption_index(given.id)];
            rate.mtbf_hours = given.rate.mtbf_hours;
            if (given.rate.mttr_minutes > 0) rate.mttr_minutes = given.rate.mttr_minutes;
        }
    }

    static void take_ranges(const char* group, const std::vector<family_draft::range>& all) {
        for (const auto& range : all) {
            if (range.given.empty()) continue;
            if (range.given.size() != 2 || range.given[0] > range.given[1])
                fail(fmt::format("{}.{}", group, range.name), "expected two numbers, the lower first");
            *range.into = {range.given[0], range.given[1]};
        }
    }

    void add_directory(family& f) const {
        f.directories = {make_directory(f, {}), make_directory(f, {.tandem = true, .old = false}),
                         make_directory(f, {.tandem = false, .old = true}),
                         make_directory(f, {.tandem = true, .old = true})};
        add_interruption_texts(f);
    }

    family_draft& draft_;
    std::array<bool, process_variable_count> seen_{};
};

void require_each_once(const family_overrides& changes, const settings::places& given, const std::string& key) {
    std::array<bool, process_variable_count> seen{};
    for (std::size_t i = 0; i < changes.variables.size(); ++i) {
        const auto what = changes.variables[i].written.measured;
        if (std::exchange(seen[index(what)], true))
            given.fail_at(fmt::format("{}.variables[{}].variable", key, i),
                          fmt::format("{} given twice", name_of(what)));
    }
}

/// Where the overrides say what a family file says at `key`. `order` is that of the file's variables.
std::string key_in_overrides(const std::string& key, const std::vector<process_variable>& order,
                             const family_overrides& changes) {
    if (key == "cycle.time_s") return "cycle_time_s";
    const auto end = key.find(']');
    if (!key.starts_with("variables[") || end == std::string::npos) return key;
    const auto what = order[std::stoul(key.substr(sizeof "variables[" - 1))];
    for (std::size_t i = 0; i < changes.variables.size(); ++i)
        if (changes.variables[i].written.measured == what) return fmt::format("variables[{}{}", i, key.substr(end));
    return key;
}

}  // namespace

family parse_family(const std::string& yaml, const std::string& source) {
    family_draft draft;
    settings::places given;
    settings::load_text(describe(draft), yaml, source, &given);
    try {
        return builder(draft).build();
    } catch (const misfit& wrong) {
        given.fail_at(wrong.key, wrong.problem);
    }
}

family parse_family(const std::string& yaml, const std::string& source, const family_overrides& changes,
                    const settings::places& given, const std::string& key) {
    family_draft draft;
    settings::load_text(describe(draft), yaml, source);
    require_each_once(changes, given, key);
    apply(changes, draft);
    std::vector<process_variable> order;
    for (const auto& v : draft.variables)
        order.push_back(v.measured);
    try {
        return builder(draft).build();
    } catch (const misfit& wrong) {
        given.fail_at(key + "." + key_in_overrides(wrong.key, order, changes), wrong.problem);
    }
}

bool is_family_file(const std::string& yaml) {
    try {
        const YAML::Node top = YAML::Load(yaml);
        return top.IsMap() && top["variables"];
    } catch (const YAML::Exception&) {
        return false;
    }
}

family load_family(const std::string& path) { return parse_family(settings::read_file(path), path); }

}  // namespace husky::cells
