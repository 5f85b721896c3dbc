#include "server/scenarios/shipped_scenarios.hpp"

#include <algorithm>
#include <optional>

#include "log/log.hpp"
#include "scenario/file/load.hpp"
#include "scenario/suite/find.hpp"

namespace husky::host {

namespace {

/// How the line `about` of a scenario that judges a host begins; see CONTRIBUTING.md.
constexpr std::string_view of_a_host = "of a host; ";

std::optional<shipped_scenario> read(const std::string& file) {
    try {
        const auto plan = scenario::load_plan(file).plan;
        if (!plan.about.starts_with(of_a_host)) return std::nullopt;
        return shipped_scenario{plan.name, plan.about.substr(of_a_host.size()), file};
    } catch (const settings::error& wrong) {
        log::warn("a scenario is left out: {}", wrong.what());
        return std::nullopt;
    }
}

}  // namespace

std::vector<shipped_scenario> shipped_scenarios(const std::string& folder) {
    std::vector<shipped_scenario> all;
    if (folder.empty()) return all;
    for (const auto& file : suite::find_scenarios(folder).files)
        if (auto found = read(file)) all.push_back(std::move(*found));
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return all;
}

}  // namespace husky::host
