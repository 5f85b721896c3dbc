#include "server/printing/queue_list.hpp"

#include "tests/catch.hpp"

using namespace husky::host;

namespace {

using names = std::vector<std::string>;
using numbers = std::vector<std::int64_t>;

const std::vector<stored_print> jobs{
    {7, {}, "Screen", "jane", "mill", {{"screen.png", "image/png", 1200}, {"screen.txt", "text/plain", 34}}},
    {9, {}, "notes", "joe", "desk", {{"a-very-long-name-of-a-file-that-does-not-fit.txt", "text/plain", 5}}},
    {12, {}, "more", "jane", "mill", {{"more.txt", "text/plain", 0}}},
    {13, {}, "whose", "", "mill", {{"x", "text/plain", 1}}},
};

}  // namespace

TEST_CASE("a short list is a line for each job", "[printing]") {
    CHECK(short_list(jobs, {}) ==
          "Rank   Owner      Job     Files                                 Total Size\n"
          "1st    jane       7       screen.png, screen.txt                1234 bytes\n"
          "2nd    joe        9       a-very-long-name-of-a-file-that-do... 5 bytes\n"
          "3rd    jane       12      more.txt                              0 bytes\n"
          "4th    nobody     13      x                                     1 bytes\n");
    CHECK(short_list(jobs, {"joe", "12"}) ==
          "Rank   Owner      Job     Files                                 Total Size\n"
          "2nd    joe        9       a-very-long-name-of-a-file-that-do... 5 bytes\n"
          "3rd    jane       12      more.txt                              0 bytes\n");
    CHECK(short_list(jobs, {"mary"}) == "no entries\n");
    CHECK(short_list({}, {}) == "no entries\n");
}

TEST_CASE("a long list names every file", "[printing]") {
    CHECK(long_list(jobs, {"7", "13"}) ==
          "\njane: 1st                                [job 7 mill]\n"
          "        screen.png                       1200 bytes\n"
          "        screen.txt                       34 bytes\n"
          "\nnobody: 4th                              [job 13 mill]\n"
          "        x                                1 bytes\n");
    CHECK(long_list({}, {}) == "no entries\n");
}

TEST_CASE("ranks are counted as people do", "[printing]") {
    std::vector<stored_print> many(113);
    for (std::size_t i = 0; i < many.size(); ++i)
        many[i].cursor = static_cast<std::int64_t>(1000 + i);
    const auto rank_of = [&](int place) {
        const std::string all = short_list(many, {std::to_string(999 + place)});
        const std::string line = all.substr(all.find('\n') + 1);
        return line.substr(0, line.find(' '));
    };
    CHECK(rank_of(1) == "1st");
    CHECK(rank_of(11) == "11th");
    CHECK(rank_of(12) == "12th");
    CHECK(rank_of(21) == "21st");
    CHECK(rank_of(22) == "22nd");
    CHECK(rank_of(103) == "103rd");
    CHECK(rank_of(112) == "112th");
}

TEST_CASE("a removal means jobs by number or owner, and only one's own", "[printing]") {
    struct row {
        std::string agent;
        names wanted;
        numbers prints;
        bool denied;
        std::string text;
    };
    const std::vector<row> rows{
        {"jane", {"7"}, {7}, false, "job 7 removed\n"},
        {"jane", {"jane"}, {7, 12}, false, "job 7 removed\njob 12 removed\n"},
        {"jane", {"-"}, {7, 12}, false, "job 7 removed\njob 12 removed\n"},
        {"jane", {"9"}, {}, true, "job 9: permission denied\n"},
        {"jane", {"9", "12"}, {12}, true, "job 9: permission denied\njob 12 removed\n"},
        {"jane", {}, {}, false, "no such job\n"},
        {"jane", {"8", "-7", "07", "7x"}, {}, false, "no such job\n"},
        {"mary", {"-"}, {}, false, "no such job\n"},
        {"root", {"9"}, {9}, false, "job 9 removed\n"},
        {"root", {"joe", "13"}, {9, 13}, false, "job 9 removed\njob 13 removed\n"},
        {"root", {}, {}, false, "no such job\n"},
        {"root", {"-"}, {7, 9, 12, 13}, false, "job 7 removed\njob 9 removed\njob 12 removed\njob 13 removed\n"},
        {"-all", {}, {7, 9, 12, 13}, false, "job 7 removed\njob 9 removed\njob 12 removed\njob 13 removed\n"},
    };
    for (const row& each : rows) {
        CAPTURE(each.agent, each.wanted);
        const removal chosen = choose_removed(jobs, each.agent, each.wanted);
        CHECK(chosen.prints == each.prints);
        CHECK(chosen.denied == each.denied);
        CHECK(chosen.text == each.text);
    }
}
