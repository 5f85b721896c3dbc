#include "server/ledger/gap_list.hpp"

#include <map>
#include <set>

#include "tests/catch.hpp"

using namespace husky::host;
using std::chrono::sys_seconds;

namespace {

remembered_gap missing(std::int32_t first, std::int32_t last) {
    return {.epoch = 1, .first_missing = first, .last_missing = last};
}

struct taken {
    std::set<std::int64_t> changed, closed;
};

taken take(gap_list& gaps) {
    taken all;
    gaps.take_changes([&](const remembered_gap& gap) { all.changed.insert(gap.gap); },
                      [&](std::int64_t gap) { all.closed.insert(gap); });
    return all;
}

}  // namespace

TEST_CASE("changes are handed out once", "[ledger]") {
    gap_list gaps;
    gaps.add(missing(1, 9));
    CHECK(gaps.has_changes());
    CHECK(take(gaps).changed == std::set<std::int64_t>{1});
    CHECK_FALSE(gaps.has_changes());
    CHECK(take(gaps).changed.empty());
    CHECK(gaps.fill(5, {}, 1) == 1);
    CHECK(take(gaps).changed == std::set<std::int64_t>{1, 2});
}

TEST_CASE("the end of a gap is told only if its beginning was", "[ledger]") {
    gap_list gaps;
    gaps.add(missing(1, 1));
    gaps.fill(1, {}, 1);
    const taken nothing = take(gaps);
    CHECK(nothing.changed.empty());
    CHECK(nothing.closed.empty());
    gaps.add(missing(3, 3));
    take(gaps);
    gaps.fill(3, {}, 1);
    CHECK(take(gaps).closed == std::set<std::int64_t>{2});
}

TEST_CASE("gaps that touch become one", "[ledger]") {
    gap_list gaps;
    gaps.add(missing(1, 2));
    gaps.add(missing(6, 7));
    take(gaps);
    gaps.add(missing(3, 5));
    const taken joined = take(gaps);
    CHECK(joined.changed == std::set<std::int64_t>{1});
    CHECK(joined.closed == std::set<std::int64_t>{2});
    CHECK(gaps.size() == 1);
}

TEST_CASE("past the bound the oldest gap is forgotten", "[ledger]") {
    gap_list gaps;
    constexpr auto bound = static_cast<std::int32_t>(gap_list::max_open_gaps);
    for (std::int32_t i = 1; i <= bound + 1; ++i) {
        gaps.add(missing(2 * i, 2 * i));
        take(gaps);
    }
    CHECK(gaps.size() == gap_list::max_open_gaps);
    CHECK(gaps.fill(2, {}, 1) == 0);
    CHECK(gaps.fill(4, {}, 1) == 1);
    CHECK(gaps.lost() == 0);
}

TEST_CASE("a gap is not forgotten before it was handed out", "[ledger]") {
    gap_list gaps;
    constexpr auto bound = static_cast<std::int32_t>(gap_list::max_untaken_gaps);
    for (std::int32_t i = 1; i <= bound; ++i)
        gaps.add(missing(2 * i, 2 * i));
    CHECK(gaps.size() == gap_list::max_untaken_gaps);
    CHECK(gaps.lost() == 0);
    SECTION("taking the changes brings the list back to its bound") {
        CHECK(take(gaps).changed.size() == gap_list::max_untaken_gaps);
        CHECK(gaps.size() == gap_list::max_open_gaps);
    }
    SECTION("when nobody takes them the loss is counted") {
        gaps.add(missing(2 * bound + 2, 2 * bound + 2));
        CHECK(gaps.size() == gap_list::max_untaken_gaps);
        CHECK(gaps.lost() == 1);
    }
}

TEST_CASE("a restored list numbers its gaps on", "[ledger]") {
    gap_list gaps({{4, 1, 10, 12, {}, {}, {}}}, 9);
    gaps.add(missing(20, 20));
    CHECK(take(gaps).changed == std::set<std::int64_t>{9});
}
