// What operators leave in the log: how much in a shift, and what follows a stop.
#include <algorithm>
#include <map>
#include <optional>

#include "client/model/cell/cell.hpp"
#include "tests/catch.hpp"
#include "tests/unit/client/model/recorder.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::sys_seconds first_monday = std::chrono::sys_days(std::chrono::year(2026) / 1 / 5);

/// Counts entries by type, of those that share a type by what they say.
class entry_count final : public happenings {
  public:
    void cycle_ended(protocol::tandem_side) override {}
    void event_recorded(std::chrono::sys_seconds, std::span<const protocol::event_text> texts) override {
        const auto& t = texts[0];
        if (t.type == "E203" && !mentions(t.content, "Mode changed")) return;
        if (t.type == "E210" && !mentions(t.content, "taken")) return;
        ++of[t.type];
    }
    void interruption(std::uint16_t, protocol::interruption_state, protocol::tandem_side, std::chrono::sys_seconds,
                      std::span<const protocol::interruption_text>) override {}
    void status_changed(protocol::tandem_side) override {}

    std::map<std::string, long> of;
};

/// One stop as a host hears of it.
struct stop_story {
    std::vector<std::string> frames;
    sim_time began{}, consequence{}, reason{}, ended{};
};

class stop_reader final : public happenings {
  public:
    explicit stop_reader(const cell& of) : cell_(&of) {}

    void cycle_ended(protocol::tandem_side) override { say("cycle"); }
    void event_recorded(std::chrono::sys_seconds, std::span<const protocol::event_text> texts) override {
        const auto& t = texts[0];
        if (t.type.starts_with("CI")) say(mentions(t.content, ": reset") ? "reset" : "text");
        if (!mentions(t.content, "Reason for standstill")) return;
        say("reason");
        if (now_) now_->reason = cell_->now();
    }
    void interruption(std::uint16_t, protocol::interruption_state state, protocol::tandem_side,
                      std::chrono::sys_seconds, std::span<const protocol::interruption_text>) override {
        const bool begins = state == protocol::interruption_state::begins;
        if (begins && now_ && now_->ended != sim_time{}) finish();
        if (begins && !now_) {
            now_.emplace();
            now_->began = cell_->now();
            say("begins");
        } else if (begins) {
            say("consequence");
            now_->consequence = cell_->now();
        } else {
            say("ends");
            now_->ended = cell_->now();
        }
    }
    void status_changed(protocol::tandem_side) override {
        say(fmt::format("mode {} production {}", static_cast<int>(cell_->status(0).mode),
                        static_cast<int>(cell_->status(0).production)));
        const bool over = cell_->status(0).production == protocol::production_status::production;
        if (now_ && over) finish();
    }

    std::vector<stop_story> stories;

  private:
    void finish() {
        stories.push_back(std::move(*now_));
        now_.reset();
    }
    void say(std::string what) {
        if (now_ && (now_->frames.empty() || now_->frames.back() != what)) now_->frames.push_back(std::move(what));
    }

    const cell* cell_;
    std::optional<stop_story> now_;
};

std::vector<stop_story> stops_of(const std::string& name, int machines, sim_time length) {
    std::vector<stop_story> all;
    for (int n = 1; n <= machines; ++n) {
        cell c(shipped(name), {.serial = fmt::format("HY-{:04}", n)}, 3);
        c.start_clock(first_monday);
        stop_reader log(c);
        while (c.now() < length)
            c.advance(log);
        all.insert(all.end(), log.stories.begin(), log.stories.end());
    }
    return all;
}

std::size_t place(const stop_story& s, const std::string& frame) {
    return static_cast<std::size_t>(std::find(s.frames.begin(), s.frames.end(), frame) - s.frames.begin());
}

}  // namespace

TEST_CASE("a shift fills the log as much as the trade says", "[cell][log]") {
    const auto [name, tandem] = GENERATE(table<std::string, bool>(
        {{"pet", false}, {"cap", false}, {"thinwall", false}, {"tech", false}, {"tech", true}}));
    entry_count log;
    constexpr int machines = 2, shifts = 30 * 3;
    for (int n = 1; n <= machines; ++n) {
        cell c(shipped(name), {.serial = fmt::format("HY-{:04}", n), .tandem = tandem}, 1);
        c.start_clock(first_monday);
        while (c.now() < 30 * 24h)
            c.advance(log);
    }
    const auto in_a_shift = [&](const char* type) { return static_cast<double>(log.of[type]) / (machines * shifts); };
    struct range {
        const char* type;
        double low, high;
    };
    for (const auto& r : {range{"E201", 4, 10},
                          {"E202", 2, 15},
                          {"E203", 3, 12},
                          {"E207", 0, 3},
                          {"E210", 3, 8},
                          {"E212", 0, 0.2},
                          {"E213", 0, 5},
                          {"E214", 0.99, 1.01}}) {
        CAPTURE(name, r.type);
        CHECK(in_a_shift(r.type) >= r.low);
        CHECK(in_a_shift(r.type) <= r.high);
    }
}

TEST_CASE("the one who logs off is the one who logged on, and only users who are logged on change set points",
          "[cell][log]") {
    cell c(shipped("tech"), {.serial = "HY-0001", .start = start_state::cold}, 2);
    recorder log(c);
    while (c.now() < 30 * 24h)
        c.advance(log);
    std::string user;
    long changes = 0;
    for (const auto& line : log.lines) {
        if (const auto at = line.find("E201 User "); at != std::string::npos) {
            const auto name = line.substr(at + 10, 3);
            const bool on = mentions(line, "logged on");
            CHECK(user == (on ? "" : name));
            user = on ? name : "";
        }
        if (const auto at = line.find(", user "); at != std::string::npos) {
            CHECK(line.substr(at + 7) == user);
            ++changes;
        }
    }
    CHECK(changes > 100);
}

