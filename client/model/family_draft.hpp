#pragma once

#include <string>
#include <vector>

#include "client/model/family.hpp"
#include "settings/schema.hpp"

namespace husky::cells {

/// A family file as it is written, before its parts are checked against each other.
struct family_draft {
    struct variable {
        quantity what = quantity::cycle_time;
        std::string unit;
        bool absent = false;
        channel figures;
        std::vector<coupling> follows;
    };
    struct interruption {
        std::uint16_t id = first_interruption_id;
        failure_rate rate;
    };

    family kind;
    std::vector<std::string> equipment;
    std::vector<variable> variables;
    std::vector<interruption> interruptions;
};

/// The keys of a family file. The schema refers to `draft`, which must outlive it.
settings::schema describe(family_draft& draft);

/// Word and bit of what a machine may be equipped with.
const std::vector<std::pair<std::string, std::uint32_t>>& equipment_words();

}  // namespace husky::cells
