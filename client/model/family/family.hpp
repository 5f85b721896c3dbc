#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "client/model/catalogues/interruption_catalogue.hpp"
#include "client/model/catalogues/variables.hpp"
#include "client/model/family/procedure.hpp"
#include "client/model/family/variable_rule.hpp"
#include "client/model/time.hpp"
#include "client/model/zones/zone_kind.hpp"
#include "protocol/messages/machine_model.hpp"

namespace husky::cells {

/// Which movements may run while the screw still recovers; then recovery need not lengthen the cycle.
enum class recovery_overlap : std::uint8_t {
    none,             ///< one hydraulic pump, open nozzle
    shut_off_nozzle,  ///< mould opening and ejection
    all,              ///< electric screw or two-stage injection: the whole cycle
};

enum class sequence : std::uint8_t { sequential, parallel };

struct cycle_rule {
    double time_s = 0;
    sequence clamp_up = sequence::sequential;  ///< parallel: ClampUpTime is part of MouldCloseTime
    sequence take_out = sequence::sequential;  ///< of ejection and take-out
    recovery_overlap overlap = recovery_overlap::none;
    double recovery_delay_s = 0.1;
    double wait_s = 0;  ///< what the phases leave of the cycle, computed
};

/// Constants of the process model. Temperatures and lots are domain practice; docs/cell-model.md says which
/// are estimates.
struct process_constants {
    double viscosity_per_k = 0.02;
    double melt_per_rpm = 0.05;
    double melt_per_bar = 0.08;
    double melt_tau_s = 600;
    double lot_sigma_percent = 1.5;
    double lot_hours = 24;
    double hopper_tau_s = 1800;
    double pellet_sigma_k = 1.0;
    double pellet_phi = 0.75;
    double pellet_share = 0.65;
    double flow_phi = 0.92;
    double hall_swing_k = 3;
    double chiller_swing_k = 0.2;
    double chiller_period_s = 450;
    double mould_tau_s = 300;
    double mould_stop_drop_k = 0.6;
    double mould_per_hall = 0;
    double pellet_stop_drop_k = 1.0;
    double oil_tau_s = 1800;
    double oil_cold_k = -24;
    double restart_tau_s = 600;
    double ring_life_shots = 1e6;
    double late_close_per_shot = 0.00125;
    double bed_change_h = 3;
    double moisture_per_k = 0.5;
    double pressure_limit = 0;
    double screw_heat_k = 30;
};

/// Rejects after a stop, and in production.
struct reject_rule {
    double start_up_scale = 1;
    double consecutive_limit = 4;
    double cluster = 8;
};

/// Orders of a machine.
struct order_rule {
    number_range parts{1e5, 1e6};      ///< of an order on one side; as many decades small as large
    number_range box{1000, 1000};      ///< in a box or a bag
    double mould_change_chance = 0.3;  ///< that the next order needs another mould
    double no_order_chance = 0.1;      ///< that there is no next order yet
    double no_order_hours = 12;
};

struct failure_rate {
    double mtbf_hours = 0;  ///< 0: never by chance
    double mttr_minutes = 0;
};

/// Set-ups that a machine keeps, numbered from 1.
constexpr std::uint16_t setup_places = 8;

/// How machines of one family differ in what they report.
struct machine_build {
    bool tandem = false;
    bool old = false;  ///< one language, no energy meter
};

/// A kind of machine with its mould: everything that cells of one sort share. Immutable once loaded; must outlive them.
struct family {
    std::string name, model, software, job, mould;
    bool tandem = false;
    std::uint16_t cavities = 1;
    std::uint32_t has = equipment::none;
    cycle_rule cycle;
    process_constants process;
    double mtbf_scale = 1;  ///< of all interruptions, against the catalogue
    reject_rule rejects;
    start_up_times start_up;
    order_rule orders;
    std::array<variable_rule, process_variable_count> rules;
    std::vector<coupling> couplings;
    zone_kinds zones;
    float oil_lowest_k = 0;  ///< below working temperature; colder oil blocks automatic production; 0: never
    std::array<failure_rate, interruption_count> failures;
    std::array<std::string, process_variable_count> units;  ///< of each variable, UTF-8

    /// What its machines report about themselves.
    [[nodiscard]] const protocol::machine_directory& directory(machine_build b) const {
        return directories[(b.tandem ? 1U : 0U) + (b.old ? 2U : 0U)];
    }
    std::array<protocol::machine_directory, 4> directories;
    /// Texts of each interruption as messages carry them, in the languages of the directory.
    std::array<std::vector<protocol::interruption_text>, interruption_count> interruption_texts;

    [[nodiscard]] const variable_rule& of(process_variable q) const { return rules[index(q)]; }
};

}  // namespace husky::cells
