#include "server/watch/change_collector.hpp"

#include "tests/catch.hpp"
#include "tests/unit/server/intake_bench.hpp"

using namespace husky;
using namespace husky::host;

namespace {

std::shared_ptr<const watch_list> everything(topic_set of) {
    auto list = std::make_shared<watch_list>();
    list->add_all(of);
    return list;
}

std::shared_ptr<const watch_list> only(const std::string& serial, topic_set of) {
    auto list = std::make_shared<watch_list>();
    list->add(serial, of);
    return list;
}

/// The records in a row of words.
std::string words_of(const batch& of) {
    std::string out;
    for (const auto& r : of.records) {
        if (const auto* m = std::get_if<machine_record>(&r)) out += std::string(of.view(m->serial)) + ": ";
        if (const auto* c = std::get_if<cycle_record>(&r)) out += "cycle " + std::to_string(c->life_counter) + ", ";
        if (std::holds_alternative<event_record>(r)) out += "event, ";
        if (std::holds_alternative<interruption_record>(r)) out += "interruption, ";
    }
    return out;
}

/// Machine HY-0007, whose reports are watched.
struct watched_bench {
    change_collector collector;
    intake_bench bench;

    explicit watched_bench(std::shared_ptr<const watch_list> list, bool stores = true) : bench(stores) {
        collector.watch(std::move(list));
        bench.watched = &collector;
    }
    void report_all() {
        bench.take(1, 1000);
        bench.intake->event({});
        bench.intake->interruption({});
    }
};

}  // namespace

TEST_CASE("what is watched decides what is collected", "[watch]") {
    using t = topic;
    for (const auto& [list, written] : std::vector<std::pair<std::shared_ptr<const watch_list>, std::string>>{
             {everything({t::status, t::cycles, t::events}), "HY-0007: cycle 1, event, interruption, "},
             {everything({t::status}), ""},
             {everything({t::events}), "HY-0007: event, interruption, "},
             {only("HY-0007", {t::cycles}), "HY-0007: cycle 1, "}}) {
        CAPTURE(written);
        watched_bench watched(list);
        watched.report_all();
        const auto changes = watched.collector.take();
        CHECK(words_of(changes.reports) == written);
        REQUIRE(changes.machines.size() == 1);
        CHECK(changes.machines[0].serial == "HY-0007");
        CHECK(changes.machines[0].online);
        CHECK(changes.machines[0].life_counter == 1);
        CHECK(changes.machines[0].events == 1);
        CHECK(changes.lost == 0);
    }
}

TEST_CASE("of machines that nobody watches nothing is collected", "[watch]") {
    watched_bench watched(only("HY-0008", {topic::cycles}));
    watched.report_all();
    const auto changes = watched.collector.take();
    CHECK(changes.machines.empty());
    CHECK(changes.reports.empty());
}

TEST_CASE("what was taken is not told again", "[watch]") {
    watched_bench watched(everything({topic::cycles}));
    watched.bench.take(1, 1000);
    watched.collector.take();
    auto again = watched.collector.take();
    CHECK(again.machines.empty());
    CHECK(again.reports.empty());
    watched.bench.take(1, 1000);  // a repeat is no cycle, but a count changed
    again = watched.collector.take();
    CHECK(words_of(again.reports).empty());
    REQUIRE(again.machines.size() == 1);
    CHECK(again.machines[0].duplicates == 1);
}

TEST_CASE("cycles are told also where nothing stores them", "[watch]") {
    watched_bench without(everything({topic::cycles}), false);
    without.bench.take(1, 1000);
    CHECK(words_of(without.collector.take().reports) == "HY-0007: cycle 1, ");
    without.bench.store_fails();
    without.bench.take(2, 1005);
    CHECK(words_of(without.collector.take().reports) == "HY-0007: cycle 2, ");
}

TEST_CASE("a machine that is given back is told of by its next owner", "[watch]") {
    watched_bench watched(everything({topic::cycles}));
    watched.bench.take(1, 1000);
    const auto machine = watched.bench.intake->give_back();
    const auto changes = watched.collector.take();
    CHECK(changes.machines.empty());
    CHECK(words_of(changes.reports) == "HY-0007: cycle 1, ");
}

TEST_CASE("reports that do not fit until the next tick are lost and counted", "[watch]") {
    watched_bench watched(everything({topic::events}));
    const std::string text(100'000, 'x');
    const std::vector<reported_text> texts{{"E", "E1", text}};
    for (int i = 0; i < 12; ++i)
        watched.bench.intake->event({"", texts});
    auto changes = watched.collector.take();
    CHECK(changes.lost == 1);
    CHECK(changes.reports.bytes() < change_collector::max_bytes + 2 * text.size());
    watched.bench.intake->event({"", texts});
    changes = watched.collector.take();
    CHECK(changes.lost == 0);
    CHECK(words_of(changes.reports) == "HY-0007: event, ");
}

TEST_CASE("what is no longer watched is forgotten", "[watch]") {
    watched_bench watched(everything({topic::cycles}));
    watched.bench.take(1, 1000);
    const auto before = watched.collector.watch(only("HY-0008", {topic::cycles}));
    CHECK(before->has("HY-0007"));
    CHECK(watched.collector.take().machines.empty());
    watched.collector.watch(everything({topic::cycles}));
    watched.bench.take(2, 1005);
    watched.collector.watch(nullptr);
    CHECK(watched.collector.wanted() == nullptr);
    const auto changes = watched.collector.take();
    CHECK(changes.machines.empty());
    CHECK(changes.reports.empty());
}

TEST_CASE("a machine that was forgotten is told of once it reports again", "[watch]") {
    watched_bench watched(everything({topic::status}));
    watched.collector.take();
    forgetting f;
    f.machine = 7;
    watched.bench.intake->begin_anew(f);
    watched.collector.watch(nullptr);
    watched.collector.watch(everything({topic::status}));
    watched.collector.changed(watched.bench.record());
    CHECK(watched.collector.take().machines.empty());
    watched.bench.take(1, 1000);
    REQUIRE(watched.collector.take().machines.size() == 1);
}
