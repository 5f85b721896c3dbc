#include "server/http/target.hpp"

#include "tests/catch.hpp"

using namespace husky::host;

TEST_CASE("a target is taken apart and decoded", "[http]") {
    const auto target = parse_target("/api/D%C3%BCse%20A+B/x?limit=5&after=&q=a+b%26c&flag");
    REQUIRE(target);
    CHECK(target->segments == std::vector<std::string>{"api", "D\xC3\xBCse A+B", "x"});
    CHECK(*target->find("limit") == "5");
    CHECK(target->find("after")->empty());
    CHECK(*target->find("q") == "a b&c");
    CHECK(target->find("flag")->empty());
    CHECK(target->find("other") == nullptr);
    CHECK(parse_target("/")->segments == std::vector<std::string>{""});
}

TEST_CASE("a target that is no text is refused", "[http]") {
    for (const char* target : {"", "*", "api", "http://host/", "/%", "/%4", "/%zz", "/%ff%fe", "/%00", "/a?b=%0a",
                               "/%C3", "/%ED%A0%80", "/%F5%80%80%80", "/%C0%AF", "/%E0%80%AF", "/a?%ff", "/%7F"}) {
        CAPTURE(target);
        CHECK_FALSE(parse_target(target));
    }
}
