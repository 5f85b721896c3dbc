#include "protocol/dialect/dialect.hpp"

#include <fmt/format.h>

#include "protocol/wire/codec.hpp"
#include "settings/error.hpp"
#include "tests/catch.hpp"
#include "tests/support/wire_notation.hpp"

using namespace husky::protocol;

namespace {

dialect wire_dialect(const std::string& yaml) { return parse_dialect(yaml, "plant.yaml"); }

std::string problem(const std::string& yaml) {
    try {
        wire_dialect(yaml);
    } catch (const husky::settings::error& wrong) {
        return wrong.what();
    }
    return "accepted";
}

template <class Message>
std::vector<std::byte> encoded(const Message& m, const dialect& d) {
    std::vector<std::byte> out;
    REQUIRE(encode(m, d, out));
    return out;
}

}  // namespace

TEST_CASE("an empty dialect file changes nothing", "[dialect]") {
    const auto d = wire_dialect("");
    CHECK(d.name == "default");
    CHECK(encoded(init{"HY-0001"}, d) == wire("14 00 01 00 'HY-0001' 20*9"));
    CHECK_FALSE(d.check());
}

TEST_CASE("a dialect has a name and ports", "[dialect]") {
    const auto d = wire_dialect("dialect: plant 7\nports: {host: 1400, machine: 5200, lpd: 1515}\n");
    CHECK(d.name == "plant 7");
    CHECK(d.ports.host == 1400);
    CHECK(d.ports.machine == 5200);
    CHECK(d.ports.lpd == 1515);
}

TEST_CASE("a dialect sets the order of the bytes", "[dialect]") {
    CHECK(encoded(start{1}, wire_dialect("byte_order: big")) == wire("00 05 00 03 01"));
    CHECK(encoded(start{1}, wire_dialect("byte_order: little")) == wire("05 00 03 00 01"));
}

TEST_CASE("a dialect sets the order of the words, whatever that of the bytes", "[dialect]") {
    const init_response answer{init_result::ok, 0x6955B900};
    CHECK(encoded(answer, wire_dialect("word_order: normal")) == wire("0A 00 01 80 00 00 00 B9 55 69"));
    CHECK(encoded(answer, wire_dialect("word_order: swapped")) == wire("0A 00 01 80 00 00 55 69 00 B9"));
    CHECK(encoded(answer, wire_dialect("byte_order: big\nword_order: normal")) ==
          wire("00 0A 80 01 00 00 69 55 B9 00"));
    CHECK(encoded(answer, wire_dialect("byte_order: big\nword_order: swapped")) ==
          wire("00 0A 80 01 00 00 B9 00 69 55"));
}

TEST_CASE("a dialect may leave the head out of the size", "[dialect]") {
    const auto d = wire_dialect("size_includes_header: false");
    CHECK(encoded(start{1}, d) == wire("01 00 03 00 01"));
    CHECK(d.min_size_field() == 0);
    CHECK(d.max_message() == 65539);
}

TEST_CASE("a dialect pads with spaces or NULs", "[dialect]") {
    CHECK(encoded(init{"HY-0001"}, wire_dialect("pad: nul")) == wire("14 00 01 00 'HY-0001' 00*9"));
    CHECK(encoded(init{"HY-0001"}, wire_dialect("pad: space")) == wire("14 00 01 00 'HY-0001' 20*9"));
}

TEST_CASE("a dialect gives a command another code, and its response follows", "[dialect]") {
    const auto d = wire_dialect("codes: {start: 0x0203, display_init: 0x0301}");
    CHECK(encoded(start{}, d) == wire("05 00 03 02 00"));
    CHECK(encoded(start_response{}, d) == wire("06 00 03 82 00 00"));
    CHECK(d.find(0x0203) == index_of<start>);
    CHECK(d.find(0x8203) == index_of<start_response>);
    CHECK_FALSE(d.find(0x0003));
    CHECK_FALSE(d.find(0x8003));
}

TEST_CASE("two commands may change places", "[dialect]") {
    const auto d = wire_dialect("codes: {start: 0x0004, languages: 0x0003}");
    CHECK(d.find(0x0004) == index_of<start>);
    CHECK(d.find(0x0003) == index_of<languages>);
    CHECK(d.find(0x8003) == index_of<languages_response>);
}

TEST_CASE("every request and indication takes a code from the file", "[dialect]") {
    for (message_index at = 0; at < message_count; ++at) {
        if (traits_of(at).kind == message_kind::response) continue;
        CAPTURE(traits_of(at).name);
        const auto d = wire_dialect(fmt::format("codes: {{{}: 0x7ABC}}", traits_of(at).name));
        CHECK(d.code(at) == 0x7ABC);
        CHECK(d.find(0x7ABC) == at);
        CHECK_FALSE(d.find(traits_of(at).code));
        if (traits_of(at).kind == message_kind::request) CHECK(d.find(0xFABC) == response_of(at));
    }
}

TEST_CASE("every text takes a width from the file", "[dialect]") {
    std::size_t slot = 0;
    for_each_text_slot([&](std::string_view message, std::string_view field, std::size_t) {
        CAPTURE(message, field);
        const auto d = wire_dialect(fmt::format("text_widths: {{{}.{}: 77}}", message, field));
        CHECK(d.width(slot++) == 77);
    });
    CHECK(encoded(init{"HY-1"}, wire_dialect("text_widths: {init.serial_number: 6}")) ==
          wire("0A 00 01 00 'HY-1' 20*2"));
}

