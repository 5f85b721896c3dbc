#include "client/fleet/machine.hpp"

#include <spdlog/spdlog.h>

namespace husky::cells {

namespace {

/// Reconnect jitter has a stream of its own: the process does not notice how often the link was lost.
std::uint64_t jitter_seed(std::uint64_t fleet_seed, const std::string& serial) {
    std::uint64_t hash = fleet_seed ^ 0xCBF29CE484222325U;
    for (const char c : serial)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    return hash;
}

}  // namespace

machine::machine(const family& kind, const cell_settings& settings, std::uint64_t fleet_seed,
                 const protocol::machine_link_settings& link, const protocol::dialect& spoken, bool takes_host_time,
                 fleet_counts& counts)
    : cell_(kind, settings, fleet_seed),
      model_(cell_, takes_host_time),
      link_(link, spoken, settings.serial, cell_.directory(), model_, *this, jitter_seed(fleet_seed, settings.serial)),
      counts_(&counts) {}

void machine::add_display(const protocol::machine_link_settings& link, const protocol::dialect& spoken,
                          std::uint64_t fleet_seed) {
    // Not the machine's own stream: the two links need not wait alike.
    const auto seed = ~jitter_seed(fleet_seed, cell_.serial());
    happenings& told = *this;
    display_ = std::make_unique<machine_display>(cell_, told, link, spoken, seed, *counts_);
}

void machine::received(const protocol::frame& f, protocol::instant now) {
    if (pace_ != nullptr) cell_.set_now(pace_->virtual_time(now, offset_));
    link_.received(f, now);
    tell_cell_of_link();
    // With time_scale max the cell's next step does it, whenever the message came.
    if (pace_ != nullptr) cell_.record_news(*this);
}

void machine::lost(protocol::instant now) {
    if (pace_ != nullptr) cell_.set_now(pace_->virtual_time(now, offset_));
    link_.lost(now);
    tried_ = tried_ || !closing_;
    tell_cell_of_link();
    if (pace_ != nullptr) cell_.record_news(*this);
}

void machine::power_off(protocol::instant now) {
    by_hand(now, [](cell& c, happenings& out) { return c.controls(out).power_off(); });
    told_linked_ = false;
    link_.lost(now);
    link_.power_cycled();
}

void machine::tell_cell_of_link() {
    was_linked_ = was_linked_ || link_.linked();
    // A link that is being closed is over for the cell when it is lost.
    // One that the fleet closes because it ends is no news: nobody would get the entry.
    if (link_.linked() == told_linked_ || link_.closing() || closing_) return;
    told_linked_ = link_.linked();
    model_.host_linked(told_linked_);
}

void machine::add_printer(const printing_keys& keys, print_tray::taker hand_over) {
    prints_ = std::make_unique<print_tray>(keys.queue, std::move(hand_over));
    prints_every_ = keys.every;
    display_->screen().give_printer(*this);
}

bool machine::print(const protocol::screen_model& shown, std::string_view page) {
    const bool taken = prints_->take(shown, page, cell_.machine_time(), print_cause::key);
    if (!taken) counts_->prints_lost.fetch_add(1, std::memory_order_relaxed);
    tell_cell_of_prints();
    return taken;
}

void machine::print_overview(protocol::tandem_side side, print_cause cause) {
    protocol::screen_pen pen;
    display_->screen().draw_overview_of(side, pen);
    if (!prints_->take(pen.drawn(), operator_screen::overview_title(), cell_.machine_time(), cause))
        counts_->prints_lost.fetch_add(1, std::memory_order_relaxed);
}

void machine::job_ended(protocol::tandem_side side) {
    if (prints_ && prints_every_ == print_every::job) print_overview(side, print_cause::job);
}

void machine::shift_ended() {
    if (!prints_ || prints_every_ != print_every::shift) return;
    for (int side = 0; side < cell_.sides(); ++side)
        print_overview(static_cast<protocol::tandem_side>(side), print_cause::shift);
}

void machine::print_ended(bool printed, protocol::instant now) {
    prints_->ended(printed);
    if (pace_ != nullptr) cell_.set_now(pace_->virtual_time(now, offset_));
    tell_cell_of_prints();
}

void machine::tell_cell_of_prints() {
    const auto news = prints_->take_news();
    if (closing_) return;
    if (news.requested) model_.print_requested();
    if (news.lost) model_.print_lost();
    if (pace_ != nullptr && (news.requested || news.lost)) cell_.record_news(*this);
}

void machine::room() {
    link_.room();
    if (progress_) progress_();
}

void machine::batch_received() {
    if (progress_) progress_();
}

void machine::cycle_ended(protocol::tandem_side side) {
    ++cycles_;
    counts_->cycles.fetch_add(1, std::memory_order_relaxed);
    if (cell_.machine_time() > cell_.cycle_end_time()) tell_of_clock_end();
    link_.cycle_ended(side);
}

/// Once a fleet.
void machine::tell_of_clock_end() {
    if (counts_->clock_end_told.load(std::memory_order_relaxed) || counts_->clock_end_told.exchange(true)) return;
    spdlog::warn(
        "the clock of {} has passed 2038-01-19T03:14:07Z; variable 4 holds no later time, so its cycles all say that "
        "one",
        link_.serial());
}

void machine::event_recorded(std::chrono::sys_seconds at, std::span<const protocol::event_text> texts) {
    ++events_;
    counts_->events.fetch_add(1, std::memory_order_relaxed);
    if (display_) display_->log().record(at, texts);
    link_.event_recorded(at, texts);
}

void machine::interruption(std::uint16_t id, protocol::interruption_state begins_or_ends, protocol::tandem_side side,
                           std::chrono::sys_seconds at, std::span<const protocol::interruption_text> texts) {
    ++interruptions_;
    counts_->interruptions.fetch_add(1, std::memory_order_relaxed);
    if (display_) display_->log().record(id, begins_or_ends, side, at, texts);
    link_.interruption(id, begins_or_ends, side, at, texts);
}

void machine::message_received(protocol::message_index message) {
    if (message != protocol::index_of<protocol::error>) return;
    counts_->errors_received.fetch_add(1, std::memory_order_relaxed);
    spdlog::debug("{}: the host answered with an error", link_.serial());
}

void machine::received_bad_input(protocol::bad_input kind, std::uint16_t command) {
    counts_->bad_input.fetch_add(1, std::memory_order_relaxed);
    spdlog::debug("{}: {} from the host, command word 0x{:04X}", link_.serial(), name(kind), command);
}

}  // namespace husky::cells
