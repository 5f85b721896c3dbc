#include "server/api/live/live_request.hpp"

#include "tests/catch.hpp"

using namespace husky::host;
using Catch::Matchers::StartsWith;

namespace {

std::string words_of(const live_request& asked) {
    std::string out;
    for (const auto& serial : asked.machines)
        out += serial + ' ';
    out += '|';
    for (std::size_t i = 0; i < topic_names.size(); ++i)
        if (asked.topics.has(static_cast<topic>(i))) out += ' ' + std::string(topic_names[i]);
    return out;
}

std::string parsed(const std::string* machines, const std::string* topics) {
    const auto got = parse_live_request(machines, topics);
    if (const auto* wrong = std::get_if<std::string>(&got)) return *wrong;
    return words_of(std::get<live_request>(got));
}

}  // namespace

TEST_CASE("a request of the live feed names machines and topics", "[live]") {
    CHECK(parsed(nullptr, nullptr) == "| status cycles events");
    for (const auto& [machines, topics, words] :
         std::vector<std::array<std::string, 3>>{{"A", "status", "A | status"},
                                                 {"B,A,B", "events,status", "A B | status events"},
                                                 {"HY 1,<b>", "cycles,cycles", "<b> HY 1 | cycles"},
                                                 {"A", "frames", "A | frames"}})
        CHECK(parsed(&machines, &topics) == words);
}

TEST_CASE("a wrong request of the live feed says what is wrong", "[live]") {
    const std::string good = "A";
    for (const std::string wrong : {"", ",", "A,", ",A", "A,,B"})
        CHECK_THAT(parsed(&wrong, nullptr), StartsWith("machines: serials with commas between them"));
    for (const std::string wrong : {"", "status,", "Status", "frame", "trace", "status cycles", "status;cycles", "*"})
        CHECK_THAT(parsed(&good, &wrong), StartsWith("topics: unknown topic '"));
    std::string many = "M0";
    for (std::size_t i = 1; i < max_live_machines; ++i)
        many += ",M" + std::to_string(i);
    CHECK_THAT(parsed(&many, nullptr), StartsWith("M0 "));
    many += ",M";
    CHECK(parsed(&many, nullptr) == "machines: more than 256");
}
