#include "protocol/by_name/frame_builder.hpp"

#include <boost/json.hpp>

#include "protocol/by_name/message_json.hpp"
#include "settings/json_text.hpp"
#include "tests/catch.hpp"
#include "tests/unit/protocol/examples.hpp"

using namespace husky::protocol;
namespace json = boost::json;

namespace {

const message_layouts& layouts() {
    static const message_layouts one(default_dialect());
    return one;
}

std::vector<std::byte> built(std::string_view message, std::string_view fields, const head_override& head = {},
                             const message_layouts& in = layouts()) {
    std::vector<std::byte> out;
    const auto problem =
        build_frame(in, message_layouts::find(message).value(), json::parse(fields).as_object(), head, out);
    if (problem) throw std::runtime_error(problem->field + ": " + problem->text);
    return out;
}

std::string problem(std::string_view message, std::string_view fields) {
    std::vector<std::byte> out;
    const auto found =
        build_frame(layouts(), message_layouts::find(message).value(), json::parse(fields).as_object(), {}, out);
    CHECK(out.empty());
    return found ? found->field + ": " + found->text : "built";
}

frame frame_of(std::span<const std::byte> message, const dialect& d = default_dialect()) {
    wire_reader head(message.subspan(2, 2), d);
    return {head.take<std::uint16_t>(), message.subspan(4), message};
}

std::string found(std::string_view message, std::string_view path, const std::vector<std::byte>& bytes) {
    const auto at = layouts().find_field(message_layouts::find(message).value(), path);
    if (const auto* wrong = std::get_if<std::string>(&at)) return *wrong;
    const auto held = layouts().value_at(frame_of(bytes), std::get<field_path>(at));
    return held ? husky::settings::json_text(*held) : "absent";
}

}  // namespace

TEST_CASE("a message is built from its fields by name", "[builder]") {
    CHECK(built("init", R"({"serial_number": "HY-0001"})") ==
          wire("14 00 01 00 48 59 2D 30 30 30 31 20 20 20 20 20 20 20 20 20"));
    CHECK(built("start", "{}") == wire("05 00 03 00 00"));
    CHECK(built("init_response", R"({"synch_time": 1767225600})") == wire("0A 00 01 80 00 00 00 B9 55 69"));
    CHECK(built("cycle_select", R"({"variables": [101, 102]})") == wire("0B 00 07 00 00 02 00 65 00 66 00"));
    CHECK(built("cycle", R"({"variables": {"1": 17, "4": 1767225600, "CycleTime": 5.5}})") ==
          wire("1E 00 08 00 00 00 00 03 00 01 00 02 11 00 00 00 04 00 02 00 B9 55 69 65 00 01 00 00 B0 40"));
    CHECK(built("cycle", R"({"variables": {"101": 5, "203": "JOB", "102": null}})") ==
          wire("36 00 08 00 00 00 00 03 00 65 00 01 00 00 A0 40 CB 00 03 'JOB' 20*29 66 00 00"));
    CHECK(built("languages_response", R"({"languages": [{"language_code": "E"}, {}]})") ==
          wire("2A 00 04 80 00 00 02 00 'E' 20*16 20 20*16"));
    CHECK(built("download_setup", R"({"data": "de ad", "total_size": 2})") ==
          wire("16 00 21 00 00 00 02 00 00 00 00 00 00 00 00 00 00 00 02 00 DE AD"));
    CHECK(built("status_change", R"({"mode": "auto", "production": 4})").at(5) == std::byte{8});
    CHECK(built("spc_write", R"({"ucl": null})").size() == 25);
}

TEST_CASE("a message may be built wrong on purpose", "[builder]") {
    CHECK(built("start", "{}", {.size = std::uint16_t{3}}) == wire("03 00 03 00 00"));
    CHECK(built("start", "{}", {.command = std::uint16_t{0x7777}}) == wire("05 00 77 77 00"));
    CHECK(built("read", R"({"number_variables": 9, "variables": [1]})") == wire("09 00 06 00 00 09 00 01 00"));
    CHECK(built("read_response", R"({"values": [{"variable_id": 1, "value_type": 9}]})") ==
          wire("0B 00 06 80 00 00 01 00 01 00 09"));
    CHECK(built("read_response", R"({"values": [{"variable_id": 1, "value_type": "f32", "value": 1}]})") ==
          wire("0F 00 06 80 00 00 01 00 01 00 01 00 00 80 3F"));
}

