#include "settings/json_text.hpp"

#include <boost/json.hpp>
#include <limits>

#include "settings/schema/schema.hpp"
#include "tests/catch.hpp"

using namespace husky::settings;
namespace json = boost::json;

TEST_CASE("numbers in JSON are as people write them", "[json]") {
    CHECK(json_text(json::value{0.0, 1e9, 0.05, -2.5, 1e300, 17, std::numeric_limits<std::int64_t>::max()}) ==
          "[0,1000000000,0.05,-2.5,1e+300,17,9223372036854775807]");
    CHECK(json_text(std::numeric_limits<double>::quiet_NaN()) == "null");
    CHECK(json_text(as_written(5.665F)) == "5.665");
    CHECK(json_text(as_written(0.1F)) == "0.1");
    CHECK(json_text(as_written(3.4028235e38F)) == "3.4028235e+38");
}

TEST_CASE("a number as it is written reads back as the same f32", "[json]") {
    for (const float f : {5.665F, 0.1F, 1.0F / 3, 16777217.0F, 1.17549435e-38F, -273.15F})
        CHECK(static_cast<float>(json::parse(json_text(as_written(f))).to_number<double>()) == f);
}

TEST_CASE("texts, groups and lists are as JSON has them", "[json]") {
    const auto v = json::parse(R"({"a \"b\"":[{},[],null,true,"\u0001ü"],"c":{"d":18446744073709551615}})");
    CHECK(json_text(v) == R"({"a \"b\"":[{},[],null,true,"\u0001ü"],"c":{"d":18446744073709551615}})");
}

TEST_CASE("a number that is whole is whole however it is written", "[json]") {
    CHECK(whole_number(json::parse("1e3")) == 1000);
    CHECK(whole_number(json::parse("1000.0")) == 1000);
    CHECK(whole_number(json::parse("-7")) == -7);
    for (const char* no : {"0.5", "1e300", "18446744073709551615", "\"1\"", "null", "[1]"}) {
        CAPTURE(no);
        CHECK_FALSE(whole_number(json::parse(no)));
    }
}

TEST_CASE("the largest whole number is a limit as it is", "[settings]") {
    std::uint64_t seed = 1;
    schema s("example");
    s.integer("seed", seed, 0, std::numeric_limits<std::int64_t>::max(), "", "of chance");
    CHECK(s.keys()[0].is.range() == "0 to 9223372036854775807");
    CHECK(json_text(s.keys()[0].is.limit(s.keys()[0].is.max)) == "9223372036854775807");
}
