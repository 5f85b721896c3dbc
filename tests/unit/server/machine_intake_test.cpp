#include <limits>

#include "tests/catch.hpp"
#include "tests/unit/server/intake_bench.hpp"

using namespace husky;
using namespace husky::host;
using words = std::vector<std::string>;

TEST_CASE("a machine is introduced before its first report", "[intake]") {
    intake_bench b;
    CHECK(b.changes == 1);
    CHECK(b.written() == words{"machine HY-0007"});
    b.take(1, 10);
    CHECK(b.written() == words{R"(cycle 1 of 1: {"1":1,"4":10})"});
}

TEST_CASE("changes of gaps are written in front of the cycle that caused them", "[intake]") {
    intake_bench b;
    b.take(1, 10);
    b.written();
    b.take(4, 40);
    CHECK(b.written() == words{"gap 1: 2 to 3", R"(cycle 4 of 1: {"1":4,"4":40})"});
    b.take(2, 20);
    CHECK(b.written() == words{"gap 1: 3 to 3", R"(cycle 2 of 1: {"1":2,"4":20})"});
    b.take(3, 30);
    CHECK(b.written() == words{"gap 1 closed", R"(cycle 3 of 1: {"1":3,"4":30})"});
}

TEST_CASE("a repeat is counted and not written", "[intake]") {
    intake_bench b;
    b.take(1, 10);
    b.written();
    CHECK(b.take(1, 10) == taken::repeated);
    CHECK(b.written().empty());
    CHECK(b.duplicates() == 1);
    CHECK(b.counted.cycles[cycle_result::duplicate].value() == 1);
}

TEST_CASE("each report is told as one change of its machine", "[intake]") {
    intake_bench b;
    b.changes = 0;
    b.take(1, 10);
    b.take(1, 10);
    b.take(9, 90);
    b.intake->event({"2026-01-01T00:00:00", {}});
    b.intake->interruption({113, protocol::interruption_state::begins, 0, "2026-01-01T00:00:00", {}});
    b.intake->status({});
    b.intake->languages({"E"});
    b.intake->variables(5);
    b.announce(12);
    CHECK(b.changes == 9);
    b.announce(12);  // nothing new
    CHECK(b.changes == 9);
}

TEST_CASE("a controller that counts anew is told once", "[intake]") {
    intake_bench b;
    b.take(1000, 500);
    b.written();
    CHECK(b.take(1, 600) == taken::new_epoch);
    CHECK(b.written() == words{"HY-0007 counts anew: 1 after 1000", R"(cycle 1 of 2: {"1":1,"4":600})"});
}

TEST_CASE("what a machine has counted is written as a gap at once", "[intake]") {
    intake_bench b;
    b.take(1, 10);
    b.written();
    b.announce(3);
    CHECK(b.written() == words{"gap 1: 2 to 3"});
    CHECK(b.gaps() == 1);
    CHECK(b.counted.gaps_opened.value() == 1);
}

TEST_CASE("cycles that a failed store cannot take are missing when it works again", "[intake]") {
    intake_bench b;
    b.take(1, 10);
    b.written();
    b.store_fails();
    b.take(2, 20);
    b.intake->event({"", {}});
    CHECK(b.counted.cycles[cycle_result::not_stored].value() == 1);
    CHECK(b.counted.reports_not_stored.value() == 1);
    CHECK(b.cycles() == 1);
    b.store_recovers();
    b.take(3, 30);
    CHECK(b.written() == words{"gap 1: 2 to 2", R"(cycle 3 of 1: {"1":3,"4":30})"});
}

TEST_CASE("gaps that could not be written are written when the machine is given back", "[intake]") {
    intake_bench b;
    b.take(1, 10);
    b.written();
    b.store_fails();
    b.take(2, 20);
    b.store_recovers();
    const auto m = b.intake->give_back();
    CHECK(b.written() == words{"gap 1: 2 to 2"});
    CHECK(m->ledger.highest_counter() == 2);
}

TEST_CASE("gaps that could not be written are written without a further report once the store recovers", "[intake]") {
    intake_bench b;
    b.take(1, 10);
    b.written();
    b.store_fails();
    b.take(2, 20);
    b.intake->write_gap_changes();
    b.store_recovers();
    b.intake->write_gap_changes();
    CHECK(b.written() == words{"gap 1: 2 to 2"});
    b.intake->write_gap_changes();
    CHECK(b.written().empty());
}

TEST_CASE("without a store, cycles count all the same", "[intake]") {
    intake_bench b(false);
    b.take(1, 10);
    b.take(3, 30);
    b.intake->event({"", {}});
    CHECK(b.cycles() == 2);
    CHECK(b.gaps() == 1);
    CHECK(b.counted.cycles[cycle_result::fresh].value() == 2);
    CHECK(b.counted.reports_not_stored.value() == 0);
    CHECK(b.written().empty());
}

TEST_CASE("events and interruptions are written in all their languages", "[intake]") {
    intake_bench b;
    b.written();
    const std::vector<reported_text> texts{{"E", "MODE", "Automatic"}, {"D", "MODUS", "\"Automatik\""}};
    b.intake->event({"2026-01-01T10:00:00", texts});
    b.intake->interruption({113, protocol::interruption_state::begins, 1, "yesterday", texts});
    CHECK(b.written() == words{R"(event at 2026-01-01T10:00:00: [{"language":"E","type":"MODE","text":"Automatic"},)"
                               R"({"language":"D","type":"MODUS","text":"\"Automatik\""}])",
                               R"(interruption 113 1 at yesterday: [{"language":"E","text":"Automatic"},)"
                               R"({"language":"D","text":"\"Automatik\""}])"});
    CHECK(b.record().events == 1);
    CHECK(b.record().interruptions == 1);
}

