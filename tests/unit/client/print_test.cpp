// A machine's prints, from its screen to the job that a print server gets.
#include "client/machine/fleet_counts.hpp"
#include "client/machine/machine.hpp"
#include "client/machine/screen_print.hpp"
#include "client/machine/waiting_prints.hpp"
#include "client/printing/printing_keys.hpp"
#include "tests/catch.hpp"
#include "tests/unit/client/model/recorder.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::sys_seconds new_year(1767225600s);

std::string text_of(const std::vector<std::byte>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

protocol::screen_model small_screen() {
    protocol::screen_pen pen;
    pen.begin(20, 2);
    pen.text(0, 0, 7, "Übersicht");
    pen.text(3, 1, 7, "5.5 s");
    return pen.drawn();
}

/// A machine that prints, a minute before the late shift comes; what it hands over waits until somebody ends it.
struct printing_bench {
    explicit printing_bench(const printing_keys& given, bool takes_host_time = true, bool tandem = false)
        : m(shipped(tandem ? "tech" : "cap"), {.serial = "HY-0001", .tandem = tandem, .follows_host = takes_host_time},
            4, counts) {
        m.add_screen();
        m.model().start_clock(new_year + 13h + 59min);
        m.add_printer(given.every, given.queue, [this](screen_print p) { handed_over.push_back(std::move(p)); });
    }
    void live(sim_time until) {
        while (m.model().next() <= until)
            m.advance();
    }
    void press(std::uint16_t key) { m.screen()->pressed(key); }

    fleet_counts counts;
    std::vector<screen_print> handed_over;
    machine m;
};

constexpr std::uint16_t print_key = protocol::key_code::f1 + 9;

}  // namespace

TEST_CASE("a print becomes a job with a picture, a text and a control file of RFC 1179", "[print]") {
    const auto shown = small_screen();
    const auto job = make_job({shown, "Overview", new_year + 1648s, print_cause::key, 7}, "HY-0001");
    CHECK(job.queue == "HY-0001");
    REQUIRE(job.data.size() == 2);
    CHECK(job.data[0].name == "dfA007HY-0001");
    CHECK(text_of(job.data[0].content).starts_with("\x89PNG\r\n\x1A\n"));
    CHECK(job.data[1].name == "dfB007HY-0001");
    CHECK(text_of(job.data[1].content) == "Übersicht\n   5.5 s\n");
    CHECK(job.control.name == "cfA007HY-0001");
    CHECK(text_of(job.control.content) ==
          "HHY-0001\nPoperator\nJHY-0001 Overview 2026-01-01 00:27:28\nCkey\n"
          "ldfA007HY-0001\nUdfA007HY-0001\nNscreen.png\nfdfB007HY-0001\nUdfB007HY-0001\nNscreen.txt\n");
    const auto by_itself = make_job({shown, "Overview", new_year, print_cause::shift, 0}, "HY-0001");
    CHECK(mentions(text_of(by_itself.control.content), "\nPmachine\n"));
    CHECK(mentions(text_of(by_itself.control.content), "\nCshift\n"));
}

TEST_CASE("a tray holds so many prints, and counts each of them once", "[print]") {
    std::vector<screen_print> handed_over;
    waiting_prints tray(2, [&](screen_print p) { handed_over.push_back(std::move(p)); });
    const auto take = [&] { return tray.take(small_screen(), "Overview", new_year, print_cause::key); };
    CHECK(take());
    CHECK(take());
    auto news = tray.take_news();
    CHECK((news.requested && !news.lost));
    CHECK_FALSE(take());
    news = tray.take_news();
    CHECK((!news.requested && news.lost));
    CHECK(handed_over.size() == 2);
    CHECK(tray.lost() == 3);  // two would be, if the fleet ended now
    tray.ended(true);
    news = tray.take_news();
    CHECK((!news.requested && !news.lost));
    tray.ended(false);
    CHECK(tray.take_news().lost);
    CHECK(tray.printed() == 1);
    CHECK(tray.lost() == 2);
    CHECK(take());
}

TEST_CASE("jobs are numbered from 1 to 999, then 0", "[print]") {
    std::vector<int> numbers;
    waiting_prints tray(1, [&](const screen_print& p) { numbers.push_back(p.number); });
    for (int i = 0; i < 1001; ++i) {
        CHECK(tray.take(small_screen(), "Overview", new_year, print_cause::key));
        tray.ended(true);
    }
    CHECK(numbers.front() == 1);
    CHECK(numbers[998] == 999);
    CHECK(numbers[999] == 0);
    CHECK(numbers[1000] == 1);
}

TEST_CASE("a machine prints its overview at the end of a shift, of both sides if it has two", "[print]") {
    const bool tandem = GENERATE(false, true);
    printing_bench bench({.every = print_cause::shift}, true, tandem);
    bench.live(5min);
    REQUIRE(bench.handed_over.size() == (tandem ? 2U : 1U));
    for (std::size_t side = 0; side < bench.handed_over.size(); ++side) {
        const auto& p = bench.handed_over[side];
        CHECK(p.cause == print_cause::shift);
        CHECK(p.page == "Overview");
        CHECK(p.at == new_year + 14h);
        CHECK(mentions(p.shown.row_text(0), "Overview"));
        if (tandem) CHECK(mentions(p.shown.row_text(1), fmt::format("Side {}", side)));
    }
    printing_bench silent({.every = print_cause::key});
    silent.live(5min);
    CHECK(silent.handed_over.empty());
}

TEST_CASE("a print by itself leaves what somebody looks at as it is", "[print]") {
    printing_bench bench({.every = print_cause::shift});
    auto& screen = *bench.m.screen();
    screen.opened();
    bench.press(protocol::key_code::f1 + 2);
    bench.press(protocol::key_code::f1 + 8);
    bench.live(5min);
    protocol::screen_pen pen;
    protocol::menu keys;
    screen.draw(pen, keys);
    CHECK(mentions(pen.drawn().row_text(0), "Temperaturen"));
    CHECK(mentions(bench.handed_over.at(0).shown.row_text(0), "Overview"));
}

TEST_CASE("what a machine's log says of prints does not come where bytes must not depend on the network", "[print]") {
    const bool takes_host_time = GENERATE(true, false);
    printing_bench bench({.every = print_cause::shift, .queue = 1}, takes_host_time), other({}, takes_host_time);
    for (auto* b : {&bench, &other})
        b->live(5min);
    bench.m.printer()->ended(false, {});
    bench.m.screen()->opened();
    bench.press(print_key);
    bench.press(print_key);
    for (auto* b : {&bench, &other})
        b->live(10min);
    CHECK(bench.handed_over.size() == 2);
    // At the end of the shift: requested. Of what then comes without a happening in between, one of a kind.
    CHECK(bench.m.events() - other.m.events() == (takes_host_time ? 3U : 0U));
    CHECK(bench.m.printer()->lost() == 3);
    CHECK(bench.counts.prints_lost == 1);  // the room counts the others
}
