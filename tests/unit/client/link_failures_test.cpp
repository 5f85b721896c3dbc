#include "client/failures/link_failures.hpp"

#include "tests/catch.hpp"

using namespace husky;
using namespace husky::cells;
using namespace std::chrono_literals;

TEST_CASE("a failure is told at once, then once in ten seconds with how often it came", "[link_failures]") {
    link_failures failures;
    const protocol::instant start{100s};
    CHECK(failures.note("Connection refused", "127.0.0.1:1310", "HY-0001", start) ==
          "HY-0001: no link to 127.0.0.1:1310: Connection refused");
    CHECK_FALSE(failures.note("Connection refused", "127.0.0.1:1310", "HY-0002", start + 1ms));
    CHECK_FALSE(failures.note("Connection refused", "127.0.0.1:1310", "HY-0003", start + 9'999ms));
    CHECK(failures.note("Connection refused", "127.0.0.1:1310", "HY-0004", start + 10s) ==
          "HY-0004: no link to 127.0.0.1:1310: Connection refused; 4 times so far");
    CHECK_FALSE(failures.note("Connection refused", "127.0.0.1:1310", "HY-0005", start + 19s));
}

TEST_CASE("another reason is told at once, too, and the most frequent comes first", "[link_failures]") {
    link_failures failures;
    const protocol::instant start{100s};
    failures.note("Too many open files", "127.0.0.1:1310", "HY-0009", start);
    failures.note("Connection refused", "127.0.0.1:1310", "HY-0001", start);
    CHECK(failures.note("the host fell silent", "127.0.0.1:1310", "HY-0002", start));
    failures.note("Connection refused", "127.0.0.1:1311", "HY-0003", start);
    const auto all = failures.all();
    REQUIRE(all.size() == 3);
    CHECK(all[0].reason == "Connection refused");
    CHECK(all[0].count == 2);
    CHECK(all[0].address == "127.0.0.1:1311");
    CHECK(all[0].serial == "HY-0003");
    CHECK(all[1].count == 1);
}

TEST_CASE("a host that refuses with ever other numbers fills no memory", "[link_failures]") {
    link_failures failures;
    for (int i = 0; i < 1000; ++i)
        failures.note("init result " + std::to_string(i), "127.0.0.1:1310", "HY-0001", protocol::instant{100s});
    const auto all = failures.all();
    REQUIRE(all.size() == 65);
    CHECK(all[0].reason == "other reasons");
    CHECK(all[0].count == 936);
}

TEST_CASE("what lies on this side is told with what to do", "[link_failures]") {
    using boost::system::errc::make_error_code;
    CHECK(
        connection_problem(make_error_code(boost::system::errc::address_not_available)) ==
        "Cannot assign requested address: no local port is free; --source A,B lets machines dial from more addresses");
    CHECK(connection_problem(make_error_code(boost::system::errc::too_many_files_open)) ==
          "Too many open files: every machine needs one, with a display two; raise the limit (ulimit -n)");
    CHECK(connection_problem(make_error_code(boost::system::errc::connection_refused)) == "Connection refused");
}
