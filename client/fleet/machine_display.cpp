#include "client/fleet/machine_display.hpp"

#include <spdlog/spdlog.h>

#include "client/fleet/machine.hpp"

namespace husky::cells {

void machine_display::message_received(protocol::message_index message) {
    if (message != protocol::index_of<protocol::error> && message != protocol::index_of<protocol::display_error>)
        return;
    counts_->errors_received.fetch_add(1, std::memory_order_relaxed);
    spdlog::debug("{}: the host answered with an error on the display link", cell_->serial());
}

void machine_display::received_bad_input(protocol::bad_input kind, std::uint16_t command) {
    counts_->bad_input.fetch_add(1, std::memory_order_relaxed);
    spdlog::debug("{}: {} on the display link, command word 0x{:04X}", cell_->serial(), name(kind), command);
}

}  // namespace husky::cells
