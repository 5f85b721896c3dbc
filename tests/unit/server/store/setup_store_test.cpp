#include "tests/catch.hpp"
#include "tests/unit/server/store/made_records.hpp"
#include "tests/unit/server/store/store_urls.hpp"

using namespace husky::host;

namespace {

void fill_setups(tested_store& store) {
    batch b;
    add_machine(b, 1, "HY-0001");
    add_setup(b, 7, "first", "aa");
    add_setup(b, 7, "first", "aa", std::chrono::seconds{60});
    add_setup(b, 7, "second", "bb", std::chrono::seconds{120}, setup_origin::download);
    add_setup(b, 7, "first", "aa", std::chrono::seconds{180});
    add_setup(b, 8, "first", "aa", std::chrono::seconds{240});
    store.commit(b);
}

}  // namespace

TEST_CASE("each content that differs from the newest is a version more", "[store][setup]") {
    tested_store store(GENERATE(from_range(store_urls())));
    fill_setups(store);
    struct version {
        std::uint16_t number;
        std::int64_t version;
        int time, last_time;
        std::string origin;
        std::int64_t size;
        std::string sha256;
    };
    const std::vector<version> expected{{7, 1, 0, 60, "upload", 5, "aa"},
                                        {7, 2, 120, 120, "download", 6, "bb"},
                                        {7, 3, 180, 180, "upload", 5, "aa"},
                                        {8, 1, 240, 240, "upload", 5, "aa"}};
    const auto found = store.reader().setups({"HY-0001"});
    REQUIRE(found.has_value());
    REQUIRE(found->rows.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CAPTURE(i);
        const stored_setup& setup = found->rows[i];
        CHECK(setup.number == expected[i].number);
        CHECK(setup.version == expected[i].version);
        CHECK(setup.time == at(expected[i].time));
        CHECK(setup.last_time == at(expected[i].last_time));
        CHECK(setup.origin == expected[i].origin);
        CHECK(setup.remark == "night shift");
        CHECK(setup.size == expected[i].size);
        CHECK(setup.crc32 == 3421780262);
        CHECK(setup.sha256 == expected[i].sha256);
    }
    CHECK((*store.reader().setup("HY-0001", 7, 2))->content == "second");
}

TEST_CASE("a reader finds versions, their content and the newest", "[store][setup]") {
    tested_store store(GENERATE(from_range(lasting_store_urls())));
    fill_setups(store);
    store.reopen();
    const auto first = store.reader().setups({.serial = "HY-0001", .limit = 3});
    REQUIRE(first.has_value());
    REQUIRE(first->rows.size() == 3);
    CHECK(first->rows[1].version == 2);
    CHECK(first->rows[1].origin == "download");
    REQUIRE(first->next);
    CHECK(store.reader().setups({.serial = "HY-0001", .after = *first->next})->rows.at(0).number == 8);
    const auto second = store.reader().setup("HY-0001", 7, 2);
    REQUIRE(second.has_value());
    REQUIRE(second->has_value());
    CHECK((*second)->content == "second");
    CHECK((*second)->about.last_time == new_year + std::chrono::seconds{120});
    CHECK_FALSE(store.reader().setup("HY-0001", 7, 4)->has_value());
    CHECK((*store.reader().newest_setup("HY-0001", 7))->version == 3);
    CHECK_FALSE(store.reader().newest_setup("HY-0001", 9)->has_value());
    CHECK(store.reader().setup("HY-0002", 7, 1).error().why == query_error::reason::unknown_serial);
}

TEST_CASE("bytes are kept as they are", "[store][setup]") {
    std::string content;
    for (int i = 0; i < 1000; ++i)
        content += static_cast<char>(i);
    tested_store store(GENERATE(from_range(store_urls())));
    batch b;
    add_machine(b, 1, "HY-0001");
    add_setup(b, 65535, content, "aa");
    store.commit(b);
    CHECK((*store.reader().setup("HY-0001", 65535, 1))->content == content);
}

TEST_CASE("where set-ups are bounded the oldest go, never the newest", "[store][setup]") {
    store_settings settings;
    settings.max_setup_bytes = 20'000;
    tested_store store(GENERATE(from_range(store_urls())), settings);
    for (int i = 0; i < 20; ++i) {
        batch b;
        if (i == 0) add_machine(b, 1, "HY-0001");
        add_setup(b, 1, std::string(3000, 'x'), std::to_string(i));
        store.commit(b);
    }
    const auto left = store.reader().setups({.serial = "HY-0001"});
    REQUIRE(left.has_value());
    CHECK(left->rows.size() == 4);
    CHECK(left->rows.back().version == 20);
    batch large;
    add_setup(large, 2, std::string(50'000, 'x'), "large");
    store.commit(large);
    CHECK(store.reader().setups({.serial = "HY-0001"})->rows.size() == 1);
    CHECK((*store.reader().newest_setup("HY-0001", 2))->size == 50'000);
}
