#include "protocol/links/polling_plan.hpp"

#include <limits>

#include "tests/catch.hpp"

using namespace husky::protocol;
using step = polling_plan::step;

namespace {

const std::vector<variable_id> all_listed;

/// As a link does it: hand the answer over, and go on if it did not turn a page.
template <class Page>
void answer(polling_plan& plan, const Page& page) {
    const auto place = plan.place();
    plan.answered(page);
    if (plan.place() == place) plan.next_step();
}

list_response page(std::uint16_t total, std::uint16_t first, std::vector<variable_id> ids) {
    list_response r{result_code::ok, total, first, {}};
    for (const variable_id id : ids)
        r.items.push_back({id, value_kind::f32, "", ""});
    return r;
}

polling_plan at_list(const std::vector<variable_id>& wanted = all_listed) {
    polling_plan plan(&wanted);
    plan.next_step();
    return plan;
}

}  // namespace

TEST_CASE("a host asks languages, list, interruption_list, cycle_select, status", "[polling_plan]") {
    polling_plan plan(&all_listed);
    for (const step expected : {step::languages, step::list, step::interruption_list, step::cycle_select, step::status,
                                step::done, step::done}) {
        CHECK(plan.now() == expected);
        plan.next_step();
    }
}

TEST_CASE("pages are turned until the total is reached", "[polling_plan]") {
    auto plan = at_list();
    CHECK(plan.ask_list().first_index == 0);
    CHECK(plan.ask_list().language_code == " ");
    answer(plan, page(5, 0, {1, 4}));
    CHECK(plan.now() == step::list);
    CHECK(plan.ask_list().first_index == 2);
    answer(plan, page(5, 2, {101, 102}));
    CHECK(plan.ask_list().first_index == 4);
    answer(plan, page(5, 4, {103}));
    CHECK(plan.now() == step::interruption_list);
    CHECK(plan.ask_interruption_list().first_index == 0);
    CHECK(plan.listed_variables() == 5);
}

TEST_CASE("a refused or empty page ends the list", "[polling_plan]") {
    for (const auto code : {result_code::not_available, result_code::bad_argument, result_code::busy}) {
        auto plan = at_list();
        auto refused = page(100, 0, {101});
        refused.result = code;
        answer(plan, refused);
        CHECK(plan.now() == step::interruption_list);
        CHECK(plan.listed_variables() == 0);
    }
    auto plan = at_list();
    answer(plan, page(100, 0, {}));
    CHECK(plan.now() == step::interruption_list);
}

TEST_CASE("a page that was not asked for ends the list", "[polling_plan]") {
    auto plan = at_list();
    answer(plan, page(100, 7, {101}));
    CHECK(plan.now() == step::interruption_list);
    CHECK(plan.ask_cycle_select().variables.empty());
}

TEST_CASE("a machine that lies about totals is asked a bounded number of times", "[polling_plan]") {
    auto plan = at_list();
    int asked = 0;
    while (plan.now() == step::list && asked <= 70'000) {
        ++asked;
        const auto first = plan.ask_list().first_index;
        answer(plan, page(65535, first, {static_cast<variable_id>(first + 1000)}));
    }
    CHECK(plan.now() == step::interruption_list);
    CHECK(asked == 65535);
}

TEST_CASE("a total that moves away is followed no further than indexes reach", "[polling_plan]") {
    auto plan = at_list();
    int asked = 0;
    while (plan.now() == step::list && asked <= 1000) {
        ++asked;
        const auto first = plan.ask_list().first_index;
        const auto total = static_cast<std::uint16_t>(std::min(65535, first + 2000));
        answer(plan, page(total, first, std::vector<variable_id>(1000, 101)));
    }
    CHECK(asked == 66);
}

TEST_CASE("interruptions come in pages as well", "[polling_plan]") {
    polling_plan plan(&all_listed);
    plan.next_step();
    plan.next_step();
    answer(plan, interruption_list_response{result_code::ok, 3, 0, {{1, ""}, {2, ""}}});
    CHECK(plan.now() == step::interruption_list);
    CHECK(plan.ask_interruption_list().first_index == 2);
    answer(plan, interruption_list_response{result_code::ok, 3, 2, {{3, ""}}});
    CHECK(plan.now() == step::cycle_select);
}

TEST_CASE("without a wish a host selects what the machine listed and a cycle can carry", "[polling_plan]") {
    auto plan = at_list();
    auto listed = page(7, 0, {1, 4, 5, 101, 1000, 1700});
    listed.items.push_back({203, value_kind::text, "", ""});
    answer(plan, listed);
    CHECK(plan.ask_cycle_select().side == 0);
    CHECK(plan.ask_cycle_select().variables == std::vector<variable_id>{5, 101});
}

TEST_CASE("a host selects what it was told to want", "[polling_plan]") {
    const std::vector<variable_id> wanted{116, 101};
    auto plan = at_list(wanted);
    answer(plan, page(2, 0, {101, 102}));
    CHECK(plan.ask_cycle_select().variables == wanted);
}

TEST_CASE("a selection is bounded however much a machine lists", "[polling_plan]") {
    auto plan = at_list();
    for (std::uint16_t first = 0; plan.now() == step::list; first = static_cast<std::uint16_t>(first + 500))
        answer(plan, page(5000, first, std::vector<variable_id>(500, 101)));
    CHECK(plan.ask_cycle_select().variables.size() == 1024);
}
