#include "server/store/retention.hpp"

#include <algorithm>
#include <vector>

#include "server/store/setup_versions.hpp"
#include "tests/catch.hpp"

using namespace husky::host;

namespace {

/// Items of a table, oldest first.
struct made_up_items final : stored_items {
    struct row {
        machine_id machine;
        stored_item item;
    };
    std::vector<row> rows;
    retention kept;

    explicit made_up_items(const retention::limits& wanted) : kept(wanted) {}

    void add(machine_id machine, std::int64_t id, std::int64_t size) {
        rows.push_back({machine, {id, size}});
        kept.added(machine, {id, size});
    }
    std::vector<std::int64_t> trimmed() {
        kept.trim(*this);
        std::vector<std::int64_t> left;
        for (const auto& each : rows)
            left.push_back(each.item.id);
        return left;
    }

    std::optional<stored_item> oldest() override {
        return rows.empty() ? std::nullopt : std::optional(rows.front().item);
    }
    std::optional<stored_item> beyond(machine_id machine, std::size_t newest) override {
        for (auto at = rows.rbegin(); at != rows.rend(); ++at)
            if (at->machine == machine && newest-- == 0) return at->item;
        return std::nullopt;
    }
    void remove(const stored_item& item) override {
        std::erase_if(rows, [&](const row& each) { return each.item.id == item.id; });
    }
};

using ids = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("without a limit all is kept", "[store]") {
    made_up_items items({});
    for (int id = 1; id <= 5; ++id)
        items.add(1, id, 1'000'000);
    CHECK(items.trimmed() == ids{1, 2, 3, 4, 5});
}

TEST_CASE("so many items of each machine are kept, the newest", "[store]") {
    made_up_items items({.max_items = 2});
    items.add(1, 1, 10);
    items.add(2, 2, 10);
    items.add(1, 3, 10);
    items.add(1, 4, 10);
    items.add(1, 5, 10);
    CHECK(items.trimmed() == ids{2, 4, 5});
    items.add(2, 6, 10);
    CHECK(items.trimmed() == ids{2, 4, 5, 6});
}

TEST_CASE("so many bytes are kept, with what each row takes, and always the newest item", "[store]") {
    made_up_items items({.max_bytes = 10'000});
    for (int id = 1; id <= 4; ++id)
        items.add(1, id, 3000);
    CHECK(items.trimmed() == ids{3, 4});
    items.kept.grew(2000);
    CHECK(items.trimmed() == ids{3, 4});  // nothing was added
    items.add(1, 5, 0);
    CHECK(items.trimmed() == ids{4, 5});
    items.add(2, 6, 50'000);
    CHECK(items.trimmed() == ids{6});
}

TEST_CASE("what was stored before counts, and what was removed no more", "[store]") {
    made_up_items items({.max_bytes = 10'000});
    CHECK(items.kept.counts_bytes());
    items.rows = {{1, {1, 4000}}, {1, {2, 4000}}};
    items.kept.found(2, 8000);
    items.add(1, 3, 0);
    CHECK(items.trimmed() == ids{2, 3});
    items.remove({2, 4000});
    items.kept.removed({2, 4000});
    items.add(1, 4, 7000);
    CHECK(items.trimmed() == ids{3, 4});
    items.add(1, 5, 900);
    CHECK(items.trimmed() == ids{4, 5});
}

TEST_CASE("a set-up of another content than the newest is a version more", "[store][setup]") {
    CHECK(next_setup_version(0, "", "aa") == 1);
    CHECK(next_setup_version(1, "aa", "bb") == 2);
    CHECK(next_setup_version(2, "bb", "bb") == std::nullopt);
    CHECK(next_setup_version(0, "", "") == 1);
}
