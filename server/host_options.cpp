#include "server/host_options.hpp"

#include "link/faults/fault_settings.hpp"

namespace husky::host {

void declare_host(program::options& of, host_flags& into) {
    host_config documented;
    const auto keys = documented.describe();
    of.value("--config", into.config_file, "FILE", "configuration file (YAML)");
    of.settings(into.switches, keys);
    link::add_fault_flag(of, into.faults);
    of.settings(into.settings, keys);
}

std::vector<settings::remark> load(const host_flags& given, host_config& into) {
    auto flags = given.switches;
    flags.insert(flags.end(), given.settings.begin(), given.settings.end());
    auto remarks = program::load_configuration(into.describe(), given.config_file, "HUSKY_HOST_", flags, into.given);
    link::add_faults(given.faults, protocol::sender::host, into.faults);
    return remarks;
}

}  // namespace husky::host
