#include "client/display/operator_screen.hpp"

#include "settings/schema/load.hpp"
#include "tests/catch.hpp"
#include "tests/unit/client/model/recorder.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;
namespace code = protocol::key_code;

namespace {

/// A cell of that family after some cycles, and its screen, looked at.
struct operator_bench {
    explicit operator_bench(const std::string& family, const cell_settings& settings = {.serial = "HY-0001"})
        : machine(shipped(family), settings, 1), heard(machine), screen(machine) {
        heard.keep_lines = false;
        while (heard.cycles < 20)
            machine.advance(heard);
        screen.opened();
    }

    std::string press(std::initializer_list<unsigned> pressed) {
        for (const unsigned k : pressed)
            screen.pressed(static_cast<std::uint16_t>(k));
        return shown();
    }
    std::string shown() {
        screen.draw(pen, keys);
        return pen.drawn().text();
    }
    std::string row(unsigned y) {
        shown();
        return pen.drawn().row_text(y);
    }
    /// Moves down to the field of that name, in the page that is open; its row.
    unsigned select(const std::string& name) {
        press({code::home});
        for (int i = 0; i < 300; ++i) {
            const auto y = static_cast<unsigned>(pen.drawn().cursor()->y);
            if (mentions(row(y), " " + name + "  ")) return y;
            press({code::down});
        }
        FAIL("no field " << name);
        return 0;
    }
    void type(const std::string& text) {
        for (const char c : text)
            press({static_cast<unsigned char>(c)});
        press({code::enter});
    }

    cell machine;
    recorder heard;
    operator_screen screen;
    protocol::screen_pen pen;
    protocol::menu keys;
};

/// Keeps what is printed.
struct paper_tray {
    bool operator()(const protocol::screen_model& shown, std::string_view page) {
        texts.push_back(shown.text());
        pages.emplace_back(page);
        return !full;
    }

    std::vector<std::string> texts, pages;
    bool full = false;
};

constexpr unsigned f(unsigned n) { return code::f1 + n - 1; }

}  // namespace

TEST_CASE("somebody at the machine keeps the page, whoever else looks or leaves", "[display]") {
    for (const bool attended : {false, true}) {
        operator_bench bench("pet");
        if (attended) bench.screen.attend();
        bench.press({code::f1 + 1U});
        bench.screen.closed();
        bench.screen.opened();
        CHECK(mentions(bench.row(0), "Process") == attended);
    }
}

TEST_CASE("every page of every family fits the screen and names itself in each language", "[display]") {
    const auto family = GENERATE(std::string("pet"), "cap", "thinwall", "tech");
    const bool tandem = family == "tech";
    operator_bench bench(family, {.serial = "HY-0001", .tandem = tandem});
    const multilingual titles[] = {word::overview,     word::process,           word::temperatures,
                                   word::alarms,       word::set_up_injection,  word::set_up_heats,
                                   word::set_up_mould, word::set_up_auxiliaries};
    for (std::size_t language = 0; language < language_count; ++language) {
        for (unsigned page = 1; page <= 8; ++page) {
            INFO(family << " page " << page << " language " << language);
            const auto text = bench.press({f(page)});
            CHECK(bench.pen.drawn().columns() == 80);
            CHECK(bench.pen.drawn().rows() == 25);
            CHECK(mentions(bench.row(0), std::string(titles[page - 1][language])));
            CHECK(mentions(text, "HY-0001"));
            CHECK_FALSE(mentions(text, "\uFFFD"));
            CHECK_FALSE(mentions(text, "nan"));
            CHECK(protocol::size_on_wire(bench.pen.whole()) < 16 * 1024);
        }
        bench.press({f(9)});
    }
}

TEST_CASE("the overview tells job, counters and the last cycle", "[display]") {
    operator_bench bench("pet");
    const auto text = bench.shown();
    const auto status = bench.machine.status(0);
    CHECK(mentions(text, status.job));
    CHECK(mentions(text, status.mould));
    CHECK(mentions(text, fmt::format("{} │", status.good_parts)));
    CHECK(mentions(text, fmt::format("{:.3f} s", bench.machine.measured(0, process_variable::cycle_time))));
    CHECK(mentions(text, "automatic"));
    CHECK(mentions(text, "█"));
    CHECK(mentions(bench.press({f(9)}), "Gutteile des Auftrags"));
}

TEST_CASE("the keys of the screen are the keys of the menu", "[display]") {
    operator_bench bench("cap");
    bench.shown();
    REQUIRE(bench.keys.keys.size() == 9);
    CHECK(bench.keys.keys[0] == protocol::menu_key{code::f1, "Overview"});
    CHECK(bench.keys.keys[8] == protocol::menu_key{code::f1 + 8, "Deutsch"});
    for (const auto& k : bench.keys.keys)
        CHECK(k.label.size() <= 16);
    CHECK(mentions(bench.row(23), "F1 Overview"));
    CHECK(mentions(bench.row(24), "F9 Deutsch"));
    operator_bench old("cap", {.serial = "HY-0002", .age_years = 20});
    old.shown();
    CHECK(old.keys.keys.size() == 8);
    CHECK(mentions(old.press({f(9)}), "Overview"));
}

