#include "tests/catch.hpp"
#include "tests/unit/server/store/commit.hpp"
#include "tests/unit/server/store/made_records.hpp"
#include "tests/unit/server/store/made_up_backend.hpp"
#include "tests/unit/server/store/store_urls.hpp"

using namespace husky::host;

namespace {

/// One of everything for each of two machines, and cycles in two blocks.
void fill_two(batch& b) {
    for (int m = 1; m <= 2; ++m) {
        add_machine(b, m, "HY-000" + std::to_string(m));
        b.records.emplace_back(gap_record{m, 1, 1, 7, 9, new_year, new_year, at(3)});
        b.records.emplace_back(event_record{m, b.keep("2026-01-01T10:00:00"), at(3), b.keep("[]")});
        b.records.emplace_back(interruption_record{m, 304, 1, 0, b.keep("2026-01-01T10:00:01"), at(3), b.keep("[]")});
        add_setup(b, 1, "zone = 260", "aa", {}, setup_origin::upload, m);
        add_print(b, "Screen", "shift report", m);
    }
    for (int i = 1; i <= 5000; ++i)
        add_cycle(b, i % 2 + 1, i, 1, "{}");
}

batch forgets(machine_id machine) {
    batch b;
    b.forgets = machine;
    return b;
}

/// Rows of everything that is stored of a machine; -1 if the store does not know it.
int rows_of(store_reader& from, const std::string& serial) {
    const page_request all{.serial = serial, .limit = max_page};
    const auto size = [](const auto& found) { return found.has_value() ? static_cast<int>(found->rows.size()) : -1; };
    const auto cycles = from.cycles(all);
    if (!cycles.has_value()) {
        CHECK(cycles.error().why == query_error::reason::unknown_serial);
        return -1;
    }
    return size(cycles) + size(from.gaps(all)) + size(from.events(all)) + size(from.interruptions(all)) +
           size(from.setups(all)) + size(from.prints(all));
}

constexpr int all_rows = max_page + 5;

}  // namespace

TEST_CASE("a store forgets one machine and keeps the others", "[store][forget]") {
    tested_store store(GENERATE(from_range(store_urls())));
    batch b;
    fill_two(b);
    store.commit(b);
    REQUIRE(rows_of(store.reader(), "HY-0001") == all_rows);
    batch one = forgets(1);
    store.commit(one);
    CHECK(rows_of(store.reader(), "HY-0001") == -1);
    CHECK(rows_of(store.reader(), "HY-0002") == all_rows);
    CHECK_FALSE(store.reader().print_file("HY-0001", 1, "a.txt").has_value());
    CHECK(store.reader().print_file("HY-0002", 2, "a.txt")->has_value());
}

TEST_CASE("a store forgets everything, and goes on", "[store][forget]") {
    tested_store store(GENERATE(from_range(store_urls())));
    batch b;
    fill_two(b);
    store.commit(b);
    batch all = forgets(every_machine);
    store.commit(all);
    CHECK(rows_of(store.reader(), "HY-0001") == -1);
    CHECK(rows_of(store.reader(), "HY-0002") == -1);
    // In the same block as what was deleted, of a machine with the number and serial that it had.
    batch after;
    add_machine(after, 1, "HY-0001");
    add_cycle(after, 1, 17);
    add_print(after, "Screen", "next shift");
    store.commit(after);
    const auto cycles = store.reader().cycles({"HY-0001"});
    REQUIRE(cycles.has_value());
    REQUIRE(cycles->rows.size() == 1);
    CHECK(cycles->rows[0].life_counter == 17);
    CHECK(store.reader().prints({"HY-0001"})->rows.at(0).cursor == 3);  // numbers of prints are not used again
    CHECK(rows_of(store.reader(), "HY-0002") == -1);
}

