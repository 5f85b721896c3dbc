#pragma once

#include <memory>
#include <vector>

#include "client/display/operator_screen.hpp"
#include "client/machine/machine_printer.hpp"
#include "client/machine/outlet.hpp"
#include "client/machine/pace.hpp"
#include "client/model/cell/cell.hpp"

namespace husky::cells {

struct fleet_counts;

/// A cell with its outlets, its operator screen and its printer. Belongs to one thread.
/// Pure but for the counts: its driver provides the network and the time.
class machine final : private happenings {
  public:
    /// `kind` and `counts` must outlive it.
    machine(const family& kind, const cell_settings& settings, std::uint64_t seed, fleet_counts& counts);

    [[nodiscard]] cell& model() { return cell_; }
    [[nodiscard]] const cell& model() const { return cell_; }

    /// From now on the outlet is told what happens. Outlets are told in the order in which they were added.
    template <class Outlet>
    Outlet& add(std::unique_ptr<Outlet> o) {
        auto& added = *o;
        outlets_.push_back(std::move(o));
        return added;
    }
    /// Whether the cell may go on, with time_scale max: all outlets have room.
    [[nodiscard]] bool has_room(protocol::instant now) const;
    /// Whether every receiver of reports is there, and has all of them.
    [[nodiscard]] bool delivered() const;
    /// Whether something waits for a receiver that is there.
    [[nodiscard]] bool delivers() const;
    [[nodiscard]] std::size_t undelivered() const;
    [[nodiscard]] std::uint64_t dropped() const;
    [[nodiscard]] bool never_opened() const;
    void flush();
    /// The end of the fleet: outlets close once all is written. Nothing is recorded any more of links and prints.
    void close();
    [[nodiscard]] bool closing() const { return closing_; }

    operator_screen& add_screen();
    /// None without add_screen().
    [[nodiscard]] operator_screen* screen() { return screen_.get(); }

    /// After add_screen(). It prints on the key, and `by_itself` if that is another cause. At most `queue` prints wait;
    /// each goes to `hand_over`, and machine_printer::ended() tells how it ended.
    machine_printer& add_printer(print_cause by_itself, std::size_t queue, waiting_prints::taker hand_over);
    /// None without add_printer().
    [[nodiscard]] machine_printer* printer() { return printer_.get(); }
    [[nodiscard]] const machine_printer* printer() const { return printer_.get(); }

    /// Lets the cell's clock run between events, `offset` after the fleet's start. Without this, as with
    /// time_scale max, time stands still there.
    void keep_pace(const pace& with, protocol::duration offset);
    /// Called before the cell is read or something is done to it.
    void set_now(protocol::instant now);
    /// What was done to the cell since its last step is recorded. False, and nothing is done, where time stands still
    /// between happenings: then the next step does it, whenever that comes.
    bool record_news();

    /// Performs the cell's next event.
    void advance();
    /// An operator does something at the machine: deed(cell, happenings). Returns what it returns; outlets may have
    /// something to write afterwards.
    template <class Deed>
    auto by_operator(protocol::instant now, const Deed& perform) {
        set_now(now);
        return perform(cell_, static_cast<happenings&>(*this));
    }

    /// No more than this many cycles; 0: no bound.
    void set_cycle_bound(std::uint64_t cycles) { cycle_bound_ = cycles; }
    [[nodiscard]] bool finished() const { return cycle_bound_ > 0 && cycles_ >= cycle_bound_; }

    [[nodiscard]] std::uint64_t cycles() const { return cycles_; }
    [[nodiscard]] std::uint64_t events() const { return events_; }
    [[nodiscard]] std::uint64_t interruptions() const { return interruptions_; }

  private:
    void tell_of_clock_end();
    void cycle_ended(protocol::tandem_side side) override;
    void event_recorded(std::chrono::sys_seconds at, std::span<const protocol::event_text> texts) override;
    void interruption(std::uint16_t id, protocol::interruption_state begins_or_ends, protocol::tandem_side side,
                      std::chrono::sys_seconds at, std::span<const protocol::interruption_text> texts) override;
    void status_changed(protocol::tandem_side side) override;
    void job_ended(protocol::tandem_side side) override;
    void shift_ended() override;

    cell cell_;
    fleet_counts* counts_;
    std::vector<std::unique_ptr<outlet>> outlets_;
    std::unique_ptr<operator_screen> screen_;
    std::unique_ptr<machine_printer> printer_;
    const pace* pace_ = nullptr;
    protocol::duration offset_{};
    std::uint64_t cycle_bound_ = 0;
    std::uint64_t cycles_ = 0, events_ = 0, interruptions_ = 0;
    bool closing_ = false;
};

}  // namespace husky::cells