TEST_CASE("the process page lists every measured variable over its pages", "[display]") {
    operator_bench bench("pet");
    std::string all = bench.press({f(2)});
    CHECK(mentions(all, "Page 1/"));
    for (int i = 0; i < 5; ++i)
        all += bench.press({code::page_down});
    for (const auto& kind : variable_kinds()) {
        if (is_counted(kind.variable) || !bench.machine.has(kind.variable)) continue;
        INFO(name_of(kind.variable));
        CHECK(mentions(all, std::string(kind.description[0].substr(0, 40))));
    }
    const auto first = bench.press({code::home});
    bench.press({code::page_down, code::page_down});
    CHECK(bench.press({code::page_up, code::page_up, code::page_up}) == first);
    CHECK(mentions(bench.row(3), "Cycle time"));
}

TEST_CASE("the temperature page has a bar for each zone", "[display]") {
    operator_bench bench("pet");
    bench.press({f(3)});
    unsigned bars = 0;
    for (unsigned y = 2; y < 22; ++y)
        bars += bench.pen.drawn().at(33, y).symbol == u'█' ? 1U : 0U;
    CHECK(bars >= 12);
    // 4/5 of a bar is the set point.
    CHECK(bench.pen.drawn().at(33 + 17, 4).symbol == u'█');
    CHECK(bench.pen.drawn().at(33 + 21, 4).symbol == u' ');
}

TEST_CASE("the alarm page shows what is active and what was recorded last", "[display]") {
    operator_bench bench("tech", {.serial = "HY-0001", .tandem = true});
    CHECK(mentions(bench.press({f(4)}), "none"));
    const std::chrono::sys_seconds at(std::chrono::seconds(1767225600));
    const protocol::interruption_text texts[] = {{"E", "Safety gate opened"}};
    const protocol::event_text entry[] = {{"E", "E201", "User OP1 logged on"}};
    bench.screen.log().record(101, protocol::interruption_state::begins, 1, at, texts);
    bench.screen.log().record(at + std::chrono::seconds(61), entry);
    bench.shown();
    CHECK(bench.row(3) == fmt::format("{:80}", " 2026-01-01 00:00:00 CI101 1 Safety gate opened"));
    CHECK(bench.row(10) == fmt::format("{:80}", " 2026-01-01 00:01:01 E201    User OP1 logged on"));
    CHECK(bench.row(11) == fmt::format("{:80}", " 2026-01-01 00:00:00 CI101+  Safety gate opened"));
    CHECK(mentions(bench.press({f(9)}), "CI101 1 Schutztür geöffnet"));
    // An interruption that no catalogue knows.
    bench.screen.log().record(7, protocol::interruption_state::begins, 0, at, {});
    CHECK(mentions(bench.shown(), "CI7"));
}

TEST_CASE("a set point is selected with arrows and changed with digits and enter", "[display]") {
    operator_bench bench("pet");
    bench.press({f(6)});
    CHECK(bench.pen.drawn().cursor() == protocol::screen_position{54, 3});
    const auto before = bench.row(4);
    CHECK(mentions(before, "Barrel zone 2"));
    bench.press({code::down});
    CHECK(bench.pen.drawn().cursor() == protocol::screen_position{54, 4});
    bench.press({'2', '8', '1', ',', '5'});
    CHECK(mentions(bench.row(4), " 281.5 "));
    bench.press({code::escape});
    CHECK(bench.row(4) == before);
    bench.press({'2', '8', '1', code::enter});
    CHECK(mentions(bench.row(4), " 281"));
    CHECK(mentions(bench.row(22), "Accepted"));
    CHECK(mentions(bench.press({code::up, code::down}), "Arrows select"));
}

TEST_CASE("what is no number or outside its limits changes nothing and says so", "[display][bad]") {
    operator_bench bench("pet");
    bench.press({f(6)});
    const auto before = bench.row(3);
    const std::pair<std::vector<unsigned>, const char*> cases[] = {
        {{'9', '9', '9', '9'}, "Outside the limits"},
        {{'2', '7', '0', '.', '0', '5'}, "Not a number, or too fine a one"},
        {{'-', '1'}, "Outside the limits"},
        {{'-', '-'}, "Not a number"},
        {{'1', '.', '.', '2'}, "Not a number"},
        {{'.'}, "Not a number"},
    };
    for (const auto& [keys, said] : cases) {
        for (const unsigned k : keys)
            bench.press({k});
        bench.press({code::enter});
        CHECK(mentions(bench.row(22), said));
        CHECK(bench.row(3) == before);
    }
    for (int i = 0; i < 1000; ++i)
        bench.press({'1'});
    CHECK(mentions(bench.row(3), " 1111111111 "));
    for (int i = 0; i < 10; ++i)
        bench.press({code::left});
    CHECK(bench.row(3) == before);
    // Nothing typed, and pages without fields.
    bench.press({code::enter});
    CHECK(bench.row(3) == before);
    const auto overview = bench.press({f(1)});
    CHECK(bench.press({'5', code::enter, code::down, code::page_down}) == overview);
}

