#include "server/api/live/live_feed.hpp"

#include "tests/catch.hpp"
#include "tests/unit/server/live_tools.hpp"
#include "tests/unit/server/store/made_records.hpp"

using namespace husky;
using namespace husky::host;

namespace {

/// A feed, and clients that take what they get at once.
struct feed_bench {
    counters counted;
    live_feed feed{counted};

    struct watcher {
        std::unique_ptr<live_client> client;
        int woken = 0;
        std::string told() {
            std::string out;
            while (const auto message = client->next())
                out += short_form(*message) + "; ";
            return out;
        }
    };
    std::unique_ptr<watcher> join(live_request asked = {}) {
        auto joined = std::make_unique<watcher>();
        joined->client = feed.join(std::move(asked), [at = joined.get()] { ++at->woken; });
        return joined;
    }
    void tick(machine_changes changes = {}, const live_host& host = {}) {
        std::vector<machine_changes> all;
        all.push_back(std::move(changes));
        feed.take(all, host, wall_time{});
    }
};

machine_changes states(const std::vector<machine_snapshot>& of) {
    machine_changes changes;
    changes.machines = of;
    return changes;
}

/// Cycle 5 and an event of A, an interruption of B.
machine_changes reports() {
    machine_changes changes;
    batch& b = changes.reports;
    add_machine(b, 1, "A");
    add_cycle(b, 1, 5);
    b.records.emplace_back(event_record{1, b.keep("2026-01-01T10:00:00"), {}, b.keep("[]")});
    add_machine(b, 2, "B");
    b.records.emplace_back(interruption_record{2, 304, 1, 0, b.keep("2026-01-01T10:00:01"), {}, b.keep("[]")});
    return changes;
}

}  // namespace

TEST_CASE("clients watch together what each of them wants", "[live]") {
    feed_bench bench;
    CHECK(bench.feed.wanted() == nullptr);
    const auto one = bench.join({.machines = {"A"}, .topics = {topic::cycles}});
    const auto list = bench.feed.wanted();
    CHECK(list == bench.feed.wanted());
    CHECK(list->of("A").has(topic::cycles));
    CHECK_FALSE(list->of("A").has(topic::events));
    CHECK_FALSE(list->has("B"));
    auto all = bench.join({.machines = {}, .topics = {topic::events}});
    const auto both = bench.feed.wanted();
    CHECK(both != list);
    CHECK(both->of("A").has(topic::cycles));
    CHECK(both->of("A").has(topic::events));
    CHECK(both->of("B").has(topic::events));
    all.reset();
    CHECK_FALSE(bench.feed.wanted()->has("B"));
}

TEST_CASE("each client gets what it wants, and is woken only for that", "[live]") {
    feed_bench bench;
    const auto all = bench.join();
    const auto a = bench.join({.machines = {"A"}, .topics = {topic::cycles}});
    const auto b = bench.join({.machines = {"B"}, .topics = {topic::events, topic::status}});
    bench.feed.wanted();
    bench.tick(states({made_machine(1, "A"), made_machine(2, "B")}));
    CHECK(all->told() == "snapshot 1 A B host; ");
    CHECK(a->told() == "snapshot 1 A; ");
    CHECK(b->told() == "snapshot 1 B; ");
    bench.tick(reports());
    CHECK(all->told() == "delta 2 cycles 1 events 1 interruptions 1; ");
    CHECK(a->told() == "delta 2 cycles 1; ");
    CHECK(b->told() == "delta 2 interruptions 1; ");
    bench.tick(states({made_machine(2, "B", 9)}));
    CHECK(all->told() == "delta 3 B host; ");
    CHECK(a->told().empty());
    CHECK(b->told() == "delta 3 B; ");
    bench.tick(states({made_machine(2, "B", 9)}));  // the same again
    CHECK(all->told().empty());
    CHECK(all->woken == 3);
    CHECK(a->woken == 2);
    CHECK(b->woken == 3);
}

TEST_CASE("a message is the JSON that the API lists", "[live]") {
    feed_bench bench;
    const auto client = bench.join();
    bench.feed.wanted();
    bench.tick({}, {.faults = 2, .store = "ok"});
    CHECK(*client->client->next() ==
          R"({"type":"snapshot","number":1,"time":"1970-01-01T00:00:00.000Z","host":{"machines":0,"online":0,)"
          R"("cycles":0,"missing":0,"duplicates":0,"faults":2,"store":"ok"},"machines":[]})");
    machine_changes changes;
    add_machine(changes.reports, 1, "A");
    changes.reports.records.emplace_back(
        cycle_record{1, 0, 1, 5, {}, {}, changes.reports.keep(R"({"1":5,"101":5.5})")});
    bench.tick(std::move(changes), {.faults = 2, .store = "ok"});
    CHECK(*client->client->next() ==
          R"({"type":"delta","number":2,"time":"1970-01-01T00:00:00.000Z","cycles":[{"serial":"A","tandem_side":0,)"
          R"("epoch":1,"life_counter":5,"machine_time":"1970-01-01T00:00:00Z",)"
          R"("receive_time":"1970-01-01T00:00:00.000Z","values":{"1":5,"101":5.5}}]})");
}

