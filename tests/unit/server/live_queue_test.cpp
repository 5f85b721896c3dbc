#include "server/api/live/live_queue.hpp"

#include "tests/catch.hpp"
#include "tests/unit/server/live_tools.hpp"

using namespace husky::host;

namespace {

shared_text row(std::size_t size = 2) {
    return std::make_shared<const std::string>("{\"x\":\"" + std::string(size, 'x') + "\"}");
}

/// A client of a plant with machines A and B.
struct queue_bench {
    live_plant plant;
    live_queue queue;
    int counter = 1;

    explicit queue_bench(live_request asked = {}) : queue(std::move(asked)) {
        plant.update(made_machine(1, "A"));
        plant.update(made_machine(2, "B"));
    }
    void change(const std::string& serial) {
        const auto document = plant.update(made_machine(serial == "A" ? 1 : 2, serial, ++counter));
        queue.machine(serial, document);
    }
    /// The messages that there are now.
    std::string told() {
        std::string out;
        while (queue.has_news())
            out += short_form(queue.next(plant, "2026-01-01T00:00:00.000Z")) + "; ";
        return out;
    }
    std::string tick() {
        queue.ticked();
        return told();
    }
};

}  // namespace

TEST_CASE("a client gets a snapshot, then what changed, and nothing if nothing did", "[live]") {
    queue_bench bench;
    CHECK(bench.told().empty());
    CHECK(bench.tick() == "snapshot 1 A B; ");
    CHECK(bench.tick().empty());
    bench.change("B");
    bench.queue.report(live_list::cycles, row());
    CHECK(bench.tick() == "delta 2 B cycles 1; ");
    bench.queue.report(live_list::events, row());
    bench.queue.report(live_list::interruptions, row());
    bench.queue.report(live_list::events, row());
    CHECK(bench.tick() == "delta 3 events 2 interruptions 1; ");
    CHECK(bench.tick().empty());
}

TEST_CASE("of a machine a slow client gets the newest state only", "[live]") {
    queue_bench bench;
    bench.tick();
    for (int i = 0; i < 1000; ++i) {
        bench.change("A");
        bench.queue.ticked();
    }
    const auto message = bench.queue.next(bench.plant, "");
    CHECK(short_form(message) == "delta 2 A");
    CHECK(message.find("\"life_counter\":1001,") != std::string::npos);
    CHECK(bench.told().empty());
}

TEST_CASE("without the topic status a client gets states in snapshots only", "[live]") {
    queue_bench bench({.machines = {}, .topics = {topic::cycles}});
    CHECK(bench.tick() == "snapshot 1 A B; ");
    bench.change("A");
    CHECK(bench.tick().empty());
}

TEST_CASE("a client that watches some machines gets those", "[live]") {
    queue_bench bench({.machines = {"B"}, .topics = {topic::status}});
    CHECK(bench.tick() == "snapshot 1 B; ");
}

TEST_CASE("reports past the bound are lost, and the client begins again", "[live]") {
    queue_bench bench;
    bench.tick();
    const auto large = row(100'000);
    for (int i = 0; i < 20; ++i)
        bench.queue.report(live_list::cycles, large);
    CHECK(bench.tick() == "delta 2 cycles 20; ");
    for (int i = 0; i < 21; ++i)
        bench.queue.report(live_list::cycles, large);
    CHECK(bench.queue.resynchronises());
    CHECK(bench.tick() == "snapshot 3 lost 20 A B; delta 4 cycles 1; ");
    CHECK(bench.tick().empty());
}

TEST_CASE("small reports are bounded too", "[live]") {
    queue_bench bench;
    bench.tick();
    for (int i = 0; i < 40'000; ++i)
        bench.queue.report(live_list::events, row(1));
    CHECK(bench.queue.resynchronises());
}

TEST_CASE("what nobody kept is a loss", "[live]") {
    queue_bench bench;
    bench.tick();
    bench.queue.report(live_list::events, row());
    bench.queue.lose(5);
    CHECK(bench.tick() == "snapshot 2 lost 6 A B; ");
}

TEST_CASE("a client that loses again and again gets a snapshot once a second", "[live]") {
    queue_bench bench;
    bench.tick();
    std::string all;
    for (int i = 0; i < 2 * live_queue::ticks_between_snapshots + 1; ++i) {
        bench.queue.lose(1);
        all += bench.tick();
    }
    CHECK(all == "snapshot 2 lost 1 A B; snapshot 3 lost 10 A B; snapshot 4 lost 10 A B; ");
    bench.queue.begin_again();
    CHECK(bench.told().empty());
}

TEST_CASE("machines that are too many for one message follow in the next", "[live]") {
    live_plant plant;
    live_queue queue({});
    auto m = made_machine(1, "");
    m.address = std::string(10'000, 'a');
    constexpr std::size_t machines = 1000;
    for (std::size_t i = 0; i < machines; ++i) {
        m.serial = std::to_string(i);
        plant.update(m);
    }
    queue.ticked();
    std::set<std::string> seen;
    for (std::uint64_t number = 1; queue.has_news(); ++number) {
        const auto message = queue.next(plant, "");
        CHECK(message.size() < live_queue::max_message + 20'000);
        const auto parsed = boost::json::parse(message).as_object();
        CHECK(parsed.at("type") == (number == 1 ? "snapshot" : "delta"));
        for (const auto& each : parsed.at("machines").as_array())
            CHECK(seen.insert(std::string(each.at("serial").as_string())).second);
    }
    CHECK(seen.size() == machines);
}

TEST_CASE("totals come in a snapshot, and when they changed", "[live]") {
    queue_bench bench;
    const auto totals = std::make_shared<const std::string>("{}");
    bench.queue.host(totals);
    CHECK(bench.tick() == "snapshot 1 A B host; ");
    bench.queue.host(totals);
    CHECK(bench.tick().empty());
    bench.queue.host(std::make_shared<const std::string>("{\"faults\":1}"));
    CHECK(bench.tick() == "delta 2 host; ");
}