TEST_CASE("what the screen accepts is what the cell runs by, and what it refuses is not", "[display][set_point]") {
    operator_bench bench("pet");
    std::string before, after;
    REQUIRE(bench.machine.setup(1, before) == protocol::result_code::ok);
    bench.press({f(5)});
    const auto y = bench.select("Cooling time");
    CHECK(mentions(bench.row(y), "0.550 s"));
    bench.type("61");
    CHECK(mentions(bench.row(22), "Outside the limits"));
    REQUIRE(bench.machine.setup(1, after) == protocol::result_code::ok);
    CHECK(after == before);
    bench.type("0,8");
    CHECK(mentions(bench.row(22), "Accepted"));
    CHECK(mentions(bench.row(y), "0.800 s"));
    CHECK(bench.machine.set_point(0, process_variable::cool_time) == Approx(0.8));
    REQUIRE(bench.machine.setup(1, after) == protocol::result_code::ok);
    CHECK(mentions(after, "\nCooling time = 0.800 s\n"));
    bench.machine.advance(bench.heard);
    CHECK(bench.heard.events > 0);
    bench.screen.closed();
    bench.screen.opened();
    bench.press({f(5)});
    CHECK(mentions(bench.row(bench.select("Cooling time")), "0.800 s"));
}

TEST_CASE("set-up pages list the numbers by which each kind of machine runs, of several the number", "[display]") {
    operator_bench pet("pet");
    pet.press({f(5)});
    for (const auto* name : {"Screw speed 1", "Back pressure 3", "Injection speed 10", "Transition position",
                             "Hold pressure 5", "Hold time 5", "Shot size position", "Recovery delay", "Cycle delay"})
        pet.select(name);
    pet.press({f(6)});
    for (const auto* name : {"Barrel zone 7 (nozzle)", "Manifold zone 8", "Tip 96"})
        pet.select(name);
    pet.press({f(7)});
    for (const auto* name : {"Clamp tonnage", "Speed 4 (Mould close time)", "Speed 3 (Ejection time)", "Parts wanted"})
        pet.select(name);
    pet.press({f(8)});
    for (const auto* name : {"Cooling water flow", "Dryer air temperature"})
        pet.select(name);
    pet.press({f(9), f(7)});
    pet.select("Tempo 4 (Werkzeugschließzeit)");
    pet.select("Gutteile gefordert");
}

TEST_CASE("fields of a tandem machine are those of the side that is shown", "[display][tandem]") {
    operator_bench bench("tech", {.serial = "HY-0001", .tandem = true});
    bench.press({f(5), code::right});
    bench.select("Cooling time");
    bench.type("33");
    CHECK(bench.machine.set_point(0, process_variable::cool_time) == Approx(30));
    CHECK(bench.machine.set_point(1, process_variable::cool_time) == Approx(33));
    bench.press({code::left});
    CHECK(mentions(bench.row(bench.select("Cooling time")), "30.000 s"));
    bench.press({f(6)});
    bench.select("Barrel zone 2");
    bench.type("213");
    for (protocol::tandem_side side = 0; side < protocol::tandem_sides; ++side)
        CHECK(bench.machine.set_point(side, process_variable::barrel_zone_2) == Approx(213));
}

TEST_CASE("lists end at their ends", "[display]") {
    operator_bench bench("pet");
    const auto first = bench.press({f(5)});
    CHECK(bench.press({code::up, code::page_up}) == first);
    for (int i = 0; i < 200; ++i)
        bench.press({code::down});
    const auto last = bench.shown();
    CHECK(bench.press({code::down, code::page_down}) == last);
    CHECK(bench.press({code::home}) == first);
}

TEST_CASE("a tandem machine shows one side at a time", "[display]") {
    operator_bench bench("tech", {.serial = "HY-0001", .tandem = true});
    CHECK(mentions(bench.row(1), "Side 0"));
    bench.press({code::right});
    CHECK(mentions(bench.row(1), "Side 1"));
    CHECK(mentions(bench.shown(), fmt::format("{} │", bench.machine.status(1).good_parts)));
    operator_bench single("pet");
    const auto only = single.shown();
    CHECK(single.press({code::right}) == only);
}

