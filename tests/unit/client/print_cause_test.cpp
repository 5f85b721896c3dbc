// What makes a cell print by itself, and what prints leave in its log.
#include <map>

#include "client/model/cell/cell.hpp"
#include "settings/schema/load.hpp"
#include "tests/catch.hpp"
#include "tests/unit/client/model/recorder.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;
using namespace std::chrono_literals;

namespace {

constexpr auto monday = std::chrono::sys_days(std::chrono::year(2026) / 1 / 5);

const family& short_orders() {
    static const family f = [] {
        auto yaml = settings::read_file(family_path("tech"));
        const std::string usual = "parts: [1000, 15000]";
        const auto at = yaml.find(usual);
        REQUIRE(at != std::string::npos);
        return parse_family(yaml.replace(at, usual.size(), "parts: [100, 120]"), "short.yaml");
    }();
    return f;
}

/// Writes down ends of jobs and shifts between the entries of the log.
class end_watch final : public happenings {
  public:
    explicit end_watch(const cell& of) : cell_(of) {}

    void cycle_ended(protocol::tandem_side) override {}
    void event_recorded(std::chrono::sys_seconds, std::span<const protocol::event_text> texts) override {
        entries.push_back(texts[0].content);
    }
    void interruption(std::uint16_t, protocol::interruption_state, protocol::tandem_side, std::chrono::sys_seconds,
                      std::span<const protocol::interruption_text>) override {}
    void status_changed(protocol::tandem_side) override {}
    void job_ended(protocol::tandem_side side) override {
        const auto status = cell_.status(side);
        jobs.push_back(fmt::format("{} {}", side, status.job));
        good_parts.push_back(static_cast<std::int32_t>(status.good_parts));
        entries.push_back("end of " + status.job);
    }
    void shift_ended() override { shifts.push_back(cell_.machine_time()); }

    std::vector<std::string> jobs, entries;
    std::vector<std::int32_t> good_parts;
    std::vector<std::chrono::sys_seconds> shifts;

  private:
    const cell& cell_;
};

void live(cell& c, happenings& out, sim_time until) {
    while (c.next() <= until)
        c.advance(out);
}

}  // namespace

TEST_CASE("a job ends with its counters still there, once before its entry in the log", "[cell][print]") {
    const bool tandem = GENERATE(false, true);
    cell c(short_orders(), {.serial = "HY-0001", .tandem = tandem}, 4);
    end_watch watch(c);
    live(c, watch, 60h);
    REQUIRE(watch.jobs.size() > 6);
    std::map<std::string, int> times;
    for (const auto& job : watch.jobs)
        CHECK(++times[job] == 1);
    for (std::size_t i = tandem ? 2 : 1; i < watch.jobs.size(); ++i)
        CHECK(watch.good_parts[i] >= 100);
    std::size_t ends = 0;
    for (std::size_t i = 0; i < watch.entries.size(); ++i) {
        if (!watch.entries[i].starts_with("end of ")) continue;
        ++ends;
        CHECK(watch.entries.at(i + 2) == "Job " + watch.entries[i].substr(7) + " finished");
    }
    CHECK(ends == watch.jobs.size());
    CHECK(std::any_of(watch.jobs.begin(), watch.jobs.end(), [](const auto& j) { return j[0] == '1'; }) == tandem);
}

TEST_CASE("a shift ends when the next one comes, also before a week-end, and not while a machine rests",
          "[cell][print]") {
    cell c(shipped("cap"), {.serial = "HY-0001", .shifts = {.rests_on_weekends = true}}, 4);
    c.start_clock(monday + 12h);
    end_watch watch(c);
    live(c, watch, 14 * 24h);
    std::vector<std::chrono::sys_seconds> expected;
    for (const auto week : {0 * 24h, 7 * 24h})
        for (auto at = monday + 6h + week; at <= monday + 5 * 24h + 6h + week; at += 8h)
            if (at > monday + 12h) expected.push_back(at);
    // Monday's first shift finds a machine that was switched on for it.
    INFO(watch.shifts.size() << " of " << expected.size());
    CHECK(watch.shifts.size() <= expected.size() + 1);
    for (const auto at : expected)
        CHECK(std::find(watch.shifts.begin(), watch.shifts.end(), at) != watch.shifts.end());
}

TEST_CASE("prints leave entries in the log", "[cell][log][print]") {
    cell c(shipped("pet"), {.serial = "HY-0001"}, 6);
    recorder log(c);
    c.print_requested();
    c.record_news(log);
    c.print_lost();
    c.advance(log);
    REQUIRE(log.lines.size() == 2);
    CHECK(mentions(log.lines[0], "event E216 Screen print requested"));
    CHECK(mentions(log.lines[1], "event E216 Screen print lost"));
    c.record_news(log);
    CHECK(log.lines.size() == 2);
}

TEST_CASE("prints leave the process as it was", "[cell][log][print]") {
    const auto life = [](bool prints) {
        cell c(shipped("pet"), {.serial = "HY-0001"}, 6);
        recorder log(c);
        while (log.cycles < 2000) {
            const auto before = log.cycles;
            c.advance(log);
            if (!prints || log.cycles == before || log.cycles % 50 != 0) continue;
            c.print_requested();
            if (log.cycles % 100 == 0) c.print_lost();
        }
        std::erase_if(log.lines, [](const auto& line) { return mentions(line, "E216"); });
        return log.lines;
    };
    CHECK(life(true) == life(false));
}
