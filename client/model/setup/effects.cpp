#include "client/model/setup/effects.hpp"

#include <algorithm>
#include <cmath>

#include "client/model/setup/builder.hpp"
#include "client/model/zones/zone_kind.hpp"

namespace husky::cells::setup {

namespace {

using enum process_variable;
using protocol::tandem_side;

struct consequence {
    process_variable cause, effect;
    double exponent;
};

/// Of ratios between set points.
constexpr std::array follows_ratio{consequence{injection_speed, peak_pressure, 0.4},
                                   consequence{injection_speed, transition_pressure, 0.4},
                                   consequence{shot_size, plasticised_volume, 1},
                                   consequence{shot_size, recovery_time, 1},
                                   consequence{mould_open_position, mould_close_time, 0.5},
                                   consequence{mould_open_position, mould_open_time, 0.5},
                                   consequence{clamp_tonnage, clamp_up_time, 1},
                                   consequence{cool_water_flow, cool_water_rise, -1}};

/// Of differences between set points, in units of the effect for one of the cause.
constexpr std::array follows_difference{consequence{cool_water_in, mould_surface_temp, 1},
                                        consequence{dry_air_temp, hopper_outlet_temp, 1}};

/// A step of injection takes no longer than at this speed, in units of the family.
constexpr double slowest = 1e-3;

/// A sum over parameters, in the set-up and in the family.
struct tally {
    double now = 0, by_default = 0;
    int count = 0;

    void add(double of_now, double of_default) {
        now += of_now;
        by_default += of_default;
        ++count;
    }
    [[nodiscard]] double difference() const { return count == 0 ? 0 : (now - by_default) / count; }
    [[nodiscard]] double ratio() const { return by_default == 0 ? 1 : now / by_default; }
};

/// Sums over one side's parameters.
struct side_sums {
    std::array<tally, process_variable_count> set_points;
    std::array<tally, process_variable_count> movements;
    tally hold_time, hold_work, slowness;
    double fastest = 0, default_fastest = 0;
};

class effects {
  public:
    effects(const family& f, const layout& l, const values& v) : family_(f), layout_(l), values_(v) {}

    std::optional<process_changes> make() {
        if (!any()) return std::nullopt;
        add_up();
        for (std::size_t side = 0; side < sums_.size(); ++side) {
            move_set_points(static_cast<tandem_side>(side));
            follow(static_cast<tandem_side>(side));
        }
        set_limits();
        return std::move(out_);
    }

  private:
    /// Whether anything that affects the process differs.
    [[nodiscard]] bool any() const {
        for (std::size_t i = 0; i < layout_.parameters.size(); ++i) {
            const auto& p = layout_.parameters[i];
            if (felt_by_process(p.does) && values_.of[i] != p.default_value) return true;
        }
        return false;
    }

    /// A parameter of the machine counts for both sides; a hot runner is the machine's, although each side reports it.
    template <class Do>
    void for_sides(const parameter& p, Do act) {
        const bool heats = p.does == role::set_point && zone_of(p.variable);
        if (is_shared(p.variable) || heats) {
            for (tandem_side side = 0; side < protocol::tandem_sides; ++side)
                act(side);
        } else {
            act(p.side);
        }
    }

    [[nodiscard]] double now(std::size_t i) const { return from_steps(values_.of[i], layout_.parameters[i].digits); }
    [[nodiscard]] double default_of(std::size_t i) const {
        return from_steps(layout_.parameters[i].default_value, layout_.parameters[i].digits);
    }

    /// A step of hold follows its pressure: the time comes next.
    void add_hold_step(std::size_t i, side_sums& s) {
        s.hold_work.add(now(i) * now(i + 1), default_of(i) * default_of(i + 1));
    }

    void add_up() {
        for (std::size_t i = 0; i < layout_.parameters.size(); ++i) {
            const auto& p = layout_.parameters[i];
            for_sides(p, [&](tandem_side side) { add_up(i, sums_[side]); });
        }
    }

