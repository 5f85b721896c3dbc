#include "server/registry/production_meter.hpp"

#include <algorithm>
#include <cmath>

namespace husky::host {

namespace {

using std::chrono::milliseconds;

stop_kind kind_of(protocol::machine_mode mode) {
    using enum protocol::machine_mode;
    switch (mode) {
        case off:
        case standby:
        case maintenance:
            return stop_kind::planned;
        case heating:
        case manual:
        case set_up:
        case purge:
        case dry_cycle:
        case semi_auto:
            return stop_kind::set_up;
        case idle:
        case automatic:
        case interrupted:
            break;
    }
    return stop_kind::down;
}

std::int32_t in_ms(float seconds) { return static_cast<std::int32_t>(std::lround(seconds * 1000)); }

/// Parts by what the cycle says of itself alone.
produced by_cavities(const told_counts& told) {
    produced made;
    if (!told.quality || !told.cavities) return made;
    const auto is = [&](protocol::cycle_quality quality) {
        return *told.quality == static_cast<std::int32_t>(quality);
    };
    made.good = is(protocol::cycle_quality::good) ? *told.cavities : 0;
    made.bad = is(protocol::cycle_quality::bad) || is(protocol::cycle_quality::failed) ? *told.cavities : 0;
    return made;
}

}  // namespace

void production_meter::resume(std::chrono::sys_seconds ended, wall_time received) {
    follows_ = true;
    ended_ = ended;
    received_ = received;
    count_ = 1;
    stretches_[0] = {stop_kind::unseen, received};
}

void production_meter::begin_anew() {
    const auto mode = mode_;
    *this = {};
    mode_ = mode;
}

produced production_meter::cycle(const told_counts& told, std::chrono::sys_seconds ended, wall_time received,
                                 std::vector<stop_record>& stops) {
    open_ = 0;  // a cycle is the proof that nothing stops it any more
    if (told.job_cycles && job_cycles_ && *told.job_cycles <= *job_cycles_) begin_job();
    produced made = parts_of(told);
    if (told.cycle_time) {
        made.busy_ms = in_ms(*told.cycle_time);
        const milliseconds lost = (ended - ended_) - milliseconds(made.busy_ms);
        if (follows_ && lost >= shortest_stop && lost <= longest_stop) {
            const auto whole = received - received_;
            const auto share = static_cast<double>(lost.count()) / static_cast<double>(lost.count() + made.busy_ms);
            const milliseconds stood(static_cast<std::int64_t>(static_cast<double>(whole.count()) * share));
            add_stops(received_ + stood, lost, stops);
        }
    }
    learn(told, made);
    made.ideal_ms = ideal_of(made);
    follows_ = true;
    received_ = received;
    ended_ = ended;
    job_cycles_ = told.job_cycles;
    good_ = told.good;
    bad_ = told.bad;
    count_ = 1;
    stretches_[0] = {present(), received};
    return made;
}

produced production_meter::late_cycle(const told_counts& told) const {
    produced made = by_cavities(told);
    if (told.cycle_time) made.busy_ms = in_ms(*told.cycle_time);
    made.ideal_ms = ideal_of(made);
    return made;
}

void production_meter::mode(protocol::machine_mode now, wall_time at) {
    mode_ = now;
    note(present(), at);
}

void production_meter::interruption(protocol::interruption_state state, wall_time at) {
    if (state == protocol::interruption_state::begins)
        open_ = static_cast<std::uint16_t>(std::min(open_ + 1, 0xFFFF));
    else if (open_ > 0)
        --open_;
    note(present(), at);
}

std::vector<stop_record> production_meter::standing(wall_time now) const {
    std::vector<stop_record> stops;
    const milliseconds stood = now - received_;
    if (count_ == 0 || !cycle_time_ || stood < milliseconds(2 * in_ms(*cycle_time_)) + shortest_stop) return stops;
    add_stops(now, stood, stops);
    return stops;
}

stop_kind production_meter::present() const { return open_ > 0 ? stop_kind::down : kind_of(mode_); }

void production_meter::note(stop_kind kind, wall_time at) {
    if (count_ == 0 || stretches_[count_ - 1U].kind == kind) return;
    if (count_ == max_stretches) {
        stretches_[count_ - 1U].kind = kind;
        return;
    }
    stretches_[count_++] = {kind, at};
}

/// Each stretch loses its share of what was lost in all; the two clocks need not run at one speed.
void production_meter::add_stops(wall_time until, milliseconds lost, std::vector<stop_record>& to) const {
    const milliseconds whole = until - received_;
    if (whole.count() <= 0) {  // told in one piece with the cycle before: where the stretches lie is not known
        const stop_kind last = stretches_[count_ - 1U].kind;
        if (last != stop_kind::unseen) to.push_back({.kind = last, .begin = received_, .end = received_, .lost = lost});
        return;
    }
    for (std::size_t i = 0; i < count_; ++i) {
        const wall_time begin = std::clamp(stretches_[i].since, received_, until);
        const wall_time end = i + 1U < count_ ? std::clamp(stretches_[i + 1U].since, begin, until) : until;
        if (end == begin || stretches_[i].kind == stop_kind::unseen) continue;
        const double share = static_cast<double>((end - begin).count()) / static_cast<double>(whole.count());
        const milliseconds part(std::llround(static_cast<double>(lost.count()) * share));
        to.push_back({.kind = stretches_[i].kind, .begin = begin, .end = end, .lost = part});
    }
}

/// Counters say exactly what the cycle after another one added. Else, and where they do not go on, it is its cavities.
produced production_meter::parts_of(const told_counts& told) const {
    if (!told.good || !told.bad || !told.job_cycles) return by_cavities(told);
    produced made;
    const bool first = *told.job_cycles == 1;
    const bool next = follows_ && job_cycles_ && *job_cycles_ + std::int64_t{1} == *told.job_cycles && good_ && bad_;
    if (!first && !(next && *told.good >= *good_ && *told.bad >= *bad_)) return by_cavities(told);
    made.good = *told.good - (first ? 0 : *good_);
    made.bad = *told.bad - (first ? 0 : *bad_);
    return made;
}

/// Parts that blocked cavities do not make are missing in the ideal time: they are a loss of performance.
std::int32_t production_meter::ideal_of(const produced& made) const {
    if (made.good < 0 || made.bad < 0 || !ideal_ || cavities_ == 0) return made.good < 0 ? -1 : 0;
    const double shots = (static_cast<double>(made.good) + made.bad) / cavities_;
    return static_cast<std::int32_t>(std::min(std::lround(*ideal_ * 1000 * shots), 0x7FFFFFFFL));
}

void production_meter::begin_job() {
    timed_ = 0;
    cavities_ = 0;
    ideal_.reset();
}

void production_meter::learn(const told_counts& told, const produced& made) {
    cycle_time_ = told.cycle_time;
    if (!told.cycle_time || made.good <= 0) return;
    cavities_ =
        std::max({cavities_, told.cavities.value_or(0),
                  static_cast<std::int32_t>(std::min(std::int64_t{made.good} + made.bad, std::int64_t{0x7FFFFFFF}))});
    recent_[timed_ % recent_.size()] = *told.cycle_time;
    timed_ = static_cast<std::uint8_t>(timed_ < 2U * recent_.size() ? timed_ + 1U : recent_.size() + 1U);
    auto sorted = recent_;
    const auto known = std::min<std::size_t>(timed_, sorted.size());
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>((known - 1) / 2);
    std::nth_element(sorted.begin(), middle, sorted.begin() + static_cast<std::ptrdiff_t>(known));
    if (!ideal_ || *middle < *ideal_ || timed_ <= sorted.size()) ideal_ = *middle;
}

}  // namespace husky::host
