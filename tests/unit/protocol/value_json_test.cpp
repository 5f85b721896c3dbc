#include <limits>

#include "protocol/messages/value.hpp"
#include "tests/catch.hpp"

using namespace husky::protocol;

namespace {

std::string json_of(const value& v) {
    std::string out;
    append_json(out, v);
    return out;
}

std::string json_string(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

}  // namespace

TEST_CASE("a number is written in its shortest form that reads back the same", "[value]") {
    CHECK(json_of(5.5F) == "5.5");
    CHECK(json_of(0.1F) == "0.1");
    CHECK(json_of(-0.0F) == "-0");
    CHECK(json_of(16777216.0F) == "16777216");
    CHECK(json_of(1e30F) == "1e+30");
    CHECK(json_of(100000.0F) == "100000");
    CHECK(json_of(-0.001F) == "-0.001");
    CHECK(json_of(1e10F) == "10000000000");
    CHECK(json_of(1e-7F) == "1e-07");
    CHECK(json_of(std::numeric_limits<std::int32_t>::min()) == "-2147483648");
    CHECK(json_of(highest_life_counter) == "2147483647");
}

TEST_CASE("what JSON has no word for is null", "[value]") {
    CHECK(json_of({}) == "null");
    CHECK(json_of(std::numeric_limits<float>::quiet_NaN()) == "null");
    CHECK(json_of(std::numeric_limits<float>::infinity()) == "null");
    CHECK(json_of(-std::numeric_limits<float>::infinity()) == "null");
}

TEST_CASE("a text is quoted, and what JSON forbids in it is escaped", "[value]") {
    CHECK(json_of(std::string("Cap 28")) == R"("Cap 28")");
    CHECK(json_string(R"(a "b" \c)") == R"("a \"b\" \\c")");
    CHECK(json_string("Schließkraft °C") == "\"Schließkraft °C\"");
    CHECK(json_string("\n\x1F") == R"("\u000a\u001f")");
    CHECK(json_string(std::string_view("\0", 1)) == R"("\u0000")");
    CHECK(json_string("") == R"("")");
}

TEST_CASE("codes have names, and unknown codes are called so", "[value]") {
    CHECK(name(result_code::wrong_offset) == "wrong offset");
    CHECK(name(static_cast<result_code>(7)) == "unknown");
    CHECK(name(init_result::already_linked) == "serial already linked");
    CHECK(name(static_cast<init_result>(9)) == "unknown");
    CHECK(name(error_code::timed_out) == "timed out");
    CHECK(name(static_cast<error_code>(0)) == "unknown");
    CHECK(name(machine_mode::maintenance) == "maintenance");
    CHECK(name(static_cast<machine_mode>(12)) == "unknown");
    CHECK(name(production_status::dry_run) == "dry run");
    CHECK(name(static_cast<production_status>(6)) == "unknown");
    CHECK(name(cycle_quality::failed) == "failed");
    CHECK(name(static_cast<cycle_quality>(4)) == "unknown");
}