TEST_CASE("what cannot be built names the field", "[builder]") {
    const auto [message, fields, said] = GENERATE(table<std::string, std::string, std::string>({
        {"start", R"({"tandem_side": 256})", "tandem_side: expected a whole number from 0 to 255, got 256"},
        {"start", R"({"tandem_side": -1})", "tandem_side: expected a whole number from 0 to 255, got -1"},
        {"start", R"({"tandem_side": 0.5})", "tandem_side: expected a whole number from 0 to 255, got 0.5"},
        {"start", R"({"side": 1})", "side: unknown field; known here: tandem_side"},
        {"identify", R"({"side": 1})", "side: unknown field; known here: none"},
        {"init", R"({"serial_number": "12345678901234567"})", "serial_number: a text of 17 characters does not fit 16"},
        {"init", R"({"serial_number": 5})", "serial_number: expected a text of at most 16 characters, got 5"},
        {"init", R"({"serial_number": "€"})", "serial_number: has a character that Latin-1 lacks: \"€\""},
        {"init_response", R"({"synch_time": 4294967296})",
         "synch_time: expected a whole number from 0 to 4294967295, got 4294967296"},
        {"status_change", R"({"mode": "asleep"})", "mode: expected a whole number from 0 to 255, got \"asleep\""},
        {"read", R"({"variables": [1, 65536]})", "variables.1: expected a whole number from 0 to 65535, got 65536"},
        {"read", R"({"variables": 1})", "variables: expected a list"},
        {"languages_response", R"({"languages": [{"language_code": "EN"}]})",
         "languages.0.language_code: a text of 2 characters does not fit 1"},
        {"languages_response", R"({"languages": [1]})", "languages.0: expected language_code, language_name"},
        {"download_setup", R"({"data": "xyz"})", "data: expected bytes in hexadecimal, as \"de ad\""},
        {"cycle", R"({"variables": {"Cycletime": 1}})", "variables.Cycletime: no variable has this name"},
        {"cycle", R"({"variables": {"1": 3000000000}})",
         "values.0.value: expected a whole number from -2147483648 to 2147483647, got 3000000000"},
        {"spc_write", R"({"ucl": 1e300})", "ucl: expected a number that an f32 holds, got 1e+300"},
    }));
    CAPTURE(message, fields);
    CHECK(problem(message, fields) == said);
}

TEST_CASE("a message that is larger than one can be is not built", "[builder]") {
    json::array many(40000, json::value(1));
    CHECK(problem("read", json::serialize(json::object{{"variables", many}})) == ": is larger than a message can be");
}

TEST_CASE("a message built from what its decoder shows is the same message", "[builder]") {
    for_each_example([]<class Message>(const Message&, std::string_view notation) {
        CAPTURE(notation);
        const auto bytes = wire(notation);
        const auto shown = to_json(frame_of(bytes), default_dialect());
        CHECK(built(shown.at("name").as_string(), json::serialize(shown.at("fields"))) == bytes);
    });
}

TEST_CASE("a dialect's order, widths and value types are kept", "[builder][dialect]") {
    dialect d;
    d.order = byte_order::big;
    d.value_types = {9, 7, 8, 6};
    d.set_width(first_text_slot<init>, 3);
    const message_layouts in(d);
    CHECK(built("read_response", R"({"variables": {"101": 5.5}})", {}, in) ==
          wire("00 0F 80 06 00 00 00 01 00 65 07 40 B0 00 00"));
    CHECK(built("init", R"({"serial_number": "A"})", {}, in) == wire("00 07 00 01 'A' 20 20"));
}

