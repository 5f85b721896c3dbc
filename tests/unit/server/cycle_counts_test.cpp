#include <limits>

#include "tests/catch.hpp"
#include "tests/unit/server/intake_bench.hpp"

using husky::host::intake_bench;
using enum husky::host::taken;

TEST_CASE("cycles in order are fresh and leave no gap", "[intake]") {
    intake_bench book;
    for (std::int32_t n = 5; n < 10; ++n)
        CHECK(book.take(n, 1000 + n) == fresh);
    CHECK(book.cycles() == 5);
    CHECK(book.gaps() == 0);
    CHECK(book.missing() == 0);
    CHECK(book.epoch() == 1);
}

TEST_CASE("a jump opens a gap that late cycles close from any side", "[intake]") {
    intake_bench book;
    book.take(1, 10);
    CHECK(book.take(6, 60) == fresh);
    CHECK(book.gaps() == 1);
    CHECK(book.missing() == 4);
    CHECK(book.take(3, 30) == late);
    CHECK(book.take(3, 30) == repeated);
    CHECK(book.take(2, 20) == late);
    CHECK(book.take(5, 50) == late);
    CHECK(book.take(4, 40) == late);
    CHECK(book.missing() == 0);
    CHECK(book.cycles() == 6);
    CHECK(book.duplicates() == 1);
    CHECK(book.gaps() == 1);
}

TEST_CASE("a cycle that was said before counts as repeated", "[intake]") {
    intake_bench book;
    book.take(7, 70);
    CHECK(book.take(7, 70) == repeated);
    CHECK(book.cycles() == 1);
}

TEST_CASE("a counter that falls while the clock goes on begins an epoch", "[intake]") {
    intake_bench book;
    book.take(1000, 500);
    CHECK(book.take(1, 600) == new_epoch);
    CHECK(book.epoch() == 2);
    CHECK(book.take(2, 610) == fresh);
    CHECK(book.gaps() == 0);
}

TEST_CASE("a counter that falls with the clock begins an epoch, and only the same end time makes a repeat",
          "[intake]") {
    intake_bench book;
    for (std::int32_t n = 1; n <= 3; ++n)
        book.take(n, 1000 + n);
    CHECK(book.take(1, 900) == new_epoch);
    CHECK(book.take(2, 901) == fresh);
    CHECK(book.take(3, 902) == fresh);
    CHECK(book.take(3, 902) == repeated);
    CHECK(book.take(3, 1003) == repeated);
    CHECK(book.cycles() == 6);
    CHECK(book.missing() == 0);
}

TEST_CASE("at the last end time a counter that goes back begins an epoch", "[intake]") {
    constexpr std::int32_t end = std::numeric_limits<std::int32_t>::max();
    intake_bench book;
    for (std::int32_t n = 1; n <= 4; ++n)
        CHECK(book.take(n, end) == fresh);
    CHECK(book.take(4, end) == repeated);
    CHECK(book.take(1, end) == new_epoch);
    CHECK(book.take(2, end) == fresh);
    CHECK(book.cycles() == 6);
}

TEST_CASE("what a machine says it has counted is missing until it comes", "[intake]") {
    intake_bench book;
    book.announce(3);
    CHECK(book.missing() == 0);
    book.take(1, 10);
    book.announce(4);
    CHECK(book.missing() == 3);
    CHECK(book.take(3, 30) == late);
    CHECK(book.missing() == 2);
}

TEST_CASE("no more gaps are remembered than may be, and their cycles stay missing", "[intake]") {
    intake_bench book;
    book.take(1, 1);
    std::int32_t counter = 1;
    for (std::size_t i = 0; i <= husky::host::gap_list::max_open_gaps; ++i) {
        counter += 2;
        book.take(counter, counter);
    }
    CHECK(book.gaps() == husky::host::gap_list::max_open_gaps + 1);
    CHECK(book.take(4, 4) == late);
    CHECK(book.missing() == husky::host::gap_list::max_open_gaps);
    CHECK(book.take(2, 2) == new_epoch);  // of the oldest gap, forgotten
    CHECK(book.missing() == husky::host::gap_list::max_open_gaps);
}

TEST_CASE("late cycles that split gaps do not make them more than may be", "[intake]") {
    intake_bench book;
    book.take(1, 1);
    std::int32_t counter = 1;
    for (std::size_t i = 0; i < husky::host::gap_list::max_open_gaps; ++i) {
        counter += 4;
        book.take(counter, counter);
    }
    for (std::int32_t middle = counter - 2; middle > counter - 400; middle -= 4)
        CHECK(book.take(middle, middle) == late);
    CHECK(book.remembered() == husky::host::gap_list::max_open_gaps);
}

TEST_CASE("counters of any size are counted", "[intake]") {
    intake_bench book;
    book.take(1, 1);
    book.take(std::numeric_limits<std::int32_t>::max(), 2);
    CHECK(book.missing() == 2147483645U);
}