TEST_CASE("keys that no page knows do nothing, and what was chosen ends with the look", "[display][bad]") {
    operator_bench bench("pet");
    const auto text = bench.shown();
    CHECK(bench.press({0, 0xFFFF, 0x010A, 0x010C, 0x0119, 'q', 0xE9}) == text);
    bench.press({f(3), f(9)});
    bench.screen.closed();
    bench.screen.pressed(code::f1 + 1);
    bench.screen.opened();
    CHECK(bench.shown() == text);
}

TEST_CASE("looking changes nothing in the cell", "[display]") {
    const auto& kind = shipped("pet");
    cell watched(kind, {.serial = "HY-0001"}, 42), alone(kind, {.serial = "HY-0001"}, 42);
    recorder first(watched), second(alone);
    operator_screen screen(watched);
    screen.opened();
    protocol::screen_pen pen;
    protocol::menu keys;
    for (unsigned i = 0; first.cycles < 100; ++i) {
        watched.advance(first);
        screen.pressed(static_cast<std::uint16_t>(f(1 + i % 8)));
        screen.draw(pen, keys);
    }
    while (second.cycles < 100)
        alone.advance(second);
    CHECK(first.lines == second.lines);
}

TEST_CASE("the print key prints the screen as it is, and says what became of it", "[display][print]") {
    operator_bench bench("pet");
    paper_tray tray;
    bench.screen.give_printer(std::ref(tray));
    bench.shown();
    REQUIRE(bench.keys.keys.size() == 10);
    CHECK(bench.keys.keys[9] == protocol::menu_key{code::f1 + 9, "Print"});
    CHECK(mentions(bench.row(24), "F9 Deutsch      F10 Print"));

    // What is being typed is printed and stays.
    const auto typed = bench.press({f(6), '2', '8'});
    const auto after = bench.press({f(10)});
    REQUIRE(tray.texts.size() == 1);
    CHECK(tray.texts[0] == typed);
    CHECK(tray.pages[0] == "Set-up: heats");
    CHECK(mentions(bench.row(22), "Screen sent to the printer"));
    CHECK(mentions(bench.press({'1', code::enter}), "Accepted"));
    // So is the answer to the key before, also the printer's own.
    bench.press({f(10)});
    CHECK(mentions(tray.texts[1], "Accepted"));
    bench.press({f(10)});
    CHECK(mentions(tray.texts[2], "Screen sent to the printer"));

    bench.press({f(9)});
    tray.full = true;
    bench.press({f(10)});
    CHECK(mentions(bench.row(22), "Nicht gedruckt: zu viele Ausdrucke warten"));
    CHECK(mentions(bench.row(24), "F10 Drucken"));
    CHECK(tray.pages[3] == "Set-up: heats");
}

TEST_CASE("a machine of one language prints with F10, too", "[display][print]") {
    operator_bench old("cap", {.serial = "HY-0002", .age_years = 20});
    paper_tray tray;
    old.screen.give_printer(std::ref(tray));
    old.shown();
    CHECK(old.keys.keys.size() == 9);
    CHECK(old.row(24) ==
          fmt::format("{:80}", "F6 Heats        F7 Mould        F8 Auxiliaries                  F10 Print"));
    old.press({f(9), f(10)});
    CHECK(tray.texts.size() == 1);
    // Nobody looks: nobody prints.
    old.screen.closed();
    old.screen.pressed(code::f1 + 9);
    CHECK(tray.texts.size() == 1);
}

TEST_CASE("an overview for paper needs nobody who looks", "[display][print]") {
    cell machine(shipped("tech"), {.serial = "HY-0001", .tandem = true}, 1);
    operator_screen screen(machine);
    protocol::screen_pen pen;
    screen.draw_overview_of(1, pen);
    CHECK(mentions(pen.drawn().row_text(0), "Overview"));
    CHECK(mentions(pen.drawn().row_text(1), "Side 1"));
    CHECK(operator_screen::overview_title() == "Overview");
}

TEST_CASE("the picture in docs/display.md is what the program draws", "[display][docs]") {
    cell machine(shipped("pet"), {.serial = "HY-0001"}, 1);
    machine.start_clock(std::chrono::sys_days(std::chrono::year(2026) / 1 / 1));
    recorder heard(machine);
    heard.keep_lines = false;
    while (heard.cycles < 300)
        machine.advance(heard);
    operator_screen screen(machine);
    paper_tray tray;
    screen.give_printer(std::ref(tray));
    screen.opened();
    protocol::screen_pen pen;
    protocol::menu keys;
    screen.draw(pen, keys);
    const auto drawn = pen.drawn().text();
    INFO(drawn);  // what the page should show
    CHECK(mentions(settings::read_file(HUSKY_SOURCE_DIR "/docs/display.md"), drawn));
}
