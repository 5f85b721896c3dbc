#include "scenario/suite/find.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "settings/error.hpp"
#include "tests/catch.hpp"

using namespace husky;
using namespace husky::suite;
namespace fs = std::filesystem;

namespace {

/// A folder that goes with the test.
struct folder {
    fs::path path;
    explicit folder(const std::string& more = "")
        : path(fs::temp_directory_path() / ("husky-find-" + std::to_string(::getpid()) + more)) {
        fs::create_directories(path / "below");
    }
    ~folder() { fs::remove_all(path); }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;
    void write(const std::string& name, const std::string& text) const { std::ofstream(path / name) << text; }
    [[nodiscard]] std::string at(const std::string& name) const { return (path / name).string(); }
};

}  // namespace

namespace {

using names = std::vector<std::string>;

/// What was found, seen from the folder.
names files_of(const folder& f) {
    names all;
    for (const auto& file : find_scenarios(f.path.string()).files)
        all.push_back(fs::path(file).lexically_relative(f.path).string());
    return all;
}

/// "fleet.yaml: it is empty"
names left_out_of(const folder& f) {
    names all;
    for (const auto& each : find_scenarios(f.path.string()).left_out)
        all.push_back(fs::path(each.file).lexically_relative(f.path).string() + ": " + each.why);
    return all;
}

constexpr auto other = ": it is not a scenario: it has neither `scenario: 1` nor `extends: FILE.yaml`";

}  // namespace

TEST_CASE("a folder gives its scenarios, sorted, and says what it left out and why", "[suite]") {
    folder f;
    f.write("b.yaml", "scenario: 1\n");
    f.write("below/a.yaml", "# first\nextends: ../b.yaml\n");
    f.write("broken.yaml", "scenario: 1\n  x: [\n");
    f.write("c.yml", "\"scenario\": 1\n");
    f.write("D.YAML", "{scenario: 1}\n");
    f.write("marked.Yml", "\xEF\xBB\xBFscenario: 1\n");
    f.write("fleet.yaml", "groups: []\n");
    f.write("notes.txt", "scenario: 1\n");
    f.write("empty.yaml", "");
    f.write("twin.yaml", "extends: b.yaml\nfails: [x]\n");
    f.write(".yamllint.yaml", "extends: default\n");
    CHECK(find_scenarios(f.path.string()).is_folder);
    CHECK(files_of(f) == names{"D.YAML", "b.yaml", "below/a.yaml", "broken.yaml", "c.yml", "marked.Yml"});
    CHECK(left_out_of(f) == names{".yamllint.yaml: it is hidden", "empty.yaml: it is empty",
                                  "fleet.yaml" + std::string(other),
                                  "twin.yaml: it has `fails:`, and is played only if it is named itself"});
}

TEST_CASE("a mounted ConfigMap gives each scenario once", "[suite]") {
    folder f;
    fs::create_directories(f.path / "..2024_11_05");
    f.write("..2024_11_05/a.yaml", "scenario: 1\n");
    f.write("..2024_11_05/b.yaml", "scenario: 1\n");
    fs::create_symlink("..2024_11_05", f.path / "..data");
    fs::create_symlink("..data/a.yaml", f.path / "a.yaml");
    fs::create_symlink("..data/b.yaml", f.path / "b.yaml");
    CHECK(files_of(f) == names{"a.yaml", "b.yaml"});
    CHECK(left_out_of(f).empty());
}

TEST_CASE("what links lead to is found once, by its own name if that is in the folder", "[suite]") {
    folder f, outside("-outside");
    f.write("below/one.yaml", "scenario: 1\n");
    outside.write("two.yaml", "scenario: 1\n");
    fs::create_symlink("below/one.yaml", f.path / "again.yaml");
    fs::create_directory_symlink(f.path, f.path / "below" / "loop");
    fs::create_directory_symlink(outside.path, f.path / "linked");
    CHECK(files_of(f) == names{"below/one.yaml", "linked/two.yaml"});
    CHECK(left_out_of(f) == names{"again.yaml: it is the same as " + f.at("below/one.yaml"),
                                  "below/loop: it is the same as " + f.path.string()});
}

TEST_CASE("hidden folders are not entered, but for one that is named", "[suite]") {
    folder f;
    fs::create_directories(f.path / ".git");
    f.write(".git/a.yaml", "scenario: 1\n");
    CHECK(files_of(f).empty());
    CHECK(find_scenarios(f.at(".git")).files == names{f.at(".git/a.yaml")});
}

TEST_CASE("what cannot be read may be a scenario, and is not left out", "[suite]") {
    folder f;
    fs::create_symlink(f.at("nowhere"), f.at("shut.yaml"));
    fs::create_symlink("circle.yaml", f.at("circle.yaml"));
    CHECK(files_of(f) == names{"circle.yaml", "shut.yaml"});
    CHECK(why_left_out(f.at("shut.yaml")).empty());
}

TEST_CASE("a folder may be named like a file, and a pipe is none", "[suite]") {
    folder f;
    fs::create_directories(f.path / "suite.yaml");
    f.write("suite.yaml/a.yaml", "scenario: 1\n");
    REQUIRE(::mkfifo(f.at("pipe.yaml").c_str(), 0600) == 0);
    CHECK(files_of(f) == names{"suite.yaml/a.yaml"});
    CHECK(left_out_of(f) == names{"pipe.yaml: it is not a file"});
}

TEST_CASE("a file is a scenario because it was named", "[suite]") {
    folder f;
    f.write("fleet.yaml", "groups: []\n");
    const auto found = find_scenarios(f.at("fleet.yaml"));
    CHECK_FALSE(found.is_folder);
    CHECK(found.files == names{f.at("fleet.yaml")});
    CHECK(why_left_out(f.at("fleet.yaml")) == std::string(other).substr(2));
}

TEST_CASE("a target that is not there is said", "[suite]") {
    const folder f;
    CHECK_THROWS_AS(find_scenarios(f.at("none.yaml")), settings::error);
    CHECK(find_scenarios(f.at("below")).files.empty());
}
