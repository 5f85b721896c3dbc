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

    /// A length of time of a start-up, given as [low, high]; empty: the built-in one.
    struct span {
        std::string name;
        std::string meaning;
        minutes_span start_up_times::*into;
        std::vector<double> given{};
    };

    /// A size in parts, given as [low, high]; empty: the built-in one.
    struct size {
        std::string name;
        std::string meaning;
        part_range order_rule::*into;
        std::vector<double> given{};
    };

    cells::family family;
    std::vector<std::string> equipment;
    std::vector<variable> variables;
    std::vector<interruption> interruptions;
    std::vector<span> spans{
        {"boot_min", "operator interface, after power on", &start_up_times::boot},
        {"heat_min", "in which the set points of barrel and hot runner rise from cold", &start_up_times::heat},
        {"soft_start_min", "in which a cold hot runner stays below 100 °C", &start_up_times::soft_start},
        {"soak_min", "soak timer", &start_up_times::soak},
        {"purge_min", "purge", &start_up_times::purge},
        {"dry_min", "dry cycles", &start_up_times::dry},
        {"inspection_min", "first-article inspection", &start_up_times::inspection},
        {"set_up_min", "mould change", &start_up_times::set_up},
        {"maintenance_min", "planned maintenance", &start_up_times::maintenance}};
    std::vector<size> sizes{{"parts", "good parts of an order on one side", &order_rule::parts},
                            {"box_parts", "good parts in a box", &order_rule::box}};
};

/// The keys of a family file. The schema refers to `draft`, which must outlive it.
settings::schema describe(family_draft& draft);

/// The keys of one variable, but for its name, its unit and what it follows. `v` must outlive the schema.
void describe_figures(settings::schema& s, family_draft::variable& v);

/// The variables that a family file gives, by name.
std::vector<std::pair<std::string, process_variable>> measured_names();

/// Word and bit of each kind of equipment.
const std::vector<std::pair<std::string, std::uint32_t>>& equipment_words();

}  // namespace husky::cells
