#include "scenario/play/setup_text.hpp"

#include "tests/catch.hpp"

using namespace husky::play;

namespace {

const std::string text =
    "Husky set-up\nformat = 1\n\n[hold]\nStep 1 pressure = 495.0 bar\nTime = 1.2 s\n"
    "[timers]\nCooling time = 30.000 s\nTime = 5 s\nNote = two words\nLimit = off s\n";

std::string changed(const std::map<std::string, std::string>& changes) {
    auto copy = text;
    const auto problem = change_setup(copy, changes);
    return problem ? "problem: " + *problem : copy;
}

}  // namespace

TEST_CASE("a parameter changes its value and keeps its unit", "[setup_text]") {
    CHECK(changed({{"timers.Cooling time", "4.5"}}).find("Cooling time = 4.5 s\n") != std::string::npos);
    CHECK(changed({{"Cooling time", "-4.5"}}).find("Cooling time = -4.5 s\n") != std::string::npos);
    CHECK(changed({{"hold.Time", "9"}}).find("Time = 9 s\n[timers]") != std::string::npos);
    CHECK(changed({{"Limit", "12"}}).find("Limit = 12 s\n") != std::string::npos);
}

TEST_CASE("a text is replaced whole", "[setup_text]") {
    CHECK(changed({{"Note", "three other words"}}).find("Note = three other words\n") != std::string::npos);
}

TEST_CASE("everything else stays as it was", "[setup_text]") {
    CHECK(changed({}) == text);
    CHECK(changed({{"Cooling time", "30.000"}}) == text);
}

TEST_CASE("a parameter that is not there, or there twice, is said", "[setup_text]") {
    CHECK(changed({{"Colour", "1"}}) == "problem: the set-up has no parameter Colour");
    CHECK(changed({{"Time", "1"}}) == "problem: the set-up has 2 parameters Time; say which section");
}

TEST_CASE("a set-up file that cannot be read is said", "[setup_text]") {
    std::string into;
    CHECK(read_setup("/no/such/file", into) == "/no/such/file: cannot be read");
    CHECK(read_setup("/", into) == "/: cannot be read");
}
