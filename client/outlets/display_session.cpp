#include "client/outlets/display_session.hpp"

#include "client/machine/fleet_counts.hpp"
#include "client/machine/machine.hpp"
#include "client/outlets/link_seed.hpp"
#include "log/log.hpp"

namespace husky::cells {

// Not the seed of the machine's own link: the two need not wait alike.
display_session::display_session(machine& of, const protocol::machine_link_settings& link,
                                 const protocol::dialect& wire_dialect, std::uint64_t seed, fleet_counts& counts)
    : machine_(&of),
      link_(link, wire_dialect, of.model().serial(), *of.screen(), *this, ~link_seed(seed, of.model().serial())),
      counts_(&counts) {}

const std::string& display_session::serial() const { return machine_->model().serial(); }

void display_session::received(const protocol::frame& f, protocol::instant now) {
    show_time(now);
    link_.received(f, now);
    if (machine_->record_news() && news_) news_();
}

void display_session::due(protocol::instant now) {
    show_time(now);
    link_.due(now);
}

/// The screen shows the cell as it is when it is drawn.
void display_session::show_time(protocol::instant now) {
    if (link_.started()) machine_->set_now(now);
}

void display_session::message_received(protocol::message_index message) {
    if (message != protocol::index_of<protocol::error> && message != protocol::index_of<protocol::display_error>)
        return;
    counts_->errors_received.fetch_add(1, std::memory_order_relaxed);
    log::debug("{}: the host answered with an error on the display link", serial());
}

void display_session::received_bad_input(protocol::bad_input kind, std::uint16_t command) {
    counts_->bad_input.fetch_add(1, std::memory_order_relaxed);
    log::debug("{}: {} on the display link, command word 0x{:04X}", serial(), name(kind), command);
}

}  // namespace husky::cells
