#include "tests/catch.hpp"
#include "tests/unit/server/store/made_records.hpp"
#include "tests/unit/server/store/store_urls.hpp"

using namespace husky::host;
using namespace std::string_literals;

namespace {

void remove(tested_store& from, machine_id machine, std::int64_t print) {
    batch b;
    b.records.emplace_back(print_removed_record{machine, print});
    from.commit(b);
}

std::string jobs(const tested_store& of, const std::string& serial = "HY-0001") {
    const auto found = of.reader().prints({.serial = serial});
    std::string all;
    for (const auto& each : found->rows)
        all += std::to_string(each.cursor) + ':' + each.job + ' ';
    return all;
}

void print_many(tested_store& to, const std::string& content = "x") {
    for (const char* job : {"one", "two", "three", "four"}) {
        batch b;
        add_machine(b, 1, "HY-0001");
        add_print(b, job, content);
        to.commit(b);
    }
}

}  // namespace

TEST_CASE("a reader finds prints and their files, byte for byte", "[store][printing]") {
    tested_store store(GENERATE(from_range(store_urls())));
    batch b;
    add_machine(b, 1, "HY-0001");
    add_machine(b, 2, "HY-0002");
    add_print(b, "one", "");
    add_print(b, "two", "other", 2);
    add_print(b, "three", "text");
    store.commit(b);
    const auto first = store.reader().prints({.serial = "HY-0001", .limit = 1});
    REQUIRE(first.has_value());
    REQUIRE(first->rows.size() == 1);
    CHECK(first->next == 1);
    CHECK(first->rows[0].receive_time == new_year);
    CHECK(first->rows[0].user == "jane");
    CHECK(first->rows[0].host == "mill");
    REQUIRE(first->rows[0].files.size() == 2);
    CHECK(first->rows[0].files[0].name == "screen.png");
    CHECK(first->rows[0].files[0].type == "image/png");
    CHECK(first->rows[0].files[0].size == 6);
    CHECK(store.reader().prints({.serial = "HY-0001", .after = 1})->rows.at(0).job == "three");
    CHECK((*store.reader().print_file("HY-0001", 1, "screen.png"))->content == "\x89PNG\0\xFF"s);
    CHECK((*store.reader().print_file("HY-0001", 1, "a.txt"))->content.empty());
    CHECK((*store.reader().print_file("HY-0001", 3, "a.txt"))->type == "text/plain");
    CHECK_FALSE(store.reader().print_file("HY-0001", 1, "b.txt")->has_value());
    CHECK_FALSE(store.reader().print_file("HY-0001", 2, "a.txt")->has_value());
    CHECK(store.reader().print_file("HY-0003", 1, "a.txt").error().why == query_error::reason::unknown_serial);
}

TEST_CASE("of each machine so many prints are store, the oldest go", "[store][printing]") {
    store_settings settings;
    settings.max_prints = 2;
    tested_store store(GENERATE(from_range(store_urls())), settings);
    print_many(store);
    batch other;
    add_machine(other, 2, "HY-0002");
    add_print(other, "other", "x", 2);
    store.commit(other);
    CHECK(jobs(store) == "3:three 4:four ");
    CHECK(jobs(store, "HY-0002") == "5:other ");
    CHECK_FALSE(store.reader().print_file("HY-0001", 2, "a.txt")->has_value());
}

TEST_CASE("where their bytes are bounded the oldest prints go, never the newest", "[store][printing]") {
    store_settings settings;
    settings.max_print_bytes = 10'000;
    tested_store store(GENERATE(from_range(store_urls())), settings);
    print_many(store, std::string(3000, 'x'));
    CHECK(jobs(store) == "3:three 4:four ");
    batch large;
    add_print(large, "large", std::string(50'000, 'x'));
    store.commit(large);
    CHECK(jobs(store) == "5:large ");
}

TEST_CASE("a removed print is gone with its files, and its number is not used again", "[store][printing]") {
    tested_store store(GENERATE(from_range(lasting_store_urls())));
    print_many(store);
    remove(store, 2, 4);
    CHECK(jobs(store) == "1:one 2:two 3:three 4:four ");
    remove(store, 1, 4);
    remove(store, 1, 1);
    remove(store, 1, 99);
    CHECK(jobs(store) == "2:two 3:three ");
    for (const int gone : {1, 4})
        CHECK_FALSE(store.reader().print_file("HY-0001", gone, "a.txt")->has_value());
    for (const int left : {2, 3})
        CHECK(store.reader().print_file("HY-0001", left, "a.txt")->has_value());
    store.reopen();
    batch more;
    add_print(more, "five", "x");
    store.commit(more);
    CHECK(jobs(store) == "2:two 3:three 5:five ");
}
