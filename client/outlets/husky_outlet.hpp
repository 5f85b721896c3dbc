#pragma once

#include <functional>
#include <string>

#include "client/machine/outlet.hpp"
#include "link/driver/link_session.hpp"
#include "protocol/links/machine_link.hpp"

namespace husky::cells {

class machine;
struct fleet_counts;

/// The Husky link of a machine: what happens in the cell goes over it, what the host asks is answered by the cell. Owns
/// the state of the link, with what is kept for the host and what that has selected. Pure but for the counts and the
/// log: whoever drives it makes connections when link().reconnect_at() has come.
class husky_outlet final : public outlet, public link::link_session, private protocol::link_observer {
  public:
    /// With time_scale max a cell waits for the first cycle_select at most this long after init.
    static constexpr std::chrono::seconds selection_wait{5};
    /// With time_scale max a cell runs until this much waits to be written, then others get their turn.
    static constexpr std::size_t full_speed_chunk = 48 * 1024;

    /// All references must outlive it. `seed` is for its pauses before it is dialled again.
    husky_outlet(machine& of, const protocol::machine_link_settings& link, const protocol::dialect& wire_dialect,
                 std::uint64_t seed, fleet_counts& counts);

    [[nodiscard]] protocol::machine_link& link() { return link_; }
    [[nodiscard]] const protocol::machine_link& link() const { return link_; }

    /// The link or the attempt to connect is over.
    void lost(protocol::instant now);
    /// The machine is without power from now on: the link is over, and forgets.
    void power_off(protocol::instant now);
    /// Called whenever the link may take more, or something was received.
    void on_progress(std::function<void()> progress) { progress_ = std::move(progress); }
    /// Called when something may have to be written; none while there is no connection.
    void set_waker(std::function<void()> wake) { wake_ = std::move(wake); }

    // outlet
    [[nodiscard]] bool has_room(protocol::instant now) const override;
    [[nodiscard]] bool is_open() const override { return link_.linked(); }
    [[nodiscard]] bool never_opened() const override { return tried_ && !was_linked_; }
    [[nodiscard]] bool delivered() const override { return link_.buffered() == 0 && link_.outbox().empty(); }
    [[nodiscard]] std::size_t undelivered() const override { return link_.buffered(); }
    [[nodiscard]] std::uint64_t dropped() const override { return link_.dropped(); }
    void flush() override;
    void close() override { closing_ = true; }

    // happenings
    void cycle_ended(protocol::tandem_side side) override { link_.cycle_ended(side); }
    void event_recorded(std::chrono::sys_seconds at, std::span<const protocol::event_text> texts) override;
    void interruption(std::uint16_t id, protocol::interruption_state begins_or_ends, protocol::tandem_side side,
                      std::chrono::sys_seconds at, std::span<const protocol::interruption_text> texts) override;
    void status_changed(protocol::tandem_side side) override { link_.status_changed(side); }

    // link::link_session
    void received(const protocol::frame& f, protocol::instant now) override;
    void framing_broken() override { link_.framing_broken(); }
    void due(protocol::instant now) override { link_.due(now); }
    [[nodiscard]] protocol::instant deadline() const override { return link_.deadline(); }
    [[nodiscard]] protocol::frame_queue& outbox() override { return link_.outbox(); }
    [[nodiscard]] bool closing() const override { return closing_ || link_.closing(); }
    void room() override;
    void batch_received() override;

  private:
    void tell_cell_of_link();
    void message_received(protocol::message_index message) override;
    void message_sent(protocol::message_index) override {}
    void error_sent(protocol::error_code) override {}
    void received_bad_input(protocol::bad_input kind, std::uint16_t command) override;

    machine* machine_;
    protocol::machine_link link_;
    fleet_counts* counts_;
    std::function<void()> progress_, wake_;
    protocol::instant runs_from_ = protocol::never;  ///< with time_scale max: when the cell starts at the latest
    bool closing_ = false;
    bool told_linked_ = false;  ///< to the cell
    bool tried_ = false;        ///< an attempt to link ended before the fleet did
    bool was_linked_ = false;
};

}  // namespace husky::cells
