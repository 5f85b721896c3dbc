#include "client/machine/machine.hpp"

#include <algorithm>
#include <numeric>

#include "client/machine/fleet_counts.hpp"
#include "log/log.hpp"

namespace husky::cells {

machine::machine(const family& kind, const cell_settings& settings, std::uint64_t seed, fleet_counts& counts)
    : cell_(kind, settings, seed), counts_(&counts) {}

bool machine::has_room(protocol::instant now) const {
    return std::all_of(outlets_.begin(), outlets_.end(), [now](const auto& o) { return o->has_room(now); });
}

bool machine::delivered() const {
    return std::all_of(outlets_.begin(), outlets_.end(), [](const auto& o) { return o->is_open() && o->delivered(); });
}

bool machine::delivers() const {
    return std::any_of(outlets_.begin(), outlets_.end(), [](const auto& o) { return o->is_open() && !o->delivered(); });
}

std::size_t machine::undelivered() const {
    return std::accumulate(outlets_.begin(), outlets_.end(), std::size_t{0},
                           [](std::size_t sum, const auto& o) { return sum + o->undelivered(); });
}

std::uint64_t machine::dropped() const {
    return std::accumulate(outlets_.begin(), outlets_.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const auto& o) { return sum + o->dropped(); });
}

bool machine::never_opened() const {
    return std::any_of(outlets_.begin(), outlets_.end(), [](const auto& o) { return o->never_opened(); });
}

void machine::flush() {
    for (const auto& o : outlets_)
        o->flush();
}

void machine::close() {
    closing_ = true;
    for (const auto& o : outlets_)
        o->close();
}

operator_screen& machine::add_screen() {
    screen_ = std::make_unique<operator_screen>(cell_);
    return *screen_;
}

machine_printer& machine::add_printer(print_cause by_itself, std::size_t queue, waiting_prints::taker hand_over) {
    printer_ = std::make_unique<machine_printer>(*this, *screen_, by_itself, queue, std::move(hand_over), *counts_);
    screen_->give_printer(std::bind_front(&machine_printer::print, printer_.get()));
    return *printer_;
}

void machine::keep_pace(const pace& with, protocol::duration offset) {
    pace_ = &with;
    offset_ = offset;
}

void machine::set_now(protocol::instant now) {
    if (pace_ != nullptr) cell_.set_now(pace_->virtual_time(now, offset_));
}

bool machine::record_news() {
    if (pace_ == nullptr) return false;
    cell_.record_news(*this);
    return true;
}

void machine::advance() {
    cell_.advance(*this);
    if (printer_) printer_->tell_cell();
}

void machine::cycle_ended(protocol::tandem_side side) {
    ++cycles_;
    counts_->cycles.fetch_add(1, std::memory_order_relaxed);
    if (cell_.machine_time() > cell_.cycle_end_time()) tell_of_clock_end();
    for (const auto& o : outlets_)
        o->cycle_ended(side);
}

/// Once a fleet.
void machine::tell_of_clock_end() {
    if (counts_->clock_end_told.load(std::memory_order_relaxed) || counts_->clock_end_told.exchange(true)) return;
    log::warn(
        "the clock of {} has passed 2038-01-19T03:14:07Z; variable 4 holds no later time, so its cycles all say that "
        "one",
        cell_.serial());
}

void machine::event_recorded(std::chrono::sys_seconds at, std::span<const protocol::event_text> texts) {
    ++events_;
    counts_->events.fetch_add(1, std::memory_order_relaxed);
    if (screen_) screen_->log().record(at, texts);
    for (const auto& o : outlets_)
        o->event_recorded(at, texts);
}

void machine::interruption(std::uint16_t id, protocol::interruption_state begins_or_ends, protocol::tandem_side side,
                           std::chrono::sys_seconds at, std::span<const protocol::interruption_text> texts) {
    ++interruptions_;
    counts_->interruptions.fetch_add(1, std::memory_order_relaxed);
    if (screen_) screen_->log().record(id, begins_or_ends, side, at, texts);
    for (const auto& o : outlets_)
        o->interruption(id, begins_or_ends, side, at, texts);
}

void machine::status_changed(protocol::tandem_side side) {
    for (const auto& o : outlets_)
        o->status_changed(side);
}

void machine::job_ended(protocol::tandem_side side) {
    if (printer_) printer_->job_ended(side);
    for (const auto& o : outlets_)
        o->job_ended(side);
}

void machine::shift_ended() {
    if (printer_) printer_->shift_ended();
    for (const auto& o : outlets_)
        o->shift_ended();
}

}  // namespace husky::cells
