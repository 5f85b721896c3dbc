#pragma once

#include <string>
#include <vector>

#include "client/model/family/family.hpp"
#include "settings/schema/schema.hpp"

namespace husky::cells {

/// A family file as it is written, before its parts are checked against each other.
struct family_draft {
    struct variable {
        process_variable measured = process_variable::cycle_time;
        std::string unit;
        bool absent = false;
        variable_rule figures;
        zone_data zone;
        std::vector<coupling> follows;
    };
    struct interruption {
        std::uint16_t id = first_interruption_id;
        failure_rate rate;
    };

    /// A range of the family, given as [low, high]; empty: the built-in one.
    struct range {
        std::string name;
        std::string meaning;
        number_range* into;
        std::vector<double> given{};
    };

    family_draft() = default;
    family_draft(const family_draft&) = delete;
    family_draft& operator=(const family_draft&) = delete;

    cells::family family;
    std::vector<std::string> equipment;
    std::vector<variable> variables;
    std::vector<interruption> interruptions;
    std::vector<range> start_up{
        {"boot_min", "operator interface, after power on", &family.start_up.boot},
        {"heat_min", "in which the set points of barrel and hot runner rise from cold", &family.start_up.heat},
        {"soft_start_min", "in which a cold hot runner stays below 100 °C", &family.start_up.soft_start},
        {"soak_min", "soak timer", &family.start_up.soak},
        {"purge_min", "purge", &family.start_up.purge},
        {"dry_min", "dry cycles", &family.start_up.dry},
        {"inspection_min", "first-article inspection", &family.start_up.inspection},
        {"set_up_min", "mould change", &family.start_up.set_up},
        {"maintenance_min", "planned maintenance", &family.start_up.maintenance}};
    std::vector<range> orders{{"parts", "good parts of an order on one side", &family.orders.parts},
                              {"box_parts", "good parts in a box", &family.orders.box}};
};

/// The keys of a family file. The schema refers to `draft`, which must outlive it.
settings::schema describe(family_draft& draft);

/// The keys of one variable, but for its name, its unit and what it follows. `v` must outlive the schema.
void describe_figures(settings::schema& s, family_draft::variable& v);

/// The variables that a family file gives, by name.
std::vector<std::pair<std::string, process_variable>> measured_names();

}  // namespace husky::cells
