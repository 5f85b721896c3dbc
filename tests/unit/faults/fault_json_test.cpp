#include "protocol/faults/fault_json.hpp"

#include <boost/json.hpp>

#include "protocol/by_name/message_layouts.hpp"
#include "settings/json_text.hpp"
#include "tests/catch.hpp"

using namespace husky::protocol;
using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

/// As one end reads it from a request.
fault parsed(const json::value& v) { return parse_fault(husky::settings::node_of(v)); }

template <class Read>
std::string mistake_in(const Read& read) {
    try {
        read();
    } catch (const husky::settings::error& wrong) {
        return wrong.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("every kind of fault is read from JSON and from a line, and written as it is read", "[faults]") {
    struct row {
        const char *text, *given, *canonical;
    };
    const std::vector<row> rows{
        {"do=drop", R"({"do":"drop"})", R"({"way":"sent","do":"drop"})"},
        {"do=delay mean=200ms spread=50ms shape=normal",
         R"({"do":{"delay":{"mean":"0.2s","spread":"50ms","shape":"normal"}}})",
         R"({"way":"sent","do":{"delay":{"mean":"200ms","spread":"50ms","shape":"normal"}}})"},
        {"do=delay:200ms", R"({"do":{"delay":"200ms"}})", R"({"way":"sent","do":{"delay":{"mean":"200ms"}}})"},
        {"do=jitter mean=1s spread=1s", R"({"do":{"jitter":{"mean":"1s","spread":"1s"}}})",
         R"({"way":"sent","do":{"jitter":{"mean":"1s","spread":"1s","shape":"uniform"}}})"},
        {"do=duplicate", R"({"do":{"duplicate":null}})", "expected"},
        {"do=duplicate count=2", R"({"do":{"duplicate":2}})", R"({"way":"sent","do":{"duplicate":{"count":2}}})"},
        {"do=reorder wait=1m", R"({"do":{"reorder":"60s"}})", R"({"way":"sent","do":{"reorder":{"wait":"60s"}}})"},
        {"do=split at=3 wait=1.5ms", R"({"do":{"split":{"at":3,"wait":"1.5ms"}}})",
         R"({"way":"sent","do":{"split":{"at":3,"wait":"1.500000ms"}}})"},
        {"do=coalesce:5", R"({"do":{"coalesce":5}})", R"({"way":"sent","do":{"coalesce":{"count":5,"wait":"1s"}}})"},
        {"do=throttle rate=1000", R"({"do":{"throttle":{"rate":1000}}})",
         R"({"way":"sent","do":{"throttle":{"rate":1000}}})"},
        {"do=stall:10s", R"({"do":{"stall":"10s"}})", R"({"way":"sent","do":{"stall":{"mean":"10s"}}})"},
        {"do=half_open", R"({"do":"half_open"})", R"({"way":"sent","do":"half_open"})"},
        {"do=reset", R"({"do":{"reset":{}}})", R"({"way":"sent","do":"reset"})"},
        {"do=close", R"({"do":{"close":null}})", R"({"way":"sent","do":"close"})"},
        {"do=truncate at=3", R"({"do":{"truncate":3}})", R"({"way":"sent","do":{"truncate":{"at":3}}})"},
        {"do=wrong_size value=3", R"({"do":{"wrong_size":"3"}})", R"({"way":"sent","do":{"wrong_size":{"value":3}}})"},
        {"do=flip_bits:2", R"({"do":{"flip_bits":2}})", R"({"way":"sent","do":{"flip_bits":{"count":2}}})"},
        {"do=wrong_command value=0x7F01", R"({"do":{"wrong_command":{"value":32513}}})",
         R"({"way":"sent","do":{"wrong_command":{"value":32513}}})"},
        {"message=cycle do=set_field field=result value=1",
         R"({"message":"cycle","do":{"set_field":{"field":"result","value":1}}})",
         R"({"message":"cycle","way":"both","do":{"set_field":{"field":"result","value":1}}})"},
        {"do=set_field field=serial_number value='12'",
         R"({"do":{"set_field":{"field":"serial_number","value":"12"}}})",
         R"({"way":"sent","do":{"set_field":{"field":"serial_number","value":"12"}}})"},
        {"do=set_field field=variables.101 value=-4e33",
         R"({"do":{"set_field":{"field":"variables.101","value":-4e33}}})",
         R"({"way":"sent","do":{"set_field":{"field":"variables.101","value":-4e+33}}})"},
        {"do=set_field field=variables.101 value=5.5", R"({"do":{"set_field":{"field":"variables.101","value":5.5}}})",
         R"({"way":"sent","do":{"set_field":{"field":"variables.101","value":5.5}}})"},
        {"do=shift_time:-1h", R"({"do":{"shift_time":{"by":-3600}}})",
         R"({"way":"sent","do":{"shift_time":{"by":-3600}}})"},
        {"do=garbage", R"({"do":{"garbage":16}})", R"({"way":"sent","do":{"garbage":{"count":16}}})"},
        {"name='two words' machine=HY-* message=cycle way=both skip=1 first=20 every=10 probability=0.5 from=1s "
         "until=2m do=drop",
         R"({"name":"two words","machine":"HY-*","message":"cycle","way":"both","skip":1,"first":20,"every":"10","probability":0.5,"from":"1s","until":"2m","do":"drop"})",
         R"({"name":"two words","machine":"HY-*","message":"cycle","way":"both","skip":1,"first":20,"every":10,"probability":0.5,"from":"1s","until":"120s","do":"drop"})"},
    };
    for (const auto& r : rows) {
        INFO(r.text);
        if (std::string_view(r.canonical) == "expected") {
            CHECK(mistake_in([&] { parsed(json::parse(r.given)); }) ==
                  "do.duplicate.count: expected a whole number from 1 to 1000, got nothing");
            continue;
        }
        const auto read = parsed(json::parse(r.given));
        CHECK(husky::settings::json_text(to_json(read)) == r.canonical);
        CHECK(parse_fault_text(r.text) == read);
        CHECK(parsed(json::string(r.text)) == read);
        CHECK(parsed(to_json(read)) == read);
    }
}

TEST_CASE("what is wrong with a fault is told with the path of its key", "[faults]") {
    struct row {
        const char *given, *problem;
    };
    const std::vector<row> rows{
        {"17", "expected a fault as keys and values, got 17"},
        {"[]", "expected a fault as keys and values, got a list"},
        {"{}", "do: missing"},
        {R"({"do":"explode"})", "do: unknown kind of fault 'explode'; known: "},
        {R"({"do":7})", "do: expected one kind of fault, got 7"},
        {R"({"do":{"drop":{},"close":{}}})", "do: expected one kind of fault, got a group"},
        {R"({"do":{"drop":1}})", "do.drop: expected keys and values, or nothing, got 1"},
        {R"({"do":{"drop":{"mean":"1s"}}})", "do.drop.mean: unknown key; no keys are allowed here"},
        {R"({"do":"delay"})", "do.delay.mean: missing"},
        {R"({"do":{"delay":"soon"}})", "do.delay.mean: expected a duration as 200ms, at most 24h, got 'soon'"},
        {R"({"do":{"delay":200}})", "do.delay.mean: expected a duration as 200ms, at most 24h, got 200"},
        {R"({"do":{"delay":"25h"}})", "do.delay.mean: expected a duration as 200ms, at most 24h, got '25h'"},
        {R"({"do":{"delay":{"mean":"1s","shape":"bell"}}})",
         "do.delay.shape: expected one of fixed, uniform, normal, exponential, got 'bell'"},
        {R"({"do":{"delay":{"mean":"1s","spread":"1s","shape":"exponential"}}})",
         "do.delay.spread: a delay of shape exponential has no spread"},
        {R"({"do":{"delay":{"mean":"1s","mode":"normal"}}})",
         "do.delay.mode: unknown key; known here: mean, spread, shape"},
        {R"({"do":"drop","mesage":"cycle"})", "mesage: unknown key; known here: name, machine, message, "},
        {R"({"do":"drop","message":"cycel"})", "message: expected the name of a message, as cycle, got 'cycel'"},
        {R"({"do":"drop","way":"up"})", "way: expected one of sent, received, both, got 'up'"},
        {R"({"do":"drop","every":0})", "every: expected a whole number from 1 to 1000000000, got 0"},
        {R"({"do":"drop","every":2.5})", "every: expected a whole number from 1 to 1000000000, got 2.5"},
        {R"({"do":"drop","probability":2})", "probability: expected a number from 0 to 1, got 2"},
        {R"({"do":"drop","first":2,"every":3})", "first: fewer than `every`: this fault would never act"},
        {R"({"do":"drop","from":"2s","until":"1s"})", "until: the window ends before it begins"},
        {R"({"do":{"truncate":-1}})", "do.truncate.at: expected a whole number from 0 to 65535, got -1"},
        {R"({"do":{"wrong_size":65536}})", "do.wrong_size.value: expected a whole number from 0 to 65535, got 65536"},
        {R"({"do":{"coalesce":1}})", "do.coalesce.count: expected a whole number from 2 to 4096, got 1"},
        {R"({"do":{"shift_time":"later"}})",
         "do.shift_time.by: expected whole seconds or a duration as -1h, at most 100 years, got 'later'"},
        {R"({"message":"start","do":{"shift_time":5}})", "do.shift_time: no message that matches carries a time"},
        {R"({"do":{"set_field":{"field":"result"}}})", "do.set_field.value: missing"},
        {R"({"do":{"set_field":{"field":"resutl","value":1}}})", "do.set_field.field: unknown field 'resutl'"},
        {R"({"message":"start","do":{"set_field":{"field":"result","value":1}}})",
         "do.set_field.field: unknown field 'result' of start; known: tandem_side"},
        {R"({"message":"start","do":{"set_field":{"field":"tandem_side","value":256}}})",
         "do.set_field.value: a value that tandem_side (u8) cannot have"},
        {R"({"message":"init","do":{"set_field":{"field":"serial_number","value":5}}})",
         "do.set_field.value: a value that serial_number (text) cannot have"},
        {R"({"message":"start","do":{"set_field":{"field":"variables.101","value":5}}})",
         "do.set_field.field: unknown field 'variables.101' of start"},
        {R"({"do":{"set_field":{"field":"variables.x","value":5}}})",
         "do.set_field.field: unknown field 'variables.x'"},
    };
    for (const auto& r : rows) {
        INFO(r.given);
        CHECK(mistake_in([&] { parsed(json::parse(r.given)); }).substr(0, std::string(r.problem).size()) == r.problem);
    }
    const std::vector<row> lines{
        {"", "do: missing"},
        {"message=cycle", "do: missing"},
        {"drop", "expected key=value, got 'drop'"},
        {"do=drop message", "expected key=value, got ' message'"},
        {"do=drop name='open", "expected key=value, got ' name='open'"},
        {"do=drop do=close", "do: given twice"},
        {"do=drop every=2 every=3", "every: given twice"},
        {"do=delay:1s mean=2s", "mean: a value was already given after the colon"},
        {"do=delay mean=x", "do.delay.mean: expected a duration as 200ms, at most 24h, got 'x'"},
        {"do=drop colour=red", "do.drop.colour: unknown key; no keys are allowed here"}};
    for (const auto& r : lines) {
        INFO(r.given);
        CHECK(mistake_in([&] { parse_fault_text(r.given); }) == r.problem);
    }
}

TEST_CASE("a message is named with underscores, or as the catalogue does", "[faults]") {
    for (message_index at = 0; at < message_count; ++at) {
        CHECK(word_of(at).find(' ') == std::string::npos);
        CHECK(message_layouts::find(word_of(at)) == at);
        CHECK(message_layouts::find(traits_of(at).name) == at);
    }
    CHECK(word_of(index_of<init_response>) == "init_response");
    CHECK_FALSE(message_layouts::find("response"));
}

TEST_CASE("the schema of a fault names every kind and every message", "[faults]") {
    const auto schema = json::parse(fault_json_schema());
    CHECK(schema.at_pointer("/properties/do/anyOf/0/enum").as_array().size() == fault_kind_count);
    CHECK(schema.at_pointer("/properties/message/enum").as_array().size() == message_count);
}

TEST_CASE("a message that only one end says is meant at either end, unless a way is given", "[faults]") {
    const auto [text, way] = GENERATE(table<std::string, fault_way>({
        {"message=cycle do=drop", fault_way::both},
        {"message=init_response do=drop", fault_way::both},
        {"message=screen do=drop", fault_way::both},
        {"message=error do=drop", fault_way::sent},
        {"do=drop", fault_way::sent},
        {"message=cycle way=received do=drop", fault_way::received},
        {"message=cycle way=sent do=drop", fault_way::sent},
    }));
    CHECK(parse_fault_text(text).way == way);
}

TEST_CASE("a fault that could never be done at an end says so", "[faults]") {
    const auto [text, end, problem] = GENERATE(table<std::string, sender, std::string>({
        {"message=cycle way=sent do=drop", sender::host,
         "a host never sends cycle: this fault would never act; remove it"},
        {"message=init_response way=received do=drop", sender::host,
         "a host never receives init_response: this fault would never act; remove it"},
        {"message=cycle way=received do=drop", sender::machine,
         "a machine never receives cycle: this fault would never act; remove it"},
        {"message=cycle way=received do=drop", sender::host, ""},
        {"message=cycle way=sent do=drop", sender::machine, ""},
        {"message=cycle do=drop", sender::host, ""},
        {"message=error way=received do=drop", sender::host, ""},
        {"way=sent do=drop", sender::host, ""},
    }));
    CHECK(why_never(parse_fault_text(text), end) == problem);
}

TEST_CASE("a text that the wire cannot carry is no value of a field", "[faults]") {
    CHECK(mistake_in([] { parse_fault_text("message=init do=set_field field=serial_number value=\xE5\xB0\x84"); }) ==
          "do.set_field.value: has a character that Latin-1 lacks");
    CHECK(parse_fault_text("message=init do=set_field field=serial_number value=M\xC3\xBC").text == "M\xC3\xBC");
}
