#include "tests/unit/server/store/sqlite/sqlite_tools.hpp"

using namespace husky::host;

TEST_CASE("the views read well in the sqlite3 shell", "[store]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("husky.db");
    batch b;
    add_machine(b, 1, "HY-0001");
    add_machine(b, 2, "HY-0002");
    add_cycle(b, 1, 17);
    b.records.emplace_back(gap_record{1, 1, 1, 18, 20, new_year, new_year + std::chrono::seconds{30}, new_year});
    b.records.emplace_back(gap_record{1, 2, 1, 22, 23, new_year, new_year + std::chrono::seconds{60}, new_year});
    add_cycle(b, 1, 21);
    b.records.emplace_back(gap_closed_record{1, 1});
    b.records.emplace_back(event_record{2, b.keep("2026-01-01T10:00:00"), new_year,
                                        b.keep(R"([{"language":"E","type":"MODE","text":"Auto on"}])")});
    b.records.emplace_back(interruption_record{2, 304, 1, 1, b.keep("2026-01-01T10:00:01"), new_year,
                                               b.keep(R"([{"language":"E","text":"Gate open"}])")});
    fill(path, b);
    CHECK(rows(path, "select * from cycles", 8) ==
          "HY-0001|0|1|17|2026-01-01T00:00:17Z|2026-01-01T00:00:17.007Z|1|{\"1\":17,\"101\":5.5,\"102\":null}\n"
          "HY-0001|0|1|21|2026-01-01T00:00:21Z|2026-01-01T00:00:21.007Z|2|{\"1\":17,\"101\":5.5,\"102\":null}\n");
    CHECK(rows(path, "select * from cycle_values where life_counter = 17", 5) ==
          "HY-0001|1|17|1|17\nHY-0001|1|17|101|5.5\nHY-0001|1|17|102|\n");
    CHECK(rows(path, "select serial, epoch, first_missing, last_missing, detected_at from gaps", 5) ==
          "HY-0001|1|22|23|2026-01-01T00:00:00.000Z\n");
    CHECK(rows(path, "select serial, machine_time, receive_time, type, text from events", 5) ==
          "HY-0002|2026-01-01T10:00:00|2026-01-01T00:00:00.000Z|MODE|Auto on\n");
    CHECK(rows(path, "select serial, tandem_side, interruption_id, state, machine_time, text from interruptions", 6) ==
          "HY-0002|1|304|begins|2026-01-01T10:00:01|Gate open\n");
    CHECK(rows(path,
               "select serial, epoch, life_counter, last_cycle_at, cycles, gaps, events, interruptions from machines",
               8) == "HY-0001|1|21|2026-01-01T00:00:21Z|2|1|0|0\nHY-0002|0|0||0|0|1|1\n");
}

TEST_CASE("each variable has a column by its name, and a unit", "[store]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("husky.db");
    batch b;
    add_machine(b, 1, "HY-0001");
    add_cycle(b, 1, 17, 1, R"({"1":17,"5":0,"101":5.5,"122":282.4,"172":26,"1005":280.1})");
    add_cycle(b, 1, 18, 1, R"({"1":18,"101":null})");
    fill(path, b);
    CHECK(
        rows(path,
             "select serial, tandem_side, epoch, life_counter, machine_time, receive_time, CycleTime, MeltTemperature, "
             "HallTemp, CycleQuality, Cushion from cycle_values_named",
             11) ==
        "HY-0001|0|1|17|2026-01-01T00:00:17Z|2026-01-01T00:00:17.007Z|5.5|282.4|26|0|\n"
        "HY-0001|0|1|18|2026-01-01T00:00:18Z|2026-01-01T00:00:18.007Z|||||\n");
    CHECK(count(path, "select count(*) from pragma_table_info('cycle_values_named')") == 6 + 9 + 72);
    CHECK(count(path, "select count(*) from variables where variable_id between 101 and 172") == 72);
    CHECK(rows(path, "select * from variables where name in ('CycleTime', 'MeltTemperature', 'GoodParts')", 3) ==
          "101|CycleTime|s\n122|MeltTemperature|\u00B0C\n162|GoodParts|\n");
    CHECK(count(path,
                "select count(*) from variables v where v.name not in (select name from "
                "pragma_table_info('cycle_values_named'))") == 0);
}

TEST_CASE("columns by name follow the program that opens the store, and only where they differ", "[store]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("husky.db");
    batch b;
    add_machine(b, 1, "HY-0001");
    fill(path, b);
    const auto version = count(path, "pragma schema_version");
    open_store("sqlite:" + path, {});
    CHECK(count(path, "pragma schema_version") == version);
    change(path, "drop view variables; create view variables as select 1 as variable_id");
    open_store("sqlite:" + path, {});
    CHECK(count(path, "select count(*) from variables where name = 'Cushion' and unit = 'mm'") == 1);
}

TEST_CASE("set-ups are pleasant to look at in the database", "[store][setup]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("husky.db");
    batch b;
    add_machine(b, 1, "HY-0001");
    add_setup(b, 7, "first", "aa");
    add_setup(b, 7, "first", "aa", std::chrono::seconds{60});
    add_setup(b, 7, "second", "bb", std::chrono::seconds{120}, setup_origin::download);
    add_setup(b, 7, "first", "aa", std::chrono::seconds{180});
    add_setup(b, 8, "first", "aa", std::chrono::seconds{240});
    fill(path, b);
    CHECK(rows(path, "select * from setups", 10) ==
          "HY-0001|7|1|2026-01-01T00:00:00.000Z|2026-01-01T00:01:00.000Z|upload|night shift|5|3421780262|aa\n"
          "HY-0001|7|2|2026-01-01T00:02:00.000Z|2026-01-01T00:02:00.000Z|download|night shift|6|3421780262|bb\n"
          "HY-0001|7|3|2026-01-01T00:03:00.000Z|2026-01-01T00:03:00.000Z|upload|night shift|5|3421780262|aa\n"
          "HY-0001|8|1|2026-01-01T00:04:00.000Z|2026-01-01T00:04:00.000Z|upload|night shift|5|3421780262|aa\n");
    CHECK(rows(path, "select text from setup_texts where setup_number = 7 and version = 2", 1) == "second\n");
}

TEST_CASE("prints are pleasant to look at in the database", "[store][printing]") {
    const scratch_directory scratch;
    const std::string path = scratch.file("husky.db");
    batch b;
    add_machine(b, 1, "HY-0001");
    add_print(b, "Screen of HY-0001", "Barrel 275");
    fill(path, b);
    CHECK(rows(path, "select * from prints", 8) ==
          "HY-0001|1|2026-01-01T00:00:00.000Z|Screen of HY-0001|jane|mill|16|screen.png, a.txt\n");
    CHECK(rows(path, "select * from print_files", 5) ==
          "HY-0001|1|screen.png|image/png|6\nHY-0001|1|a.txt|text/plain|10\n");
    CHECK(rows(path, "select * from print_texts", 4) == "HY-0001|1|a.txt|Barrel 275\n");
}