TEST_CASE("what cannot be right is noticed and taken", "[intake]") {
    intake_bench b;
    b.written();
    const std::vector<protocol::variable_value> values{
        {protocol::variable::life_cycle_counter, 1},
        {protocol::variable::cycle_end_time, 10},
        {101, std::numeric_limits<float>::infinity()},
        {102, std::monostate{}},
        {103, 5.5F},
    };
    b.intake->cycle({1, 1, std::chrono::sys_seconds(std::chrono::seconds(10)), values});
    CHECK(b.written() == words{fmt::format("{} of HY-0007", name(protocol::bad_input::not_finite)),
                               R"(cycle 1 of 1: {"1":1,"4":10,"101":null,"102":null,"103":5.5})"});
    CHECK(b.record().tandem);
    protocol::machine_status status;
    status.job = "a\nb";
    b.intake->status(status);
    CHECK(b.written() == words{fmt::format("{} of HY-0007", name(protocol::bad_input::control_character))});
    CHECK(b.record().sides[0]->job == "a\nb");
}

TEST_CASE("a side's status says what its newest cycle counted", "[intake]") {
    intake_bench b;
    protocol::machine_status status;
    status.cycles = 5;
    b.intake->status(status);
    const std::vector<protocol::variable_value> values{{protocol::variable::job_cycle_counter, 17}};
    b.intake->cycle({0, 1, std::chrono::sys_seconds(std::chrono::seconds(10)), values});
    CHECK(b.record().sides[0]->cycles == 17);
}

TEST_CASE("jobs and stops are written in front of the cycle that begins or ends them", "[intake][job][oee]") {
    intake_bench b;
    b.written();
    const auto take = [&](std::int32_t n, std::int32_t job_cycles, std::int32_t end_time) {
        b.receive_time = wall_time(std::chrono::seconds(end_time));
        const std::vector<protocol::variable_value> values{{1, n}, {2, job_cycles}, {3, n}, {101, 10.0F}};
        b.intake->cycle({0, n, std::chrono::sys_seconds(std::chrono::seconds(end_time)), values});
        auto all = b.written();
        if (!all.empty()) all.pop_back();  // the cycle
        return all;
    };
    protocol::machine_status status;
    status.job = "A";
    status.mould = "M";
    CHECK(take(11, 5, 100) == words{"job 6 '' with mould '' on side 0"});
    CHECK(take(12, 6, 110).empty());
    status.cycles = 6;
    b.intake->status(status);
    CHECK(b.written() == words{"job 6 'A' with mould 'M' on side 0"});
    b.intake->status(status);
    CHECK(b.written().empty());
    b.intake->interruption({113, protocol::interruption_state::begins, 0, "2026-01-01T00:00:00", {}});
    b.written();
    CHECK(take(13, 7, 180) == words{"machine 7 stood for 60 s on side 0, kind 0"});
    status.job = "B";
    status.cycles = 0;
    b.intake->status(status);
    CHECK(b.written().empty());
    CHECK(take(14, 1, 190) == words{"job 13 'B' with mould 'M' on side 0"});
    CHECK(take(20, 7, 500) == words{"gap 1: 15 to 19"});  // what happened meanwhile is not known
    CHECK(b.record().stopped_by->id == 113);
    CHECK(b.record().stopped_by->texts == "[]");
    b.store_fails();
    take(21, 1, 510);
    b.store_recovers();
    CHECK(take(22, 2, 520) == words{"job 20 '' with mould '' on side 0", "gap 2: 21 to 21"});
}

TEST_CASE("lists of a machine are counted anew with its languages", "[intake]") {
    intake_bench b;
    b.intake->languages({"E", "D"});
    b.intake->variables(40);
    b.intake->variables(2);
    CHECK(b.record().languages == words{"E", "D"});
    CHECK(b.record().variables == 42);
    b.intake->languages({"F"});
    CHECK(b.record().variables == 0);
}

TEST_CASE("a machine that begins anew is introduced again, and its next cycle is its first", "[intake]") {
    intake_bench book;
    book.take(5, 50);
    book.take(9, 90);
    book.written();
    book.intake->begin_anew({.machine = 8, .serial = "HY-0008", .number = 1});
    CHECK(book.cycles() == 2);
    book.intake->begin_anew({.number = 2});
    CHECK(book.cycles() == 0);
    CHECK(book.gaps() == 0);
    CHECK(book.epoch() == 0);
    CHECK(book.remembered() == 0);
    CHECK(book.take(5, 50) == taken::fresh);
    CHECK(book.written() == std::vector<std::string>{"machine HY-0007", R"(cycle 5 of 1: {"1":5,"4":50})"});
}

TEST_CASE("a machine that is forgotten is unknown until it reports", "[intake]") {
    intake_bench book;
    book.take(5, 50);
    book.written();
    book.intake->begin_anew({.machine = 7, .serial = "HY-0007", .number = 1});
    CHECK(book.record().known == known_by::nothing);
    CHECK(book.written().empty());
    SECTION("a cycle") {
        book.take(6, 60);
        CHECK(book.record().known == known_by::reports);
        CHECK(book.written() == std::vector<std::string>{"machine HY-0007", R"(cycle 6 of 1: {"1":6,"4":60})"});
    }
    SECTION("its status") {
        book.intake->status({});
        CHECK(book.record().known == known_by::reports);
    }
    SECTION("the end of its link is no report") { CHECK(book.intake->give_back()->known == known_by::nothing); }
}
