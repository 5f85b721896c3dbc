#include "client/model/work/orders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace husky::cells {

namespace {

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

orders::orders(const cells::family& f, const std::string& job, const std::string& mould) {
    jobs_.fill(job.empty() ? f.job : job);
    moulds_.fill(mould.empty() ? f.mould : mould);
}

void orders::begin(cell_context& c, protocol::tandem_side side) {
    const auto& rule = c.family->orders;
    const double parts = rule.parts.low * std::pow(rule.parts.high / rule.parts.low, c.random.uniform());
    const double box = c.random.uniform(rule.box.low, rule.box.high);
    orders_[side].begin(static_cast<std::int32_t>(parts), static_cast<std::int32_t>(box));
}

void orders::finish(cell_context& c, protocol::tandem_side side, side_counters& counts) {
    c.out->job_ended(side);
    c.record(events::alarm_on, {interruption_kinds()[known_message::job_complete].text},
             entry_type(known_message::job_complete));
    c.record(events::job_finished, {same(jobs_[side])});
    jobs_[side] = next_number(jobs_[newest_]);
    newest_ = side;
    counts.clear_job();
    begin(c, side);
    record_start(c, side);
    const auto& rule = c.family->orders;
    const double next = c.random.uniform();
    if (std::exchange(maintenance_due_, false))
        between_ = procedure::maintenance;
    else if (next < rule.no_order_chance)
        between_ = procedure::no_order;
    else if (next < rule.no_order_chance + rule.mould_change_chance)
        between_ = procedure::mould_change;
    c.tell_status();
}

void orders::record_start(const cell_context& c, protocol::tandem_side side) const {
    c.record(events::counters_reset, {same(fmt::format("{}", side))});
    c.record(events::job_started, {same(jobs_[side])});
}

procedure orders::take_procedure(const cell_context& c) {
    const auto next = *std::exchange(between_, std::nullopt);
    if (next == procedure::mould_change)
        moulds_[newest_] = next_number(c.build.tandem ? std::max(moulds_[0], moulds_[1]) : moulds_[0]);
    return next;
}

bool orders::box_is_late(cell_context& c, protocol::tandem_side side, double rate) const {
    const double parts_an_hour = 3600 / c.family->cycle.time_s * c.family->cavities * c.sides();
    const double mtbf = c.family->failures[known_message::box_full].mtbf_hours;
    return c.random.chance((mtbf > 0 ? rate / mtbf : 0) * orders_[side].box() / parts_an_hour);
}

void orders::change_full_boxes() {
    for (auto& order : orders_)
        if (order.box_full()) order.change_box();
}

}  // namespace husky::cells