TEST_CASE("totals follow the machines", "[live]") {
    feed_bench bench;
    const auto client = bench.join();
    bench.feed.wanted();
    auto off = made_machine(2, "B", 7);
    off.online = false;
    off.gaps = 3;
    bench.tick(states({made_machine(1, "A", 5), off}));
    CHECK(client->client->next()->find(R"("host":{"machines":2,"online":1,"cycles":12,"missing":3,"duplicates":0)") !=
          std::string::npos);
    off.gaps = 1;
    bench.tick(states({off}));
    CHECK(client->client->next()->find(R"("host":{"machines":2,"online":1,"cycles":12,"missing":1,"duplicates":0)") !=
          std::string::npos);
}

TEST_CASE("who comes later gets what is known at once, and nothing that became old", "[live]") {
    feed_bench bench;
    auto all = bench.join();
    bench.feed.wanted();
    bench.tick(states({made_machine(1, "A"), made_machine(2, "B")}));
    const auto a = bench.join({.machines = {"A"}, .topics = {topic::status}});
    CHECK(a->told().empty());
    bench.tick();  // this was on its way when it joined
    CHECK(a->told().empty());
    bench.feed.wanted();
    bench.tick();
    CHECK(a->told() == "snapshot 1 A; ");
    all.reset();
    bench.feed.wanted();
    const auto again = bench.join();
    bench.feed.wanted();
    bench.tick(states({made_machine(2, "B", 4)}));
    CHECK(again->told() == "snapshot 1 A B host; ");
}

TEST_CASE("reports between joining and the first tick are told after the snapshot", "[live]") {
    feed_bench bench;
    const auto client = bench.join();
    bench.feed.wanted();
    auto first = reports();
    first.machines = {made_machine(1, "A"), made_machine(2, "B")};
    bench.tick(std::move(first));
    CHECK(client->told() == "snapshot 1 A B host; delta 2 cycles 1 events 1 interruptions 1; ");
}

TEST_CASE("a loss resynchronises those whom it concerns, and is counted", "[live]") {
    feed_bench bench;
    const auto all = bench.join();
    const auto states_only = bench.join({.machines = {}, .topics = {topic::status}});
    bench.feed.wanted();
    bench.tick(states({made_machine(1, "A")}));
    all->told();
    states_only->told();
    machine_changes lossy;
    lossy.lost = 7;
    bench.tick(std::move(lossy));
    CHECK(all->told() == "snapshot 2 lost 7 A host; ");
    CHECK(states_only->told().empty());
    CHECK(bench.counted.live_resynchronised.value() == 1);
}

TEST_CASE("clients are bounded and counted", "[live]") {
    feed_bench bench;
    std::vector<std::unique_ptr<feed_bench::watcher>> clients;
    for (std::size_t i = 0; i < live_feed::max_clients; ++i)
        clients.push_back(bench.join());
    CHECK(bench.counted.live_clients.value() == 64);
    CHECK(bench.join()->client == nullptr);
    clients.pop_back();
    CHECK(bench.join()->client != nullptr);
    clients.clear();
    CHECK(bench.counted.live_clients.value() == 0);
    CHECK(bench.feed.wanted() == nullptr);
}

TEST_CASE("frames go decoded to those who want them, up to a bound", "[live]") {
    feed_bench bench;
    const auto all = bench.join({.machines = {}, .topics = {topic::frames}});
    const auto b = bench.join({.machines = {"B"}, .topics = {topic::frames, topic::cycles}});
    const auto cycles = bench.join({.machines = {}, .topics = {topic::cycles}});
    bench.feed.wanted();
    bench.tick();
    for (const auto* each : {&all, &b, &cycles})
        (*each)->told();
    machine_changes changes;
    for (const auto* serial : {"A", "B", ""}) {
        auto& f = changes.frames.emplace_back();
        f.serial = serial;
        f.number = changes.frames.size();
        f.bytes.resize(4);
    }
    bench.tick(changes);
    CHECK(all->told() == "delta 2 frames 3; ");
    const auto message = b->client->next();
    REQUIRE(message);
    CHECK(short_form(*message) == "delta 2 frames 1");
    CHECK(message->find(R"("frames":[{"number":2,"time":"1970-01-01T00:00:00.000Z","serial":"B")") !=
          std::string::npos);
    CHECK(cycles->told().empty());
    changes.lost_frames = 4;
    changes.frames.resize(live_feed::max_frames + 2);
    bench.tick(changes);
    CHECK(all->told() == "snapshot 3 lost 6 host; delta 4 frames 128; ");
    CHECK(cycles->told().empty());
}

TEST_CASE("machines that are gone are left out of a new snapshot", "[live]") {
    feed_bench bench;
    const auto all = bench.join();
    bench.feed.wanted();
    bench.tick(states({made_machine(1, "A"), made_machine(2, "B")}));
    CHECK(all->told() == "snapshot 1 A B host; ");
    auto anew = states({made_machine(2, "B")});
    anew.begins_anew = true;
    bench.tick(std::move(anew));
    const auto message = all->client->next();
    REQUIRE(message);
    CHECK(short_form(*message) == "snapshot 2 B host");
    CHECK(message->find(R"("host":{"machines":1,)") != std::string::npos);
}