TEST_CASE("set points are found in the first shots of a start-up", "[cell][log]") {
    cell c(shipped("pet"), {.serial = "HY-0001", .start = start_state::cold}, 2);
    recorder log(c);
    while (c.status(0).production != protocol::production_status::start_up)
        c.advance(log);
    log.lines.clear();
    const auto began = c.now();
    while (c.now() < began + 10min)
        c.advance(log);
    const auto changes =
        std::count_if(log.lines.begin(), log.lines.end(), [](const auto& line) { return mentions(line, "E202"); });
    CHECK(changes >= 3);
    CHECK(changes <= 8);
}

TEST_CASE("a stop is told in the order in which it happens", "[cell][log]") {
    const auto name = GENERATE(std::string("pet"), "tech");
    const auto stories = stops_of(name, 1, 800h);
    REQUIRE(stories.size() > 100);
    for (const auto& s : stories) {
        CAPTURE(s.frames);
        REQUIRE(s.frames.size() >= 6);
        REQUIRE(s.frames[0] == "begins");
        REQUIRE(s.frames[1] == "text");
        REQUIRE(s.frames[2].starts_with("mode "));
        const auto end = place(s, "ends"), reset = place(s, "reset");
        REQUIRE(end < reset);
        REQUIRE(reset < s.frames.size() - 1);
        REQUIRE(place(s, "reason") > 2);
        if (s.reason != sim_time{}) REQUIRE(place(s, "reason") < end);
    }
}

TEST_CASE("what follows from a stop comes within two seconds, a reason in half a minute to ten", "[cell][log]") {
    long consequences = 0, reasons = 0;
    for (const auto& s : stops_of("pet", 1, 1000h)) {
        if (s.consequence != sim_time{}) {
            ++consequences;
            CHECK(s.consequence - s.began <= 2s);
        }
        if (s.reason == sim_time{}) continue;
        ++reasons;
        CHECK(s.reason - s.began >= 30s);
        CHECK(s.reason - s.began <= 10min);
    }
    CHECK(consequences > 20);
    CHECK(reasons > 80);
}

TEST_CASE("of short stops a third to nearly two thirds are never explained", "[cell][log]") {
    const auto name = GENERATE(std::string("pet"), "cap", "thinwall", "tech");
    double stops = 0, explained = 0;
    for (const auto& s : stops_of(name, 2, 700h)) {
        if (s.ended - s.began > 5min) continue;
        stops += 1;
        explained += s.reason != sim_time{};
    }
    INFO(name << ": " << explained << " of " << stops);
    CHECK(stops > 150);
    CHECK(1 - explained / stops > 0.30);
    CHECK(1 - explained / stops < 0.60);
}

TEST_CASE("clock and link leave entries in the log", "[cell][log]") {
    cell c(shipped("pet"), {.serial = "HY-0001"}, 6);
    recorder log(c);
    c.advance(log);
    c.set_clock(std::chrono::sys_seconds(1000s));
    log.lines.clear();
    c.set_clock(std::chrono::sys_seconds(5000s));
    c.host_linked(true);
    c.advance(log);
    REQUIRE(log.lines.size() == 2);
    CHECK(mentions(log.lines[0], "event E208 Clock set"));
    CHECK(mentions(log.lines[1], "event E209 Host connected"));
}

TEST_CASE("a link that came and went in no time leaves both entries, in their order", "[cell][log]") {
    const bool ends_linked = GENERATE(false, true);
    cell c(shipped("pet"), {.serial = "HY-0001"}, 6);
    recorder log(c);
    c.host_linked(!ends_linked);
    c.host_linked(ends_linked);
    c.advance(log);
    REQUIRE(log.lines.size() == 2);
    CHECK(mentions(log.lines[0], ends_linked ? "Host disconnected" : "Host connected"));
    CHECK(mentions(log.lines[1], ends_linked ? "Host connected" : "Host disconnected"));
}

TEST_CASE("news of the link may be recorded before anything else happens", "[cell][log]") {
    cell c(shipped("pet"), {.serial = "HY-0001"}, 6);
    recorder log(c);
    const auto next = c.next();
    c.set_now(next / 4);
    c.host_linked(true);
    c.record_news(log);
    REQUIRE(log.lines.size() == 1);
    CHECK(mentions(log.lines[0], "event E209 Host connected"));
    // And time goes on.
    CHECK(c.next() == next);
    c.set_now(next / 2);
    CHECK(c.now() == next / 2);
    c.record_news(log);
    CHECK(log.lines.size() == 1);
}

TEST_CASE("the link leaves the process as it was", "[cell][log]") {
    const auto life = [](bool linked) {
        cell c(shipped("pet"), {.serial = "HY-0001"}, 6);
        recorder log(c);
        while (log.cycles < 2000) {
            const auto before = log.cycles;
            c.advance(log);
            if (linked && log.cycles > before && log.cycles % 50 == 0) c.host_linked(log.cycles % 100 == 0);
        }
        std::erase_if(log.lines, [](const auto& line) { return mentions(line, "E209"); });
        return log.lines;
    };
    CHECK(life(true) == life(false));
}
