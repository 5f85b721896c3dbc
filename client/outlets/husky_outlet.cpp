#include "client/outlets/husky_outlet.hpp"

#include "client/machine/fleet_counts.hpp"
#include "client/machine/machine.hpp"
#include "client/outlets/link_seed.hpp"
#include "log/log.hpp"

namespace husky::cells {

husky_outlet::husky_outlet(machine& of, const protocol::machine_link_settings& link,
                           const protocol::dialect& wire_dialect, std::uint64_t seed, fleet_counts& counts)
    : machine_(&of),
      link_(link, wire_dialect, of.model().serial(), of.model().directory(), of.model(), *this,
            link_seed(seed, of.model().serial())),
      counts_(&counts) {}

void husky_outlet::received(const protocol::frame& f, protocol::instant now) {
    machine_->set_now(now);
    link_.received(f, now);
    if (link_.linked() && runs_from_ == protocol::never) runs_from_ = now + selection_wait;
    tell_cell_of_link();
    machine_->record_news();
}

void husky_outlet::lost(protocol::instant now) {
    machine_->set_now(now);
    link_.lost(now);
    tried_ = tried_ || !closing_;
    tell_cell_of_link();
    machine_->record_news();
}

void husky_outlet::power_off(protocol::instant now) {
    told_linked_ = false;
    link_.lost(now);
    link_.power_cycled();
}

void husky_outlet::tell_cell_of_link() {
    was_linked_ = was_linked_ || link_.linked();
    // A link that is being closed is over for the cell when it is lost.
    // One that the fleet closes at its end is not recorded: no host would get the entry.
    if (link_.linked() == told_linked_ || link_.closing() || closing_) return;
    told_linked_ = link_.linked();
    machine_->model().host_linked(told_linked_);
}

bool husky_outlet::has_room(protocol::instant now) const {
    return link_.linked() && link_.buffered() == 0 && link_.outbox().bytes() < full_speed_chunk &&
           (link_.selection_given() || now >= runs_from_);
}

void husky_outlet::flush() {
    if (wake_) wake_();
}

void husky_outlet::room() {
    link_.room();
    if (progress_) progress_();
}

void husky_outlet::batch_received() {
    if (progress_) progress_();
}

void husky_outlet::event_recorded(std::chrono::sys_seconds at, std::span<const protocol::event_text> texts) {
    link_.event_recorded(at, texts);
}

void husky_outlet::interruption(std::uint16_t id, protocol::interruption_state begins_or_ends,
                                protocol::tandem_side side, std::chrono::sys_seconds at,
                                std::span<const protocol::interruption_text> texts) {
    link_.interruption(id, begins_or_ends, side, at, texts);
}

void husky_outlet::message_received(protocol::message_index message) {
    if (message != protocol::index_of<protocol::error>) return;
    counts_->errors_received.fetch_add(1, std::memory_order_relaxed);
    log::debug("{}: the host answered with an error", link_.serial());
}

void husky_outlet::received_bad_input(protocol::bad_input kind, std::uint16_t command) {
    counts_->bad_input.fetch_add(1, std::memory_order_relaxed);
    log::debug("{}: {} from the host, command word 0x{:04X}", link_.serial(), name(kind), command);
}

}  // namespace husky::cells