TEST_CASE("a dialect numbers the value types its own way", "[dialect]") {
    const auto d = wire_dialect("value_types: {f32: 4, i32: 5, text: 6}");
    CHECK(encoded(read_response{result_code::ok, {{1, 17}, {101, 5.5F}, {102, {}}}}, d) ==
          wire("19 00 06 80 00 00 03 00 01 00 05 11 00 00 00 65 00 04 00 00 B0 40 66 00 00"));
}

TEST_CASE("a dialect has its own date and time", "[dialect]") {
    const auto d = wire_dialect("date_format: DD.MM.YY\ntime_format: HH-MM-SS\n");
    CHECK(d.date_format == "DD.MM.YY");
    CHECK(d.time_format == "HH-MM-SS");
}

TEST_CASE("two messages with one code clash, at the line that made them", "[dialect]") {
    CHECK(problem("dialect: x\ncodes:\n  start: 0x0004\n") ==
          "plant.yaml:3: codes.start: 0x0004 is also the code of languages");
    CHECK(problem("codes:\n  init: 0x0700\n  languages: 0x0700\n") ==
          "plant.yaml:3: codes.languages: 0x0700 is also the code of init");
    CHECK(problem("codes: {cycle: 0x8008}").starts_with("plant.yaml:1: codes.cycle: expected"));
    CHECK(problem("codes: {cycle: 0}").starts_with("plant.yaml:1: codes.cycle: expected"));
}

TEST_CASE("commands of different links may share a code", "[dialect]") {
    const auto d = wire_dialect("codes: {start: 0x0103}");
    CHECK(d.find(0x0103, link_kind::machine_functions) == index_of<start>);
    CHECK(d.find(0x8103, link_kind::machine_functions) == index_of<start_response>);
    CHECK(d.find(0x0103, link_kind::display) == index_of<display_stop>);
    CHECK(d.find(0x0103) == index_of<start>);
    CHECK(problem("codes: {screen: 0x007F}") == "plant.yaml:1: codes.screen: 0x007F is also the code of error");
    CHECK(problem("codes: {cycle: 0x0101}") == "plant.yaml:1: codes.cycle: 0x0101 is also the code of display_init");
    CHECK(problem("codes: {display_init: 0x0001}") ==
          "plant.yaml:1: codes.display_init: 0x0001 is also the code of init");
}

TEST_CASE("a text of width 0 is a clash", "[dialect]") {
    CHECK(problem("pad: nul\ntext_widths:\n  event.event_text: 0\n") ==
          "plant.yaml:3: text_widths.event.event_text: the width of a text cannot be 0");
}

TEST_CASE("texts that fill more than a message are a clash", "[dialect]") {
    CHECK(problem("text_widths:\n  event.event_text: 65535\n").starts_with("plant.yaml:"));
    CHECK(problem("text_widths: {event.event_text: 65535}").find("event would not fit into one message") !=
          std::string::npos);
    CHECK(problem("text_widths: {event.event_text: 60000}") == "accepted");
}

TEST_CASE("value types that share a code are a clash", "[dialect]") {
    CHECK(problem("value_types: {f32: 2}").starts_with("plant.yaml:1: value_types: "));
    CHECK(problem("dialect: x\nvalue_types:\n  text: 0\n").starts_with("plant.yaml:"));
}

TEST_CASE("a date format without a date is a clash", "[dialect]") {
    CHECK(problem("date_format: today").starts_with("plant.yaml:1: date_format: expected a pattern"));
    CHECK(problem("dialect: x\ntime_format: noon\n").starts_with("plant.yaml:2: time_format: expected a pattern"));
}

TEST_CASE("a dialect file adds no fields and no keys", "[dialect]") {
    CHECK(problem("fields: {}").starts_with("plant.yaml:1: fields: unknown key"));
    CHECK(problem("codes: {launch: 7}").starts_with("plant.yaml:1: codes.launch: unknown key"));
    CHECK(problem("codes: {start response: 7}").starts_with("plant.yaml:1: codes.start response: unknown key"));
    CHECK(problem("byte_order: middle").starts_with("plant.yaml:1: byte_order: expected"));
    CHECK(problem("dialect: x\nword_order: reversed\n").starts_with("plant.yaml:2: word_order: expected"));
    CHECK(problem("pad: [").find("not valid YAML") != std::string::npos);
}

TEST_CASE("the schema and the reference of a dialect name every key", "[dialect]") {
    const auto schema = dialect_json_schema();
    const auto reference = dialect_reference();
    for (const auto* key : {"byte_order", "word_order", "size_includes_header", "pad", "date_format",
                            "cycle_interruption", "init.serial_number", "value_types", "ports"}) {
        CAPTURE(key);
        CHECK(schema.find(fmt::format("\"{}\":", key)) != std::string::npos);
        CHECK(reference.find(key) != std::string::npos);
    }
}

TEST_CASE("by default the catalogue is spoken as it describes itself", "[dialect]") {
    const auto& d = default_dialect();
    for (message_index at = 0; at < message_count; ++at) {
        CHECK(d.code(at) == traits_of(at).code);
        CHECK(d.find(traits_of(at).code) == at);
    }
    for (const std::uint16_t word :
         std::initializer_list<std::uint16_t>{0x0000, 0x8000, 0x0002, 0x7FFF, 0xFFFF, 0x8008, 0x8050}) {
        CAPTURE(word);
        CHECK_FALSE(d.find(word));
    }
}
