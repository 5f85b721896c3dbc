#include "client/model/setup/text.hpp"

#include <set>

#include "client/model/setup/layout.hpp"
#include "tests/catch.hpp"
#include "tests/unit/client/model/recorder.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;
using setup::fault;

namespace {

/// Two sections with a number, one that may be off, a word and a text.
setup::layout small_layout() {
    static constexpr std::array<std::string_view, 2> words{"Off", "On"};
    setup::layout l;
    l.heads = {{"format", "1"}, {"units", "SI"}, {"cavities", "2"}};
    l.sections = {{.name = "hold", .first = 0, .count = 2}, {.name = "limits", .first = 2, .count = 3}};
    l.parameters.resize(5);
    auto& p = l.parameters;
    p[0] = {.name = "Pressure", .unit = "bar", .digits = 1, .default_value = 3800, .low = 0, .high = 10'000};
    p[1] = {.name = "Retract", .unit = "°C", .digits = 0, .default_value = -5, .low = -80, .high = 450};
    p[2] = {.name = "Low",
            .unit = "s",
            .does = setup::role::low_limit,
            .digits = 2,
            .may_be_off = true,
            .default_value = 100,
            .low = -500,
            .high = 500};
    p[3] = {.name = "High",
            .unit = "s",
            .does = setup::role::high_limit,
            .digits = 2,
            .may_be_off = true,
            .default_value = setup::off,
            .low = -500,
            .high = 500};
    p[4] = {.name = "Horn",
            .unit = "",
            .written = setup::form::word,
            .default_value = 1,
            .low = 0,
            .high = 1,
            .words = words};
    return l;
}

const char* const small_text =
    "Husky set-up\n"
    "format = 1\n"
    "units = SI\n"
    "cavities = 2\n"
    "\n"
    "[hold]\n"
    "Pressure = 380.0 bar\n"
    "Retract = -5 °C\n"
    "\n"
    "[limits]\n"
    "Low = 1.00 s\n"
    "High = off s\n"
    "Horn = On\n";

const std::string heads = "Husky set-up\nformat = 1\nunits = SI\ncavities = 2\n";

struct refused {
    std::string text;
    fault why;
    std::uint32_t line;
    std::string where;
};

std::optional<setup::misfit> misfit_of(const std::string& text) {
    const auto l = small_layout();
    auto v = setup::default_values(l);
    return setup::read(l, text, v);
}

}  // namespace

TEST_CASE("a set-up is written as readable text", "[setup]") {
    const auto l = small_layout();
    std::string text;
    setup::write(l, setup::default_values(l), text);
    CHECK(text == small_text);
}

TEST_CASE("a set-up reads as it was written", "[setup]") {
    const auto l = small_layout();
    auto v = setup::default_values(l);
    v.of = {0, 0, 0, 0, 0};
    REQUIRE_FALSE(setup::read(l, small_text, v));
    CHECK(v == setup::default_values(l));
}

TEST_CASE("what a set-up does not give keeps its value", "[setup]") {
    const auto l = small_layout();
    auto v = setup::default_values(l);
    v.of = {1, 2, 3, 4, 0};
    REQUIRE_FALSE(setup::read(l, heads + "[limits]\nHorn = On\n[hold]\n", v));
    CHECK(v.of == std::vector<setup::steps>{1, 2, 3, 4, 1});
}

TEST_CASE("people may write a set-up with remarks, spaces, CRLF, other zeros and another order", "[setup]") {
    const auto l = small_layout();
    auto v = setup::default_values(l);
    REQUIRE_FALSE(setup::read(
        l,
        "# for the night shift\r\nHusky set-up\r\nunits=SI\r\n  cavities =2\r\nformat = 1\r\n"
        "[ hold ]\r\n  Retract   =  -07.00   °C  \r\nPressure = .5 bar\r\n[limits]\r\nHigh = off\r\nLow=-1. s",
        v));
    CHECK(v.of == std::vector<setup::steps>{5, -7, -100, setup::off, 1});
}

TEST_CASE("a set-up that does not fit is refused with the reason and the place", "[setup][bad_input]") {
    const refused all[]{
        {"", fault::no_head, 0, "format"},
        {"Husky", fault::no_head, 1, "Husky"},
        {"Husky set-up\nformat = 1\nunits = SI\n", fault::no_head, 3, "cavities"},
        {"Husky set-up\nformat = 1\nunits = SI\n[hold]\n", fault::no_head, 4, "hold"},
        {"Husky set-up\nformat = 2\n", fault::other_machine, 2, "format"},
        {"Husky set-up\ncavities = 4\n", fault::other_machine, 2, "cavities"},
        {"Husky set-up\nunits = US\n", fault::other_units, 2, "units"},
        {"Husky set-up\nunits = SI\nunits = SI\n", fault::given_twice, 3, "units"},
        {"Husky set-up\nowner = me\n", fault::unknown_parameter, 2, "owner"},
        {heads + "[robot]\n", fault::unknown_section, 5, "robot"},
        {heads + "[hold\n", fault::malformed, 5, ""},
        {heads + "[hold]\nPressure\n", fault::malformed, 6, ""},
        {heads + "[hold]\n = 5 bar\n", fault::malformed, 6, ""},
        {heads + "[hold]\nSpeed = 5 bar\n", fault::unknown_parameter, 6, "[hold] Speed"},
        {heads + "[hold]\nHorn = On\n", fault::unknown_parameter, 6, "[hold] Horn"},
        {heads + "[hold]\nPressure = 1 bar\nPressure = 1 bar\n", fault::given_twice, 7, "[hold] Pressure"},
        {heads + "[hold]\nPressure = 5510 psi\n", fault::wrong_unit, 6, "[hold] Pressure"},
        {heads + "[hold]\nPressure = 5\n", fault::wrong_unit, 6, "[hold] Pressure"},
        {heads + "[limits]\nLow = off bar\n", fault::wrong_unit, 6, "[limits] Low"},
        {heads + "[hold]\nPressure = \n", fault::bad_value, 6, "[hold] Pressure"},
        {heads + "[hold]\nPressure = - bar\n", fault::bad_value, 6, "[hold] Pressure"},
        {heads + "[hold]\nPressure = 1e3 bar\n", fault::bad_value, 6, "[hold] Pressure"},
        {heads + "[hold]\nPressure = nan bar\n", fault::bad_value, 6, "[hold] Pressure"},
        {heads + "[hold]\nPressure = 1.25 bar\n", fault::bad_value, 6, "[hold] Pressure"},
        {heads + "[hold]\nPressure = 1.2.5 bar\n", fault::bad_value, 6, "[hold] Pressure"},
        {heads + "[hold]\nPressure = off bar\n", fault::bad_value, 6, "[hold] Pressure"},
        {heads + "[hold]\nPressure = 99999999999999999999999999999999999 bar\n", fault::bad_value, 6,
         "[hold] Pressure"},
        {heads + "[hold]\nPressure = 1000.1 bar\n", fault::out_of_limits, 6, "[hold] Pressure"},
        {heads + "[hold]\nPressure = -0.1 bar\n", fault::out_of_limits, 6, "[hold] Pressure"},
        {heads + "[hold]\nPressure = 214748364900 bar\n", fault::out_of_limits, 6, "[hold] Pressure"},
        {heads + "[limits]\nHorn = on\n", fault::bad_value, 6, "[limits] Horn"},
        {heads + "[limits]\nHigh = 0.99 s\n", fault::contradiction, 0, "Low"},
        {heads + "[hold]\nPressure\t= 5 bar\n", fault::not_text, 6, ""},
        {heads + "[hold]\nRetract = -5 \xB0"
                 "C\n",
         fault::not_text, 6, ""},                                                // Latin-1
        {heads + "[hold]\nRetract = 5 \xE2\x84\x83\n", fault::not_text, 6, ""},  // U+2103, not in Latin-1
        {heads + "[hold]\nRetract = 5 \xC2", fault::not_text, 6, ""},
        {std::string("\0\0\0\0", 4), fault::not_text, 1, ""},
        {heads + "#" + std::string(setup::max_line, 'x') + "\n", fault::line_too_long, 5, ""},
        {heads + std::string(1'000'000, 'x'), fault::line_too_long, 5, ""},
    };
    for (const auto& bad : all) {
        CAPTURE(bad.text.substr(0, 300));
        const auto wrong = misfit_of(bad.text);
        REQUIRE(wrong);
        CHECK(static_cast<int>(wrong->reason) == static_cast<int>(bad.why));
        CHECK(wrong->line == bad.line);
        CHECK(wrong->where == bad.where);
    }
    CHECK_FALSE(misfit_of(heads + "#" + std::string(setup::max_line - 1, 'x') + "\n[hold]\n"));
}

TEST_CASE("a set-up cut anywhere is refused, or keeps what is missing", "[setup][bad_input]") {
    const std::string whole = small_text;
    const auto l = small_layout();
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
        CAPTURE(cut);
        auto v = setup::default_values(l);
        const auto wrong = setup::read(l, whole.substr(0, cut), v);
        if (cut < whole.find("[hold]") + 6) CHECK(wrong);
        if (!wrong) CHECK(v == setup::default_values(l));
    }
}

