// How a cell makes cycles: the next shot, its end, its judgement and its counts.
#include <algorithm>

#include "client/model/cell.hpp"
#include "client/model/cycle_time.hpp"

namespace husky::cells {

using protocol::cycle_quality;
using protocol::machine_mode;
using protocol::production_status;

namespace {

constexpr double injected_after = 0.3;  ///< part of the cycle after which a lost one has filled the mould

}  // namespace

void cell::begin_cycle(double elapsed_s) {
    cycle_began_ = now_;
    pass_zones();
    process_.zones().produce(!dry(), now_);
    if (dry())
        process_.make_dry(side_, elapsed_s, family_->cycle.wait_s, running_);
    else
        process_.make(side_, elapsed_s, family_->cycle.wait_s, running_);
    if (!dry()) announce_failures();
    // On a tandem machine one side is clamped while the other opens: each half period one of them ends its cycle.
    calendar_.set(appointment::cycle_end, now_ + from_seconds(running_.cycle_s / sides()));
}

void cell::announce_failures() {
    const double hours = running_hours_ + to_seconds(now_ - running_since_) / 3600;
    if (hours < failures_.ramps_from_hours() && messages_.next_time() == never) return;
    for (const auto& r : failure_ramps()) {
        const auto which = interruption_index(r.id);
        const double left = messages_.goes_by_itself(which) ? 0 : std::max(failures_.due_hours(which) - hours, 0.0);
        if (left >= r.lead_hours) continue;
        const double unit = r.relative ? 1 : family_->of(r.what).per_kelvin;
        process_.lean(r.what, r.amount * unit * (1 - left / r.lead_hours), r.relative, running_);
    }
    process_.set_cycle(family_->cycle.wait_s, running_);
}

void cell::count_running_time() {
    running_hours_ += stop_rate() * to_seconds(now_ - running_since_) / 3600;
    running_since_ = now_;
}

void cell::plan_failure() {
    count_running_time();
    const double hours = std::max(failures_.next_hours() - running_hours_, 0.0);
    constexpr double longest_hours = 1e5;
    calendar_.set(appointment::failure, now_ + from_seconds(3600 * std::min(hours / stop_rate(), longest_hours)));
}

void cell::end_cycle(happenings& out) {
    const double elapsed = to_seconds(now_ - cycle_began_);
    const auto side = side_;
    const bool was_dry = dry();
    finish(was_dry ? cycle_quality::test_sample : judge(), was_dry ? 0 : active_cavities_, out);
    if (clustered_ > 0) --clustered_;
    if (stop_pending_ == no_stop && production_ == production_status::production &&
        counters_[side].consecutive_rejects() >= family_->rejects.consecutive_limit) {
        constexpr std::uint16_t consecutive_bad_parts = 112;
        stop_pending_ = static_cast<std::uint8_t>(interruption_index(consecutive_bad_parts));
    }
    if (zones_move_) watch_zones();
    if (orders_[side].whole(counters_[side].good())) finish_order(side, out);
    if (orders_[side].box_full()) change_box(side);
    if (stop_pending_ != no_stop) return stop(stop_pending_, out);
    if (goes_to_rest(out)) return;
    if (between_orders_) return go_to_next_order(out);
    if (start_up_left_ > 0 && --start_up_left_ == 0) end_step(out);
    if (cycling_) begin_cycle(elapsed);
}

void cell::lose_cycle(happenings& out) {
    const double done = to_seconds(now_ - cycle_began_) * sides() / running_.cycle_s;
    calendar_.cancel(appointment::cycle_end);
    if (done >= injected_after && !dry()) finish(cycle_quality::failed, active_cavities_, out);
}

cycle_quality cell::judge() {
    if (sample_due_) return cycle_quality::test_sample;
    if (start_up_left_ > 0 || !running_.within_bands) return cycle_quality::bad;
    return cycle_quality::good;
}

std::int32_t cell::vision_rejects() {
    const double rate = static_cast<double>(running_.values[index(quantity::vision_reject)]) / 100;
    parts_to_reject_ -= std::max(rate, 0.0) * active_cavities_ * (clustered_ > 0 ? family_->rejects.cluster : 1);
    std::int32_t rejected = 0;
    while (parts_to_reject_ <= 0 && rejected < active_cavities_) {
        ++rejected;
        parts_to_reject_ += life_.exponential();
    }
    return rejected;
}

void cell::tell_cycle(protocol::tandem_side side, happenings& out) {
    if (!defects_.any()) return out.cycle_ended(side);
    defects_.spoil(last_[side].values);
    const auto how = defects_.next_telling();
    if (how != telling::withheld) out.cycle_ended(side);
    if (how == telling::twice) out.cycle_ended(side);
}

void cell::finish(cycle_quality quality, std::int32_t parts, happenings& out) {
    const auto side = side_;
    auto& done = last_[side];
    const std::int32_t rejected = quality == cycle_quality::good ? vision_rejects() : 0;
    // A shot of which every part is bad is a bad one, however it was judged.
    if (quality == cycle_quality::good && rejected == parts) quality = cycle_quality::bad;
    done.values = running_.values;
    done.end_time = clock_.seconds_at(now_);
    done.active_cavities = parts;
    done.quality = quality;
    life_counter_ = next_cycle_count(life_counter_);
    counters_[side].count(quality, parts, rejected);
    if (quality == cycle_quality::good) orders_[side].put(parts - rejected);
    spc_[side]->push(done.values, quality);
    tell_cycle(side, out);
    if (build_.tandem) side_ ^= 1U;
    if (spc_[side]->has_news()) report_rules(side, out);
    if (quality == cycle_quality::test_sample && sample_due_ && parts > 0) {
        sample_due_ = false;
        record(event_kind::sample_taken, {}, out);
    }
}

}  // namespace husky::cells
