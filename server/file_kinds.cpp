#include "scenario/play/reference/reference_config.hpp"
#include "scenario/suite/common_file_kinds.hpp"
#include "server/config_check.hpp"
#include "server/subcommands.hpp"
#include "settings/schema/load.hpp"
#include "settings/schema/publish.hpp"

namespace husky::host {

namespace {

/// All that `serve` would refuse of a file.
std::string check_host(const std::string& text, const std::string& file) {
    host_config config;
    settings::load_text(config.describe(), text, file, &config.given);
    require_sound(config, dialect_set(config));
    return config.given.empty() ? "without keys: the built-in defaults" : "";
}

std::string host_schema() {
    host_config documented;
    return settings::json_schema(documented.describe());
}

}  // namespace

/// Of a scenario, the machines are left to husky-fleet, which knows their keys.
std::vector<program::file_kind> file_kinds() {
    return {
        {"host", nullptr, check_host, host_schema}, suite::dialect_kind(), suite::scenario_kind(play::require_hosts)};
}

}  // namespace husky::host
