#include "tools/link/replay/match.hpp"

#include "settings/error.hpp"
#include "tests/catch.hpp"
#include "tests/unit/tools/recordings.hpp"

using namespace husky;
using namespace husky::tools;
using protocol::link_kind;
using protocol::wire;

namespace {

const frame_judge& default_judge() {
    static const frame_judge one(protocol::default_dialect());
    return one;
}

protocol::frame frame_in(const std::vector<std::byte>& bytes) {
    const auto word = std::to_integer<unsigned>(bytes[2]) | std::to_integer<unsigned>(bytes[3]) << 8U;
    return {static_cast<std::uint16_t>(word), std::span(bytes).subspan(4), bytes};
}

/// "field: expected > came, ..."
std::string compared(std::string_view expected, std::string_view came, const match_rules& rules) {
    const auto was = wire(expected), is = wire(came);
    std::string out;
    for (const auto& d : differences(frame_in(was), frame_in(is), link_kind::machine_functions, default_judge(), rules))
        out += (out.empty() ? "" : ", ") + d.field + ": " + d.expected + " > " + d.came;
    return out;
}

std::string with(std::string_view in, std::string_view what, std::string_view by) {
    std::string text(in);
    return text.replace(text.find(what), what.size(), by);
}

}  // namespace

TEST_CASE("times and counters may differ, everything else must be equal", "[match]") {
    struct row {
        std::string_view was;
        std::string came, usual, none;
    };
    const std::vector<row> rows{
        {said_init, std::string(said_init), "", ""},
        {said_init, with(said_init, "HY-0001", "HY-0002"), "serial_number: \"HY-0001\" > \"HY-0002\"",
         "serial_number: \"HY-0001\" > \"HY-0002\""},
        {said_welcome, with(said_welcome, "B9", "BA"), "", "synch_time: 1767225600 > 1767225856"},
        {told_cycle, with(told_cycle, "07", "08"), "", "variables.1: 7 > 8"},
        {told_cycle, with(told_cycle, "B9 55", "BA 55"), "", "variables.4: 1767225600 > 1767225856"},
        {told_cycle, with(told_cycle, "B0 40", "B4 40"), "variables.101: 5.5 > 5.625", "variables.101: 5.5 > 5.625"},
        {told_cycle, with(told_cycle, "65 00", "66 00"), "variables.101: 5.5 > (absent), variables.102: (absent) > 5.5",
         "variables.101: 5.5 > (absent), variables.102: (absent) > 5.5"},
    };
    for (const auto& r : rows) {
        CAPTURE(r.was, r.came);
        CHECK(compared(r.was, r.came, match_rules::defaults()) == r.usual);
        CHECK(compared(r.was, r.came, match_rules::none()) == r.none);
    }
}

TEST_CASE("what may differ of variables 1 to 4 is no excuse for elements 1 to 4 of a list", "[match]") {
    std::string list = "0B 01 05 80 00 00 05 00 00 00 05 00";
    for (const char letter : std::string("ABCDE"))
        list += std::string(" 01 00 01 's' 20*7 '") + letter + "' 20*39";
    const std::string selects = "11 00 07 00 00 05 00 65 00 66 00 67 00 68 00 69 00";
    for (const char letter : std::string("ABCDE")) {
        const auto place = std::to_string(letter - 'A');
        CHECK(compared(list, with(list, std::string("'") + letter, "'Z"), match_rules::defaults()) ==
              "variables." + place + ".description: \"" + letter + "\" > \"Z\"");
        const auto id = std::to_string(65 + letter - 'A');
        CHECK(compared(selects, with(selects, id, "70"), match_rules::defaults()) ==
              "variables." + place + ".variable_id: " + std::to_string(101 + letter - 'A') + " > 112");
    }
    const auto rules = [](const char* yaml) { return parse_rules(yaml, "rules.yaml"); };
    const auto other = with(list, "'C", "'Z");
    CHECK(compared(list, other, rules("ignore: [list_response.variables.2]")).empty());
    CHECK(compared(list, other, rules("ignore: ['*.variables.*.description']")).empty());
    CHECK_FALSE(compared(list, other, rules("ignore: ['*.variables.2']")).empty());
}

TEST_CASE("padding that reads the same is still told", "[match]") {
    CHECK(compared(said_init, "14 00 01 00 'HY-0001' 00*9", match_rules::defaults()) ==
          "serial_number: \"HY-0001\" (16 bytes) > \"HY-0001\" (16 bytes), other bytes");
}

TEST_CASE("the order of values matters", "[match]") {
    CHECK(compared("14 00 08 00 00 00 00 02 00 65 00 02 01*4 66 00 00",
                   "14 00 08 00 00 00 00 02 00 66 00 00 65 00 02 01*4", match_rules::defaults())
              .starts_with("(order of fields)"));
}

TEST_CASE("a malformed or unknown message is compared by its bytes", "[match]") {
    CHECK(compared("06 00 0C 00 00 01", "06 00 0C 00 00 02", match_rules::defaults()).starts_with("(not decoded)"));
    CHECK(compared("05 00 99 00 01", "05 00 99 00 02", match_rules::defaults()) ==
          "(bytes): 05 00 99 00 01 > 05 00 99 00 02");
}

TEST_CASE("rules add to the usual ones, take from them, or stand alone", "[match]") {
    const auto rules = [](const char* yaml) { return parse_rules(yaml, "rules.yaml"); };
    const auto other = with(told_cycle, "B0 40", "B4 40"), later = with(told_cycle, "B9 55", "BA 55");
    CHECK(compared(told_cycle, other, rules("ignore: [cycle.variables.101]")).empty());
    CHECK(compared(told_cycle, other, rules("ignore: ['*.variables']")).empty());
    CHECK(compared(told_cycle, other, rules("ignore: [cycle]")).empty());
    CHECK_FALSE(compared(told_cycle, other, rules("ignore: [read_response.variables.101]")).empty());
    CHECK_FALSE(compared(told_cycle, later, rules("compare: [cycle.variables.4]")).empty());
    CHECK_FALSE(compared(told_cycle, later, rules("usual: false")).empty());
}

TEST_CASE("wrong rules name file, line and key", "[match]") {
    const auto problem = [](const char* yaml) -> std::string {
        try {
            parse_rules(yaml, "rules.yaml");
        } catch (const settings::error& wrong) {
            return wrong.what();
        }
        return "";
    };
    CHECK(problem("\nignore: [nothing.at.all]") ==
          "rules.yaml:2: ignore: 'nothing.at.all': no message is called 'nothing'");
    CHECK(problem("compare: [cycle..x]") == "rules.yaml:1: compare: 'cycle..x': expected MESSAGE.FIELD");
    CHECK(problem("ignored: []").starts_with("rules.yaml:1: ignored"));
}