TEST_CASE("what is pushed before a batch that forgets is gone, what is pushed after it stays", "[store][forget]") {
    tested_store store(GENERATE(from_range(lasting_store_urls())));
    batch before, forgetting = forgets(every_machine), after;
    fill_two(before);
    add_machine(after, 2, "HY-0002");
    add_cycle(after, 2, 3);
    REQUIRE(store->push(before));
    REQUIRE(store->push_forgetting(forgetting));
    REQUIRE(store->push(after));
    store.reopen();
    const auto machines = store->remembered();
    REQUIRE(machines.size() == 1);
    CHECK(machines[0].serial == "HY-0002");
    CHECK(machines[0].cycles == 1);
    CHECK(machines[0].events == 0);
    CHECK(machines[0].first_seen == new_year);
    CHECK(machines[0].recent.size() == 1);
}

TEST_CASE("a limit on prints counts anew once they are forgotten", "[store][forget]") {
    store_settings settings;
    settings.max_print_bytes = 8000;  // of three prints of this size
    tested_store store(GENERATE(from_range(store_urls())), settings);
    const auto print = [&] {
        batch b;
        add_machine(b, 1, "HY-0001");
        add_print(b, "Screen", std::string(1000, 'x'));
        store.commit(b);
    };
    for (int i = 0; i < 5; ++i)
        print();
    CHECK(store.reader().prints({"HY-0001"})->rows.size() == 3);
    batch all = forgets(every_machine);
    store.commit(all);
    for (int i = 0; i < 3; ++i)
        print();
    CHECK(store.reader().prints({"HY-0001"})->rows.size() == 3);
}

TEST_CASE("a transaction that forgets and fails is undone, and tried again whole", "[store][forget]") {
    const int operation = GENERATE(range(0, 9));
    CAPTURE(operation);
    const auto database = std::make_shared<made_up_database>();
    store_settings settings;
    settings.retry_interval = std::chrono::milliseconds(5);
    write_behind store(std::make_unique<made_up_backend>(database), settings);
    batch first;
    add_machine(first, 1, "HY-0001");
    add_machine(first, 2, "HY-0002");
    add_cycle(first, 1, 10);
    REQUIRE(commit(store, first));
    database->fail("disk is full");
    batch before, forgetting = forgets(1), after;
    add_cycle(before, 1, 11);
    add_machine(after, 1, "HY-0001");
    add_cycle(after, 1, 12);
    REQUIRE(store.push(before));
    REQUIRE(store.push(forgetting));
    REQUIRE(database->wait_for_failures(2));
    database->fail_once(operation);
    database->fail("");
    REQUIRE(commit(store, after));
    const auto marks = database->marks();
    CHECK(marks.size() == 2);
    CHECK(marks.at(1).cycles == 1);
    CHECK(marks.at(1).highest_counter == 12);
    CHECK(marks.at(2).serial == "HY-0002");
}

TEST_CASE("a queue that is full takes a batch that forgets", "[store][forget]") {
    const auto database = std::make_shared<made_up_database>();
    store_settings settings;
    settings.max_queued_batches = 1;
    settings.retry_interval = std::chrono::milliseconds(5);
    write_behind store(std::make_unique<made_up_backend>(database), settings);
    database->fail("disk is full");
    batch one, other, forgetting = forgets(every_machine);
    add_machine(one, 1, "HY-0001");
    add_machine(other, 2, "HY-0002");
    REQUIRE(store.push(one));
    CHECK_FALSE(store.push(other));
    told_once committed;
    forgetting.committed = committed.teller();
    CHECK(store.push_forgetting(forgetting));
    CHECK(store.times_forgotten() == 1);
    database->fail("");
    CHECK(committed.wait());
    CHECK(database->marks().empty());
    REQUIRE(store.close(soon()));
    batch late = forgets(every_machine);
    CHECK_FALSE(store.push_forgetting(late));
}

TEST_CASE("records of one machine are taken out of a batch", "[store][forget]") {
    batch b;
    fill_two(b);
    b.drop(2);
    for (const record& each : b.records)
        if (const auto* cycle = std::get_if<cycle_record>(&each)) REQUIRE(cycle->machine == 1);
    CHECK(b.records.size() == 2500 + 6 + 4);  // files of both prints stay, for they do not say whose they are
    b.drop(every_machine);
    CHECK(b.empty());
    b.forgets = 1;
    CHECK_FALSE(b.empty());
    b.clear();
    CHECK(b.empty());
}
