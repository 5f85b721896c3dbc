#include "settings/counted.hpp"

#include "tests/catch.hpp"

using husky::settings::counted;

TEST_CASE("one thing is told apart from many", "[counted]") {
    CHECK(counted(0, "machine") == "0 machines");
    CHECK(counted(1, "machine") == "1 machine");
    CHECK(counted(12, "machine") == "12 machines");
    CHECK(counted(1, "fault is", "faults are") == "1 fault is");
    CHECK(counted(2, "fault is", "faults are") == "2 faults are");
}
