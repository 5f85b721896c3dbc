#pragma once

#include <initializer_list>
#include <string_view>

#include "client/model/catalogues/event_catalogue.hpp"
#include "client/model/context/calendar.hpp"
#include "client/model/context/happenings.hpp"
#include "client/model/context/machine_clock.hpp"
#include "client/model/family/family.hpp"
#include "client/model/process/process.hpp"
#include "client/model/random.hpp"

namespace husky::cells {

/// What all parts of a cell use: the machine's data, its time, its process, its random numbers, and the listener.
struct cell_context {
    const cells::family* family;
    machine_build build;
    random_stream random;  ///< of all but process and defects
    cells::process process;
    sim_time now{};
    calendar due{};
    machine_clock clock{};
    protocol::tandem_side side = 0;  ///< of the running cycle
    happenings* out = nullptr;       ///< the caller's listener; valid while the cell works

    [[nodiscard]] int sides() const { return build.tandem ? 2 : 1; }
    [[nodiscard]] const protocol::machine_directory& directory() const { return family->directory(build); }
    /// Whether this machine has a measured variable at all.
    [[nodiscard]] bool has(process_variable q) const;
    /// Seconds since `t`.
    [[nodiscard]] double since(sim_time t) const { return to_seconds(now - t); }
    void plan(appointment a, double seconds) { due.set(a, now + from_seconds(seconds)); }
    /// Minutes that it takes to repair a thing of the catalogue, at least `min`.
    [[nodiscard]] double draw_repair_minutes(std::size_t which, double min);

    /// An entry of the event log, now.
    void record(const event_kind& kind, std::initializer_list<multilingual> arguments = {},
                std::string_view code = {}) const;
    /// A cycle interruption begins or ends, now; `which` is an index of the catalogue.
    void tell_interruption(std::size_t which, protocol::interruption_state state) const;
    /// The status of every side changed.
    void tell_status() const;
};

}  // namespace husky::cells
