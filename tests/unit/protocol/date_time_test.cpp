#include "protocol/dialect/date_time.hpp"

#include "tests/catch.hpp"

using namespace husky::protocol;
using namespace std::chrono_literals;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

namespace {

constexpr sys_seconds last_second = sys_days(2026y / 1 / 31) + 23h + 59min + 59s;

std::string date(sys_seconds at, std::string_view pattern) {
    std::string out = "before";
    format_date(at, pattern, out);
    return out;
}

std::string time(sys_seconds at, std::string_view pattern) {
    std::string out = "before";
    format_time(at, pattern, out);
    return out;
}

std::optional<sys_seconds> parsed(std::string_view date, std::string_view time) {
    return parse_date_time(date, "YY/MM/DD", time, "HH:MM:SS");
}

}  // namespace

TEST_CASE("a machine's clock is written by its patterns", "[date_time]") {
    CHECK(date(last_second, "YY/MM/DD") == "26/01/31");
    CHECK(date(last_second, "YYYYMMDD") == "20260131");
    CHECK(date(last_second, "DD.MM.YY") == "31.01.26");
    CHECK(time(last_second, "HH:MM:SS") == "23:59:59");
    CHECK(time(last_second, "HHMMSS") == "235959");
    CHECK(time(sys_days(2026y / 3 / 1), "HH:MM:SS") == "00:00:00");
    CHECK(date(sys_days(2000y / 2 / 29), "YY/MM/DD") == "00/02/29");
}

TEST_CASE("what was written is read back", "[date_time]") {
    CHECK(parsed("26/01/31", "23:59:59") == last_second);
    CHECK(parse_date_time("31.01.2026", "DD.MM.YYYY", "235959", "HHMMSS") == last_second);
}

TEST_CASE("two-digit years are 1970 to 2069", "[date_time]") {
    CHECK(parsed("70/01/01", "00:00:00") == sys_seconds(0s));
    CHECK(parsed("99/12/31", "00:00:00") == sys_seconds(sys_days(1999y / 12 / 31)));
    CHECK(parsed("69/01/01", "00:00:00") == sys_seconds(sys_days(2069y / 1 / 1)));
}

TEST_CASE("a text that follows no pattern or names no day is no time", "[date_time]") {
    CHECK_FALSE(parsed("26-01-31", "23:59:59"));
    CHECK_FALSE(parsed("26/02/29", "00:00:00"));
    CHECK_FALSE(parsed("26/13/01", "00:00:00"));
    CHECK_FALSE(parsed("26/00/10", "00:00:00"));
    CHECK_FALSE(parsed("26/01/3", "00:00:00"));
    CHECK_FALSE(parsed("26/01/311", "00:00:00"));
    CHECK_FALSE(parsed("", ""));
    CHECK_FALSE(parsed("26/01/31", "24:00:00"));
    CHECK_FALSE(parsed("26/01/31", "00:60:00"));
    CHECK_FALSE(parsed("26/01/31", "00:00:61"));
    CHECK_FALSE(parsed("26/01/31", "ab:cd:ef"));
}

TEST_CASE("a leap second is the next minute's first", "[date_time]") {
    CHECK(parsed("26/01/31", "23:59:60") == last_second + 1s);
}

TEST_CASE("times without a zone are ISO-8601", "[date_time]") {
    CHECK(iso_date_time(last_second) == "2026-01-31T23:59:59");
    CHECK(iso_date_time(sys_seconds(0s)) == "1970-01-01T00:00:00");
}

TEST_CASE("a pattern has at least one of its tokens", "[date_time]") {
    CHECK(is_date_pattern("YY/MM/DD"));
    CHECK(is_date_pattern("day DD"));
    CHECK_FALSE(is_date_pattern("today"));
    CHECK_FALSE(is_date_pattern(""));
    CHECK(is_time_pattern("HH"));
    CHECK_FALSE(is_time_pattern("noon"));
}
