#pragma once

#include <string>

#include "client/fleet/roster.hpp"
#include "settings/schema/load.hpp"

namespace husky::cells::test {

/// A fleet as the text of its file says.
inline fleet_config fleet_of(const std::string& yaml, const std::string& source = "fleet.yaml") {
    auto config = fleet_config::for_file();
    settings::load_text(config.describe(), yaml, source, &config.given);
    config.complete();
    return config;
}

/// What is wrong with a fleet file, or "accepted".
inline std::string problem_of(const std::string& yaml) {
    try {
        family_set loaded;
        make_roster(fleet_of(yaml), loaded);
    } catch (const settings::error& wrong) {
        return wrong.what();
    }
    return "accepted";
}

}  // namespace husky::cells::test
