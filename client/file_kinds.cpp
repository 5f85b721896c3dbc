#include "client/check/playable.hpp"
#include "client/fleet/dial_sources.hpp"
#include "client/fleet/listen_addresses.hpp"
#include "client/fleet/roster.hpp"
#include "client/model/family/family_draft.hpp"
#include "client/model/family/family_file.hpp"
#include "client/subcommands.hpp"
#include "protocol/dialect/dialect_file.hpp"
#include "scenario/suite/common_file_kinds.hpp"
#include "settings/schema/load.hpp"
#include "settings/schema/publish.hpp"

namespace husky::cells {

namespace {

/// All that `run` would refuse of a file.
std::string check_fleet(const std::string& text, const std::string& file) {
    auto config = fleet_config::for_file();
    settings::load_text(config.describe(), text, file, &config.given);
    config.complete();
    family_set loaded;
    const auto wire_dialect = protocol::load_dialect(config.dialect);
    const auto machines = make_roster(config, loaded, wire_dialect).size();
    listen_addresses(config, wire_dialect, machines);
    dial_sources(config);
    return config.given.empty() ? "without keys: the built-in fleet" : "";
}

std::string fleet_schema() {
    auto documented = fleet_config::built_in();
    return settings::json_schema(documented.describe());
}

program::file_kind family_kind() {
    return {"family", is_family_file,
            [](const std::string& text, const std::string& file) {
                parse_family(text, file);
                return std::string();
            },
            [] {
                family_draft documented;
                return settings::json_schema(describe(documented));
            }};
}

}  // namespace

std::vector<program::file_kind> file_kinds() {
    return {{"fleet", nullptr, check_fleet, fleet_schema},
            family_kind(),
            suite::dialect_kind(),
            suite::scenario_kind(check::require_playable)};
}

}  // namespace husky::cells
