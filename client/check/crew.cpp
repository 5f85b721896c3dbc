#include "client/check/crew.hpp"

#include "program/version.hpp"
#include "scenario/screen_need.hpp"
#include "settings/error.hpp"
#include "settings/load.hpp"

namespace husky::check {

namespace {

std::string text_of(const std::string& fleet_file, const scenario::mark& where) {
    try {
        return settings::read_file(fleet_file);
    } catch (const settings::error& problem) {
        settings::fail(where.file, where.line, where.key, problem.what());
    }
}

}  // namespace

crew::crew(const scenario::machine_actors& from, const scenario::plan& p, std::uint64_t seed)
    : config_(cells::fleet_config::for_file()) {
    load(from.fleet_file, from.fleet_text, from.where);
    complete(p, seed);
}

crew::crew(const scenario::background& from, const scenario::plan& p, std::uint64_t seed)
    : config_(cells::fleet_config::for_file()) {
    load(from.fleet_file, from.fleet_text, from.where);
    const auto usual = cells::machine_group{}.serial;
    for (auto& g : config_.groups)
        if (g.serial == usual) g.serial = "BG-{n:04}";
    complete(p, seed);
}

crew::crew(const scenario::plan& p, std::uint64_t seed) : config_(cells::fleet_config::built_in()) {
    complete(p, seed);
}

void crew::load(const std::string& file, const std::string& text, const scenario::mark& where) {
    if (file.empty())
        settings::load_text(config_.describe(), text, where.file, &config_.given);
    else
        settings::load_text(config_.describe(), text_of(file, where), file, &config_.given);
}

void crew::complete(const scenario::plan& p, std::uint64_t seed) {
    config_.complete();
    config_.seed = seed;
    config_.link.software = program::fleet_software;
    scale_ = {p.time_scale, false};
    has_screens_ = config_.display && needs_screens(p);
    roster_ = cells::make_roster(config_, shelf_);
}

protocol::duration crew::start_of(std::size_t i) const {
    return std::chrono::duration_cast<protocol::duration>(
        std::chrono::duration<double>(static_cast<double>(i) / config_.rate));
}

}  // namespace husky::check
