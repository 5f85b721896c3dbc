// What a cell makes: orders of so many good parts, in boxes; and what lies between two orders.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "client/model/cell.hpp"

namespace husky::cells {

namespace {

constexpr std::uint16_t box_is_full = 106;
constexpr std::uint16_t job_complete = 151;

/// "PET-000009" becomes "PET-000010"; a text without a number gets one.
std::string next_number(const std::string& text) {
    auto digits = text.size();
    while (digits > 0 && std::isdigit(static_cast<unsigned char>(text[digits - 1])) != 0)
        --digits;
    const auto number = text.substr(digits);
    if (number.empty() || number.size() > 9) return text + "-1";
    return fmt::format("{}{:0{}}", text.substr(0, digits), std::stol(number) + 1, number.size());
}

}  // namespace

void cell::begin_order(protocol::tandem_side side) {
    const auto& o = family_->orders;
    const double parts = o.parts.low * std::pow(o.parts.high / o.parts.low, life_.uniform());
    const double box = life_.uniform(o.box.low, o.box.high);
    orders_[side].begin(static_cast<std::int32_t>(parts), static_cast<std::int32_t>(box));
}

void cell::finish_order(protocol::tandem_side side, happenings& out) {
    out.job_ended(side);
    record(event_kind::alarm_on, {interruption_kinds()[interruption_index(job_complete)].text}, out, "EV151");
    record(event_kind::job_finished, {same(job_[side])}, out);
    job_[side] = next_number(job_[newest_order_]);
    newest_order_ = side;
    counters_[side].clear_job();
    begin_order(side);
    record_start(side, out);
    const auto& o = family_->orders;
    const double next = life_.uniform();
    if (std::exchange(maintenance_due_, false))
        between_orders_ = procedure::maintenance;
    else if (next < o.no_order_chance)
        between_orders_ = procedure::no_order;
    else if (next < o.no_order_chance + o.mould_change_chance)
        between_orders_ = procedure::mould_change;
    tell_status(out);
}

void cell::go_to_next_order(happenings& out) {
    const auto way = *std::exchange(between_orders_, std::nullopt);
    if (way == procedure::mould_change)
        mould_[newest_order_] = next_number(build_.tandem ? std::max(mould_[0], mould_[1]) : mould_[0]);
    if (way != procedure::no_order) restore_cavities(family_->cavities, out);
    begin(way, out);
}

/// A change that is late stops the machine, and the box is changed when that stop is over. Late so often that the stops
/// have the catalogue's mean time between them, whatever the size of the boxes.
void cell::change_box(protocol::tandem_side side) {
    auto& order = orders_[side];
    const double parts_an_hour = 3600 / family_->cycle.time_s * family_->cavities * sides();
    const double mtbf = family_->failures[interruption_index(box_is_full)].mtbf_hours;
    const double rate = mtbf > 0 ? stop_rate() * failures_.rate_scale() / mtbf : 0;
    if (stop_pending_ == no_stop && life_.chance(rate * order.box() / parts_an_hour))
        stop_pending_ = static_cast<std::uint8_t>(interruption_index(box_is_full));
    else
        order.change_box();
}

void cell::change_full_boxes() {
    for (auto& order : orders_)
        if (order.box_full()) order.change_box();
}

void cell::block_cavity(happenings& out) {
    // With few cavities a mould is repaired, not run with a part of them.
    const std::int32_t fewest = (family_->cavities * 9 + 9) / 10;
    if (active_cavities_ <= fewest) return;
    --active_cavities_;
    process_.surroundings().block(1 - static_cast<double>(active_cavities_) / family_->cavities);
    const auto number = fmt::format("{}", life_.below(family_->cavities) + 1);
    record(event_kind::cavity_blocked, {same(number)}, out);
}

void cell::restore_cavities(std::int32_t count, happenings& out) {
    const auto restored = std::min(count, family_->cavities - active_cavities_);
    if (restored <= 0) return;
    active_cavities_ += restored;
    process_.surroundings().block(1 - static_cast<double>(active_cavities_) / family_->cavities);
    record(event_kind::cavity_restored, {same(fmt::format("{}", restored))}, out);
}

}  // namespace husky::cells