    void add_up(std::size_t i, side_sums& s) {
        const auto& p = layout_.parameters[i];
        switch (p.does) {
            case role::set_point:
                s.set_points[index(p.variable)].add(now(i), default_of(i));
                return;
            case role::movement_speed:
                s.movements[index(p.variable)].add(now(i), default_of(i));
                return;
            case role::hold_pressure:
                return add_hold_step(i, s);
            case role::hold_time:
                s.hold_time.add(now(i), default_of(i));
                return;
            case role::speed:
                s.slowness.add(1 / std::max(now(i), slowest), 1 / std::max(default_of(i), slowest));
                s.fastest = std::max(s.fastest, now(i));
                s.default_fastest = std::max(s.default_fastest, default_of(i));
                return;
            case role::pressure_limit:
                out_.further[p.side].pressure_limit = now(i) - default_of(i);
                return;
            case role::recovery_delay:
                out_.further[p.side].recovery_delay_s = now(i) - default_of(i);
                return;
            case role::cycle_delay:
                out_.further[p.side].cycle_delay_s = now(i) - default_of(i);
                return;
            default:
                return;
        }
    }

    void move(tandem_side side, process_variable q, double by) {
        if (by != 0 && family_.of(q).present) out_.at(side, q).offset += by;
    }
    void scale(tandem_side side, process_variable q, double ratio) {
        move(side, q, family_.of(q).set_point * (ratio - 1));
    }

    void move_set_points(tandem_side side) {
        const auto& s = sums_[side];
        for (const auto& kind : variable_kinds())
            move(side, kind.variable, s.set_points[index(kind.variable)].difference());
        move(side, hold_time, s.hold_time.now - s.hold_time.by_default);
        if (s.hold_time.now > 0 && s.hold_time.by_default > 0)
            move(side, hold_pressure,
                 s.hold_work.now / s.hold_time.now - s.hold_work.by_default / s.hold_time.by_default);
        move(side, injection_speed, s.fastest - s.default_fastest);
    }

    [[nodiscard]] double ratio_of(tandem_side side, process_variable q) const {
        const double usually = family_.of(q).set_point;
        return usually == 0 ? 1 : std::max((usually + out_.offset(side, q)) / usually, 0.01);
    }

    void follow(tandem_side side) {
        const auto& s = sums_[side];
        for (const auto& c : follows_ratio)
            if (family_.of(c.cause).present && out_.offset(side, c.cause) != 0)
                scale(side, c.effect, std::pow(ratio_of(side, c.cause), c.exponent));
        for (const auto& c : follows_difference)
            move(side, c.effect, c.exponent * out_.offset(side, c.cause));
        if (s.slowness.now != s.slowness.by_default) scale(side, fill_time, s.slowness.ratio());
        for (const auto& kind : variable_kinds())
            if (const auto& speeds = s.movements[index(kind.variable)]; speeds.now != speeds.by_default)
                scale(side, kind.variable, 1 / speeds.ratio());
    }

    /// All limits of a variable are given once one of them is no longer the family's.
    void set_limits() {
        for (std::size_t i = 0; i + 2 < layout_.parameters.size(); ++i) {
            const auto& p = layout_.parameters[i];
            if (p.does != role::low_limit) continue;
            const auto is_default = [&](std::size_t at) {
                return values_.of[at] == layout_.parameters[at].default_value;
            };
            if (is_default(i) && is_default(i + 1) && is_default(i + 2)) continue;
            for_sides(p, [&](tandem_side side) {
                auto& c = out_.at(side, p.variable);
                c.judged = true;
                if (values_.of[i] != off) c.low = static_cast<float>(now(i));
                if (values_.of[i + 1] != off) c.high = static_cast<float>(now(i + 1));
                c.rejects = values_.of[i + 2] != 0;
            });
        }
    }

    const family& family_;
    const layout& layout_;
    const values& values_;
    process_changes out_;
    std::array<side_sums, protocol::tandem_sides> sums_;
};

}  // namespace

std::vector<zone_offsets::aim> single_zones_of(const family& f, const layout& l, const values& v) {
    std::vector<zone_offsets::aim> all;
    for (const auto q : {manifold_zones, tip_zones}) {
        tally mean;
        const auto each = [&](auto act) {
            for (std::size_t i = 0; i < l.parameters.size(); ++i)
                if (const auto& p = l.parameters[i]; p.does == role::set_point && p.variable == q)
                    act(p, from_steps(v.of[i], p.digits), from_steps(p.default_value, p.digits));
        };
        each([&](const parameter&, double now, double by_default) { mean.add(now, by_default); });
        each([&](const parameter& p, double now, double by_default) {
            const double by = now - by_default - mean.difference();
            if (std::fabs(by) > 1e-9)
                all.push_back({*zone_of(q), p.member, static_cast<float>(by / f.of(q).per_kelvin)});
        });
    }
    return all;
}

std::optional<process_changes> effects_of(const family& f, const layout& l, const values& v) {
    return effects(f, l, v).make();
}

}  // namespace husky::cells::setup
