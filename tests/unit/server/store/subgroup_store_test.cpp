#include "server/store/subgroup_builder.hpp"
#include "tests/catch.hpp"
#include "tests/unit/server/store/made_records.hpp"
#include "tests/unit/server/store/store_urls.hpp"

using namespace husky::host;

namespace {

/// Cycle n of the side, with this value of variable 113.
void add_value(batch& to, int n, const std::string& value, int quality = 0, std::uint8_t side = 0) {
    const std::string values =
        R"({"3":)" + std::to_string(n) + R"(,"5":)" + std::to_string(quality) + R"(,"113":)" + value + '}';
    add_made(to, 100 + n, n, {}, values, side);
}

subgroup_request of_three() {
    subgroup_request wanted;
    wanted.serial = "HY-0001";
    wanted.variable = 113;
    wanted.size = 3;
    return wanted;
}

std::string firsts(const answer<page<stored_subgroup>>& found) {
    std::string out;
    for (const auto& each : found->rows)
        out += std::to_string(each.first) + '-' + std::to_string(each.last) + ' ';
    return out;
}

}  // namespace

TEST_CASE("a subgroup has the mean, range and deviation of the textbook", "[store][spc]") {
    // Montgomery's piston rings, subgroup 1: mean 74.0102, range 0.038, s 0.014772
    subgroup_builder builder(5);
    std::int64_t n = 0;
    std::optional<stored_subgroup> whole;
    for (const double value : {74.030, 74.002, 74.019, 73.992, 74.008}) {
        CHECK_FALSE(whole);
        ++n;
        whole = builder.add({n, 1, static_cast<std::int32_t>(n), n, at(static_cast<int>(n)), value});
    }
    REQUIRE(whole);
    CHECK(whole->mean == Approx(74.0102).epsilon(1e-12));
    CHECK(whole->max - whole->min == Approx(0.038));
    CHECK(whole->std_dev == Approx(0.014771594).epsilon(1e-6));
    CHECK(whole->first_received == at(1));
    CHECK(whole->last_received == at(5));
    CHECK(subgroup_builder(1).add({1, 1, 1, 1, at(1), 7})->std_dev == 0);
}

TEST_CASE("subgroups are whole, and the same in either order and from any place", "[store][spc]") {
    tested_store store(GENERATE(from_range(store_urls())));
    batch b;
    add_machine(b, 1, "HY-0001");
    for (int n = 2; n <= 16; ++n)
        add_value(b, n, n == 8 ? "null" : std::to_string(n) + ".5", n == 10 ? 2 : n == 14 ? 1 : 0);
    add_value(b, 17, "1", 0, 1);
    store.commit(b);
    auto wanted = of_three();
    // 1 is missing, 8 has no value, 10 is a test sample, 18 has not come
    CHECK(firsts(store.reader().subgroups(wanted)) == "104-106 113-115 ");
    CHECK(store.reader().subgroups(wanted)->rows[0].mean == 5.5);
    wanted.limit = 1;
    const auto first = store.reader().subgroups(wanted);
    REQUIRE(first->next);
    wanted.after = *first->next;
    CHECK(firsts(store.reader().subgroups(wanted)) == "113-115 ");
    CHECK_FALSE(store.reader().subgroups(wanted)->next);

    wanted = of_three();
    wanted.newest_first = true;
    wanted.limit = 1;
    const auto newest = store.reader().subgroups(wanted);
    CHECK(firsts(newest) == "113-115 ");
    REQUIRE(newest->next);
    wanted.after = *newest->next;
    CHECK(firsts(store.reader().subgroups(wanted)) == "104-106 ");

    wanted = of_three();
    wanted.from = at(5);
    CHECK(firsts(store.reader().subgroups(wanted)) == "113-115 ");
    wanted.to = at(15);
    CHECK(store.reader().subgroups(wanted)->rows.empty());
    wanted.to = at(16);
    CHECK(store.reader().subgroups(wanted)->rows.size() == 1);
    wanted = of_three();
    wanted.side = 1;
    wanted.size = 1;
    CHECK(firsts(store.reader().subgroups(wanted)) == "117-117 ");
    wanted.variable = 102;
    CHECK(store.reader().subgroups(wanted)->rows.empty());
    wanted.serial = "HY-0009";
    CHECK(store.reader().subgroups(wanted).error().why == query_error::reason::unknown_serial);
}
