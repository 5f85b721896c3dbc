#include "protocol/links/cycle_selection.hpp"

#include "tests/catch.hpp"

using namespace husky::protocol;

namespace {

using ids = std::vector<variable_id>;

ids of(const cycle_selection& s, tandem_side side) {
    const auto chosen = s.of(side);
    return {chosen.begin(), chosen.end()};
}

}  // namespace

TEST_CASE("before any selection a cycle carries variables 1 and 4", "[cycle_selection]") {
    const cycle_selection s;
    CHECK(of(s, 0) == ids{1, 4});
    CHECK(of(s, 1) == ids{1, 4});
}

TEST_CASE("1 and 4 come first, then what was selected, in its order, each once", "[cycle_selection]") {
    cycle_selection s;
    CHECK(s.select(0, ids{116, 4, 101, 116, 1, 5}));
    CHECK(of(s, 0) == ids{1, 4, 116, 101, 5});
}

TEST_CASE("an empty selection means only 1 and 4", "[cycle_selection]") {
    cycle_selection s;
    s.select(0, ids{101});
    s.select(0, {});
    CHECK(of(s, 0) == ids{1, 4});
}

TEST_CASE("a side without a selection of its own uses that of side 0", "[cycle_selection]") {
    cycle_selection s;
    s.select(0, ids{101});
    CHECK(of(s, 1) == ids{1, 4, 101});
    s.select(1, {});
    CHECK(of(s, 1) == ids{1, 4});
    CHECK(of(s, 0) == ids{1, 4, 101});
}

TEST_CASE("a selection that is too large changes nothing", "[cycle_selection]") {
    cycle_selection s;
    s.select(0, ids{101});
    CHECK_FALSE(s.select(0, ids(1025, 102)));
    CHECK(of(s, 0) == ids{1, 4, 101});
    ids many;
    for (variable_id id = 1000; many.size() < max_cycle_selection; ++id)
        many.push_back(id);
    CHECK(s.select(0, many));
    CHECK(of(s, 0).size() == 1026);
}
