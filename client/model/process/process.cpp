#include "client/model/process/process.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "client/model/family/cycle_time.hpp"

namespace husky::cells {

namespace {

using enum process_variable;

/// Measured before the melt is known, because the melt and the rest depend on them.
constexpr std::array first_measured{barrel_zone_1, barrel_zone_2, barrel_zone_3, barrel_zone_4, barrel_zone_5,
                                    barrel_zone_6, barrel_zone_7, back_pressure, screw_speed,   hold_pressure};
constexpr std::array front_zones{barrel_zone_5, barrel_zone_6, barrel_zone_7};

constexpr bool is_first(process_variable q) {
    return std::find(first_measured.begin(), first_measured.end(), q) != first_measured.end();
}

/// The others that are drawn, in an order in which none follows a later one.
constexpr auto then_measured = [] {
    constexpr auto drawn = [](process_variable q) { return q != cycle_time && !is_counted(q) && !is_first(q); };
    constexpr auto count = [drawn] {
        std::size_t n = 0;
        for (std::size_t i = 0; i < process_variable_count; ++i)
            n += drawn(static_cast<process_variable>(i)) ? 1U : 0U;
        return n;
    }();
    std::array<process_variable, count> list{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < process_variable_count; ++i)
        if (drawn(static_cast<process_variable>(i))) list[at++] = static_cast<process_variable>(i);
    return list;
}();

/// What a cycle without injection does not have.
constexpr std::array of_the_shot{fill_time,           hold_time,     cool_time,       recovery_time,
                                 transition_pressure, peak_pressure, hold_pressure,   injection_speed,
                                 back_pressure,       screw_speed,   screw_torque,    flow_index,
                                 plasticised_volume,  part_weight,   cavity_pressure, key_dimension};

/// Nearest step of the controller. The constant is 1.5 * 2^52: adding it leaves a double no fraction bits, which rounds
/// to even; valid for magnitudes below 2^51 steps.
double quantise(double y, const variable_rule& c) {
    if (c.steps_per_unit == 0) return y;
    constexpr double shift = 6755399441055744.0;
    return (y * c.steps_per_unit + shift - shift) * c.resolution;
}

double percent_off(double y, double set_point) { return set_point == 0 ? 0 : 100 * (y / set_point - 1); }

}  // namespace

process::process(const family& f, double noise_scale, random_stream random)
    : family_(&f), noise_scale_(noise_scale), random_(random), conditions_(f, random_), zones_(f.zones, random_) {
    for (auto& side : wander_)
        for (std::size_t i = 0; i < process_variable_count; ++i)
            side[i] = static_cast<float>(f.rules[i].sigma * noise_scale_ * random_.normal());
}

double process::measure(process_variable q, protocol::tandem_side side, double scale, shot& out) {
    const variable_rule& c = family_->rules[index(q)];
    if (!c.present) return 0;
    const auto zone = zone_of(q);
    double y = zone ? c.set_point : set_point(side, q);
    if (zone)
        y += c.per_kelvin * zones_.off(*zone);
    else if (q == zone_duty)
        y += 100 * zones_.duty() - c.set_point;
    const coupling* follows = family_->couplings.data() + c.first_coupling;
    for (std::uint16_t i = 0; i < c.couplings; ++i)
        y += follows[i].gain * conditions_.of(follows[i].source);
    if (c.sigma > 0) {
        float& wander = wander_[is_shared(q) ? 0 : side][index(q)];
        wander = static_cast<float>(c.phi * static_cast<double>(wander) + c.step * scale * random_.normal());
        y += static_cast<double>(wander);
    }
    if (c.white > 0) y += c.white * scale * random_.normal();
    // A timer may be set to nothing.
    if (changes_ != nullptr && kind_of(q).measures == dimension::time) y = std::max(y, 0.0);
    out.within_bands = out.within_bands && within_band(q, side, y);
    y = quantise(y, c);
    out.values[index(q)] = static_cast<float>(y);
    return y;
}

/// Whether a value is good: inside the set-up's limits if it has any, else inside the family's.
bool process::within_band(process_variable q, protocol::tandem_side side, double y) const {
    const auto* given = changes_ == nullptr ? nullptr : changes_->of(side, q);
    if (given != nullptr && given->judged)
        return !given->rejects || (y >= static_cast<double>(given->low) && y <= static_cast<double>(given->high));
    const variable_rule& c = family_->rules[index(q)];
    return !c.rejects || (y >= c.set_point + c.low && y <= c.set_point + c.high);
}

/// The melt follows the front barrel zones, the screw's speed and the back pressure.
void process::melt(double elapsed_s, const shot& s) {
    const auto off = [&](process_variable q) {
        return static_cast<double>(s.values[index(q)]) - family_->of(q).set_point;
    };
    double front_zones_k = 0;
    for (const auto q : front_zones)
        front_zones_k += off(q) / front_zones.size();
    const auto& c = family_->process;
    conditions_.melt(front_zones_k + c.melt_per_rpm * off(screw_speed) + c.melt_per_bar * off(back_pressure),
                     elapsed_s);
}

/// At the pressure limit the drive slows down: the peak stays, the fill takes longer in proportion.
void process::limit_pressure(shot& out) const {
    const double given = changes_ == nullptr ? 0 : changes_->further[out.side].pressure_limit;
    const auto limit = static_cast<float>(family_->process.pressure_limit + given);
    float& peak = out.values[index(peak_pressure)];
    if (limit == 0 || peak <= limit) return;
    out.values[index(fill_time)] *= peak / limit;
    peak = limit;
    out.within_bands = false;
}

void process::make(protocol::tandem_side side, double elapsed_s, double wait_s, shot& out) {
    conditions_.pass(elapsed_s, true);
    conditions_.next_shot(random_);
    out.side = side;
    out.within_bands = true;
    const auto follow = [&](influence i, process_variable q) {
        conditions_.set(i, percent_off(static_cast<double>(out.values[index(q)]), family_->of(q).set_point));
    };
    for (const auto q : first_measured)
        measure(q, side, noise_scale_, out);
    melt(elapsed_s, out);
    follow(influence::back_pressure, back_pressure);
    follow(influence::screw_speed, screw_speed);
    follow(influence::hold_pressure, hold_pressure);
    for (const auto q : then_measured) {
        const bool worn = q == cushion;
        measure(q, side, worn ? noise_scale_ * (1 + conditions_.ring_wear()) : noise_scale_, out);
        if (q == part_weight) follow(influence::weight, part_weight);
    }
    limit_pressure(out);
    set_cycle(wait_s, out);
    out.within_bands = out.within_bands && within_band(cycle_time, side, out.cycle_s);
}

void process::make_dry(protocol::tandem_side side, double elapsed_s, double wait_s, shot& out) {
    make(side, elapsed_s, wait_s, out);
    for (const auto q : of_the_shot)
        out.values[index(q)] = 0;
    set_cycle(wait_s, out);
}

void process::set_cycle(double wait_s, shot& out) const {
    cycle_rule rule = family_->cycle;
    if (changes_ != nullptr) {
        rule.recovery_delay_s += changes_->further[out.side].recovery_delay_s;
        wait_s += changes_->further[out.side].cycle_delay_s;
    }
    const double cycle =
        cycle_seconds(rule, wait_s, [&](process_variable q) { return static_cast<double>(out.values[index(q)]); });
    out.cycle_s = std::max(cycle, 0.1);
    out.values[index(cycle_time)] = static_cast<float>(quantise(out.cycle_s, family_->of(cycle_time)));
}

void process::offset(process_variable q, double units) {
    for (protocol::tandem_side side = 0; side < protocol::tandem_sides; ++side)
        offset(side, q, units);
}

void process::offset(protocol::tandem_side side, process_variable q, double units) {
    const auto at = std::find_if(offsets_.begin(), offsets_.end(), [&](const auto& o) {
        return moved_[index(q)] ? o.variable == q && !o.is_free() : o.is_free();
    });
    if (at == offsets_.end()) return;
    at->variable = q;
    at->units[side] = static_cast<float>(units);
    moved_.set(index(q), !at->is_free());
}

double process::offset(protocol::tandem_side side, process_variable q) const {
    if (!moved_[index(q)]) return 0;
    const auto at =
        std::find_if(offsets_.begin(), offsets_.end(), [&](const auto& o) { return o.variable == q && !o.is_free(); });
    return static_cast<double>(at->units[side]);
}

std::array<float, zone_count> process::zones_raised() const {
    std::array<float, zone_count> raised{};
    for (const auto& kind : variable_kinds())
        if (const auto zone = zone_of(kind.variable)) {
            const variable_rule& c = family_->of(kind.variable);
            raised[*zone] = static_cast<float>((set_point(0, kind.variable) - c.set_point) / c.per_kelvin);
        }
    return raised;
}

double process::shown(process_variable q, double y) const { return quantise(y, family_->of(q)); }

void process::lean(process_variable q, double by, bool relative, shot& s) const {
    const variable_rule& c = family_->of(q);
    if (!c.present) return;
    float& value = s.values[index(q)];
    const auto before = static_cast<double>(value);
    const double y = relative ? before * (1 + by) : before + by;
    s.within_bands = s.within_bands && within_band(q, s.side, y);
    value = static_cast<float>(quantise(y, c));
}

}  // namespace husky::cells
