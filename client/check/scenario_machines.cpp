#include "client/check/scenario_machines.hpp"

#include "program/version.hpp"
#include "scenario/screen_need.hpp"
#include "settings/error.hpp"
#include "settings/schema/load.hpp"

namespace husky::check {

scenario_machines::scenario_machines(const scenario::machine_actors& from, const scenario::plan& p, std::uint64_t seed)
    : config_(cells::fleet_config::for_file()) {
    load(from);
    const auto usual = cells::machine_group{}.serial;
    for (auto& g : config_.groups)
        if (!from.default_serial.empty() && g.serial == usual) g.serial = from.default_serial;
    complete(p, seed);
}

scenario_machines::scenario_machines(const scenario::plan& p, std::uint64_t seed)
    : config_(cells::fleet_config::built_in()) {
    complete(p, seed);
}

void scenario_machines::load(const scenario::machine_actors& from) {
    if (from.fleet_file.empty()) return settings::load(config_.describe(), from.keys, &config_.given);
    std::string text;
    try {
        text = settings::read_file(from.fleet_file);
    } catch (const settings::error& problem) {
        settings::fail(from.where, problem.what());
    }
    settings::load_text(config_.describe(), text, from.fleet_file, &config_.given);
}

void scenario_machines::complete(const scenario::plan& p, std::uint64_t seed) {
    config_.complete();
    config_.seed = seed;
    config_.link.software = program::fleet_software;
    scale_ = {p.time_scale, false};
    has_screens_ = config_.display && needs_screens(p);
    roster_ = cells::make_roster(config_, loaded_);
}

protocol::duration scenario_machines::start_of(std::size_t i) const {
    return std::chrono::duration_cast<protocol::duration>(
        std::chrono::duration<double>(static_cast<double>(i) / config_.rate));
}

}  // namespace husky::check
