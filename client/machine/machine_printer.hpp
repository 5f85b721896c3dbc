#pragma once

#include "client/display/operator_screen.hpp"
#include "client/machine/waiting_prints.hpp"
#include "protocol/time.hpp"

namespace husky::cells {

class machine;
struct fleet_counts;

/// The printer of a machine: prints what its screen shows on the screen's key, and the overview at the end of each job
/// or shift. Belongs to the machine's thread.
class machine_printer {
  public:
    /// All references must outlive it.
    machine_printer(machine& of, operator_screen& screen, print_cause by_itself, std::size_t queue,
                    waiting_prints::taker hand_over, fleet_counts& counts);

    /// False if too many wait.
    bool print(const protocol::screen_model& shown, std::string_view page);
    void job_ended(protocol::tandem_side side);
    void shift_ended();
    /// How a print that was handed over ended.
    void ended(bool printed, protocol::instant now);
    /// Writes entries about prints that are due into the cell's log.
    void tell_cell();

    [[nodiscard]] std::uint64_t printed() const { return tray_.printed(); }
    [[nodiscard]] std::uint64_t lost() const { return tray_.lost(); }

  private:
    bool take(const protocol::screen_model& shown, std::string_view page, print_cause cause);
    void print_overview(protocol::tandem_side side, print_cause cause);

    machine* machine_;
    operator_screen* screen_;
    print_cause by_itself_;
    waiting_prints tray_;
    fleet_counts* counts_;
};

}  // namespace husky::cells
