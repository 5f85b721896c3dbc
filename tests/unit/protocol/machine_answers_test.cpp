#include "protocol/links/machine_answers.hpp"

#include "protocol/wire/codec.hpp"

#include "tests/catch.hpp"
#include "tests/unit/protocol/still_machine.hpp"

using namespace husky::protocol;

namespace {

using read_request = husky::protocol::read;  // not the system's read()

struct answering_machine {
    explicit answering_machine(machine_directory d) : directory(std::move(d)) {}

    machine_directory directory;
    still_machine model;
    cycle_selection selection;
    machine_answers answers{directory, model, selection};
};

machine_directory long_directory(std::uint16_t variables) {
    machine_directory d = small_directory();
    d.variables.clear();
    d.interruptions.clear();
    for (std::uint16_t i = 0; i < variables; ++i) {
        d.variables.push_back({static_cast<variable_id>(101 + i), value_kind::f32, "s", {"variable"}});
        d.interruptions.push_back({i, {"interruption"}});
    }
    return d;
}

}  // namespace

TEST_CASE("start reaches the machine and brings back its result", "[machine_answers]") {
    answering_machine m(small_directory());
    CHECK(m.answers.answer(start{0}).result == result_code::ok);
    m.model.start_result = result_code::busy;
    CHECK(m.answers.answer(start{1}).result == result_code::busy);
    CHECK(m.model.started == std::vector<tandem_side>{0, 0});
}

TEST_CASE("a tandem machine has sides 0 and 1, and no others", "[machine_answers]") {
    answering_machine m(small_directory(true));
    CHECK(m.answers.answer(start{1}).result == result_code::ok);
    CHECK(m.answers.answer(start{2}).result == result_code::bad_argument);
    CHECK(m.model.started == std::vector<tandem_side>{1});
    CHECK(m.answers.answer(status{2}).result == result_code::bad_argument);
    CHECK(m.answers.answer(read_request{2, {101}}).result == result_code::bad_argument);
    CHECK(m.answers.answer(cycle_select{2, {}}).result == result_code::bad_argument);
}

TEST_CASE("a machine that is not tandem ignores the side", "[machine_answers]") {
    answering_machine m(small_directory());
    m.model.values[{0, 101}] = 5.5F;
    CHECK(m.answers.answer(status{7}).now.side == 0);
    CHECK(m.answers.answer(read_request{7, {101}}).values.at(0).content == value(5.5F));
    CHECK(m.answers.answer(cycle_select{7, {101}}).result == result_code::ok);
    CHECK(m.selection.of(0).size() == 3);
}

TEST_CASE("a machine names its languages", "[machine_answers]") {
    answering_machine m(small_directory());
    const auto r = m.answers.answer(languages{});
    CHECK(r.result == result_code::ok);
    CHECK(r.items == std::vector<language>{{"E", "English"}, {"D", "Deutsch"}});
}

TEST_CASE("variables are listed in the language asked for; blank means the machine's own", "[machine_answers]") {
    answering_machine m(small_directory());
    CHECK(m.answers.answer(list{"D", 0}).items.at(1).description == "Schließzeit");
    CHECK(m.answers.answer(list{"", 0}).items.at(1).description == "MouldCloseTime");
    CHECK(m.answers.answer(list{"D", 0}).items.at(2).description == "Job");
    CHECK(m.answers.answer(interruption_list{"D", 0}).items.at(0).description == "Schlechtteile in Folge");
}

TEST_CASE("an unknown language is a bad argument", "[machine_answers]") {
    answering_machine m(small_directory());
    const auto r = m.answers.answer(list{"X", 0});
    CHECK(r.result == result_code::bad_argument);
    CHECK(r.items.empty());
    CHECK(m.answers.answer(interruption_list{"X", 0}).result == result_code::bad_argument);
}

TEST_CASE("pages follow one another, at the total an empty one, past it a bad argument", "[machine_answers]") {
    answering_machine m(long_directory(450));
    std::size_t seen = 0;
    while (seen < 450) {
        const auto page = m.answers.answer(list{"E", static_cast<std::uint16_t>(seen)});
        REQUIRE(page.result == result_code::ok);
        REQUIRE(page.total_variables == 450);
        REQUIRE(page.first_index == seen);
        REQUIRE_FALSE(page.items.empty());
        REQUIRE(page.items.front().id == 101 + seen);
        REQUIRE(encoded_size(page, default_dialect()) <= 65535);
        seen += page.items.size();
    }
    CHECK(seen == 450);
    CHECK(m.answers.answer(list{"E", 450}).result == result_code::ok);
    CHECK(m.answers.answer(list{"E", 450}).items.empty());
    CHECK(m.answers.answer(list{"E", 451}).result == result_code::bad_argument);
    CHECK(m.answers.answer(interruption_list{"E", 400}).items.size() == 50);
    CHECK(m.answers.answer(interruption_list{"E", 450}).items.empty());
    CHECK(m.answers.answer(interruption_list{"E", 451}).result == result_code::bad_argument);
}

TEST_CASE("read answers what was asked, in that order; nothing means everything", "[machine_answers]") {
    answering_machine m(small_directory());
    m.model.values[{0, 101}] = 5.5F;
    m.model.values[{0, 203}] = std::string("A-4711");
    const auto some = m.answers.answer(read_request{0, {203, 9999, 101}});
    REQUIRE(some.values.size() == 3);
    CHECK(some.values[0].content == value(std::string("A-4711")));
    CHECK(some.values[1].id == 9999);
    CHECK(some.values[1].content == value{});
    CHECK(some.values[2].content == value(5.5F));
    const auto all = m.answers.answer(read_request{0, {}});
    REQUIRE(all.values.size() == 3);
    CHECK(all.values[0].id == 101);
    CHECK(all.values[2].id == 203);
}

TEST_CASE("a selection too large for one message is refused", "[machine_answers]") {
    answering_machine m(small_directory());
    CHECK(m.answers.answer(cycle_select{0, std::vector<variable_id>(1025, 101)}).result == result_code::bad_argument);
    CHECK(m.selection.of(0).size() == 2);
}

TEST_CASE("SPC is the machine's to answer, of a side that it has", "[machine_answers]") {
    answering_machine m(small_directory(true));
    const auto r = m.answers.answer(spc_read{1, 101});
    CHECK(r.result == result_code::ok);
    CHECK(r.id == 101);
    CHECK(r.mean == 101.1F);
    CHECK(m.answers.answer(spc_read{2, 101}).result == result_code::bad_argument);
    CHECK(m.answers.answer(spc_write{1, 102, 5, 6, 4}).result == result_code::ok);
    CHECK(m.answers.answer(spc_write{2, 102, 5, 6, 4}).result == result_code::bad_argument);
    REQUIRE(m.model.limits.size() == 1);
    CHECK(m.model.limits[0].side == 1);
    CHECK(m.model.limits[0].id == 102);
    CHECK(m.model.limits[0].ucl == 6);
}

TEST_CASE("a machine of one side has its SPC page on side 0", "[machine_answers]") {
    answering_machine m(small_directory());
    CHECK(m.answers.answer(spc_read{1, 101}).mean == 101);
    CHECK(m.answers.answer(spc_write{1, 101, 5}).result == result_code::ok);
    CHECK(m.model.limits.at(0).side == 0);
}
