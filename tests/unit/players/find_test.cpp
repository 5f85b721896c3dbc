#include "scenario/suite/find.hpp"

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
    fs::path path = fs::temp_directory_path() / ("husky-find-" + std::to_string(::getpid()));
    folder() { fs::create_directories(path / "below"); }
    ~folder() { fs::remove_all(path); }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;
    void write(const std::string& name, const std::string& text) const { std::ofstream(path / name) << text; }
    [[nodiscard]] std::string at(const std::string& name) const { return (path / name).string(); }
};

}  // namespace

TEST_CASE("a folder gives its scenarios, sorted, and says what it left out", "[suite]") {
    folder f;
    f.write("b.yaml", "scenario: 1\n");
    f.write("below/a.yaml", "# first\nextends: ../b.yaml\n");
    f.write("broken.yaml", "scenario: 1\n  x: [\n");
    f.write("fleet.yaml", "groups: []\n");
    f.write("notes.txt", "scenario: 1\n");
    const auto found = find_scenarios(f.path.string());
    CHECK(found.is_folder);
    CHECK(found.files == std::vector<std::string>{f.at("b.yaml"), f.at("below/a.yaml"), f.at("broken.yaml")});
    CHECK(found.left_out == std::vector<std::string>{f.at("fleet.yaml")});
}

TEST_CASE("what cannot be read may be a scenario, and is not left out", "[suite]") {
    folder f;
    fs::create_symlink(f.at("nowhere"), f.at("shut.yaml"));
    CHECK(find_scenarios(f.path.string()).files == std::vector<std::string>{f.at("shut.yaml")});
}

TEST_CASE("a file is a scenario because it was named", "[suite]") {
    folder f;
    f.write("fleet.yaml", "groups: []\n");
    const auto found = find_scenarios(f.at("fleet.yaml"));
    CHECK_FALSE(found.is_folder);
    CHECK(found.files.size() == 1);
}

TEST_CASE("nothing to play is said", "[suite]") {
    folder f;
    CHECK_THROWS_AS(find_scenarios(f.at("none.yaml")), settings::error);
    CHECK_THROWS_AS(find_scenarios(f.at("below")), settings::error);
}