TEST_CASE("texts from elsewhere cannot break a line", "[setup][bad_input]") {
    CHECK(setup::printable("PF-10.89 \xC3\x9C") == "PF-10.89 \xC3\x9C");
    CHECK(setup::printable("  a\n[hold]\r\t ") == "a?[hold]??");
    CHECK(setup::printable("\xFF\xC2\xE2\x84\x83") == "?????");
    CHECK(setup::printable("").empty());
    CHECK(setup::printable(std::string(1000, 'x')).size() < setup::max_line);
}

TEST_CASE("a place is never longer than a log entry can say", "[setup][bad_input]") {
    const std::string name = std::string(99, 'x') + "ää";
    const auto wrong = misfit_of(heads + "[hold]\n" + name + " = 5\n");
    REQUIRE(wrong);
    CHECK(wrong->where.size() <= setup::max_place);
    CHECK(wrong->where == "[hold] " + std::string(93, 'x'));
}

TEST_CASE("each family has a set-up of 300 to 1,500 parameters in 10 to 60 KB", "[setup]") {
    const auto name = GENERATE(std::string("pet"), "cap", "thinwall", "tech");
    const auto& f = shipped(name);
    const auto of = [&](machine_build build) {
        const auto l = setup::make_layout(f, build);
        auto v = setup::default_values(l);
        v.moulds = {"M1", build.tandem ? "M2" : ""};
        std::string text;
        setup::write(l, v, text);
        CHECK(l.parameters.size() >= 300);
        CHECK(l.parameters.size() <= 1500);
        CHECK(text.size() >= 10'000);
        CHECK(text.size() <= 60'000);
        auto again = setup::default_values(l);
        CHECK_FALSE(setup::read(l, text, again));
        CHECK(again == v);
        return l.parameters.size();
    };
    const auto single = of({});
    of({.tandem = false, .old = true});
    if (f.tandem) CHECK(of({.tandem = true, .old = false}) > single);
}

TEST_CASE("names are unique in their section, and the family's own values are within limits", "[setup]") {
    const auto name = GENERATE(std::string("pet"), "cap", "thinwall", "tech");
    const auto l = setup::make_layout(shipped(name), {.tandem = name == "tech", .old = false});
    std::set<std::string> sections;
    for (const auto& s : l.sections) {
        CHECK(sections.insert(s.name).second);
        CHECK(s.count > 0);
        std::set<std::string> names;
        for (std::size_t i = s.first; i < s.first + s.count; ++i) {
            const auto& p = l.parameters[i];
            CAPTURE(s.name, p.name);
            CHECK(names.insert(p.name).second);
            CHECK(p.name.find('=') == std::string::npos);
            if (p.written == setup::form::text || p.default_value == setup::off) continue;
            CHECK(p.default_value >= p.low);
            CHECK(p.default_value <= p.high);
        }
    }
}