TEST_CASE("a dialect's order of words is kept in what is built and in what is found", "[builder][dialect]") {
    dialect d;
    d.words = word_order::swapped;
    const message_layouts in(d);
    CHECK(built("init_response", R"({"result": 1, "synch_time": 1767225600})", {}, in) ==
          wire("0A 00 01 80 01 00 55 69 00 B9"));
    CHECK(built("read_response", R"({"variables": {"4": -2, "101": 5.5}})", {}, in) ==
          wire("16 00 06 80 00 00 02 00 04 00 02 FF FF FE FF 65 00 01 B0 40 00 00"));
}

TEST_CASE("a value is found by its path", "[builder]") {
    const auto cycle = wire(
        "23 00 08 00 00 00 01 04 00 01 00 02 11 00 00 00 04 00 02 00 B9 55 69 65 00 01 00 00 B0 40 "
        "66 00 00 00 00");
    CHECK(found("cycle", "result", cycle) == "0");
    CHECK(found("cycle", "tandem_side", cycle) == "1");
    CHECK(found("cycle", "variables.1", cycle) == "17");
    CHECK(found("cycle", "variables.CycleTime", cycle) == "5.5");
    CHECK(found("cycle", "variables.102", cycle) == "null");
    CHECK(found("cycle", "variables.103", cycle) == "absent");
    CHECK(found("cycle", "values.1.variable_id", cycle) == "4");
    CHECK(found("cycle", "number_variables", cycle) == "4");
    const auto list = wire("2A 00 04 80 00 00 02 00 'E' 'English' 20*9 'D' 'Deutsch' 20*9");
    CHECK(found("languages_response", "languages.1.language_code", list) == "\"D\"");
    CHECK(found("languages_response", "languages.2.language_code", list) == "absent");
    CHECK(found("read", "variables.1", wire("0B 00 06 00 00 02 00 65 00 66 00")) == "102");
    CHECK(found("upload_setup_response", "data", wire("18 00 20 80 00 00 01 00 00*12 02 00 DE AD")) == "\"dead\"");
}

TEST_CASE("a wrong path is a sentence", "[builder]") {
    CHECK(found("init", "serial", {}) == "init has no field 'serial'; it has serial_number");
    CHECK(found("init", "serial_number.0", {}) == "serial_number is a field, not a list");
    CHECK(found("languages_response", "languages.E.language_code", {}) ==
          "expected an element of languages by its number from 0");
    CHECK(found("languages_response", "languages.0.code", {}) ==
          "an element of languages has no field 'code'; it has language_code, language_name");
    CHECK(found("cycle", "variables.Speed", {}) == "no variable is called 'Speed'");
    CHECK(found("cycle", "speed", {}) ==
          "cycle has no field 'speed'; it has result, tandem_side, number_variables, values, variables.ID");
}

TEST_CASE("a frame is told on one line", "[builder]") {
    const auto line = [](std::string_view notation, std::size_t max = 200) {
        const auto bytes = wire(notation);
        const auto f = frame_of(bytes);
        return line_of(f, default_dialect().find(f.command), layouts(), max);
    };
    CHECK(line("05 00 03 00 01") == "start tandem_side=1");
    CHECK(line("04 00 70 00") == "identify");
    CHECK(line("14 00 01 00 'HY' 1B 20*13") == "init serial_number=\"HY\\u001b\"");
    CHECK(line("0B 00 07 00 00 02 00 65 00 66 00") == "cycle_select tandem_side=0 variables=[101 102]");
    CHECK(line("1E 00 08 00 00 00 00 03 00 01 00 02 11 00 00 00 04 00 02 00 B9 55 69 65 00 01 00 00 B0 40") ==
          "cycle result=0 (ok) tandem_side=0 values=[1=17 4=1767225600 101=5.5]");
    CHECK(line("06 00 03 00 01 02") == "start tandem_side=1 (trailing bytes at byte 5)");
    CHECK(line("06 00 55 55 01 02") == "0x5555 (06 00 55 55 01 02)");
    CHECK(line("14 00 01 00 'HY-0001' 20*9", 20) == "init serial_numbe...");
}
