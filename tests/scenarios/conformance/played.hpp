#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "scenario/plan.hpp"
#include "scenario/verdict.hpp"

namespace husky::test {

/// The two suites, as files of configs/scenarios and folders of tests/negative/conformance are called.
struct suite_files {
    const char* name;
    const char* folder;
};
constexpr suite_files host_suite{"host-conformance", "host"};
constexpr suite_files machine_suite{"machine-conformance", "machine"};

/// A file of the source tree.
std::filesystem::path in_tree(const std::string& path);
std::filesystem::path file_of(const suite_files& suite);
/// The planted defects of a suite, one a file, in the order of their names.
std::vector<std::filesystem::path> defects_of(const suite_files& suite);

scenario::plan plan_of(const suite_files& suite);

struct played {
    scenario::plan plan;
    scenario::verdict verdict;
};
/// Plays a scenario in virtual time against its counterpart.
played play(const std::filesystem::path& file);

/// All expectations of a scenario.
std::set<std::string> expectations_of(const scenario::plan& p);
/// Those that were judged and not met, warnings too.
std::set<std::string> not_met(const scenario::verdict& v);

}  // namespace husky::test
