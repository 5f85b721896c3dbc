#include "tests/scenarios/conformance/played.hpp"

#include <algorithm>

#include "client/check/virtual/virtual_stage.hpp"
#include "scenario/file/load.hpp"

namespace husky::test {

std::filesystem::path in_tree(const std::string& path) { return std::filesystem::path(HUSKY_SOURCE_DIR) / path; }

std::filesystem::path file_of(const suite_files& suite) {
    return in_tree("configs/scenarios/" + std::string(suite.name) + ".yaml");
}

std::vector<std::filesystem::path> defects_of(const suite_files& suite) {
    std::vector<std::filesystem::path> found;
    for (const auto& entry :
         std::filesystem::directory_iterator(in_tree("tests/negative/conformance/" + std::string(suite.folder))))
        if (entry.path().extension() == ".yaml") found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

scenario::plan plan_of(const suite_files& suite) { return scenario::load_plan(file_of(suite).string()).plan; }

played play(const std::filesystem::path& file) {
    auto loaded = scenario::load_plan(file.string());
    check::virtual_stage stage(loaded.plan, loaded.wire_dialect, loaded.plan.seed, "");
    auto v = stage.run(false);
    return {std::move(loaded.plan), std::move(v)};
}

std::set<std::string> expectations_of(const scenario::plan& p) {
    std::set<std::string> names;
    for (const auto& e : p.expectations)
        names.insert(e.name);
    return names;
}

std::set<std::string> not_met(const scenario::verdict& v) {
    std::set<std::string> names;
    for (const auto& f : v.findings)
        if (!f.is_step && f.judged && !f.met) names.insert(f.name);
    return names;
}

}  // namespace husky::test
