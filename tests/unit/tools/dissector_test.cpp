#include "tools/link/dissector.hpp"

#include <map>

#include "protocol/by_name/message_layout.hpp"
#include "tests/catch.hpp"

using namespace husky;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// Names and kinds of the fields of a message, those of lists too.
void collect(const std::vector<protocol::field_layout>& fields,
             std::vector<std::pair<std::string, protocol::field_kind>>& into) {
    for (const auto& field : fields) {
        into.emplace_back(field.name, field.kind);
        collect(field.elements, into);
    }
}

}  // namespace

TEST_CASE("the plug-in has every message and every field with its provenance", "[dissector]") {
    const auto script = tools::dissector(protocol::default_dialect());
    for (const auto& layout : protocol::layouts_of(protocol::default_dialect())) {
        const auto& traits = protocol::traits_of(layout.message);
        CHECK(has(script, "name=\"" + std::string(traits.name) + "\""));
        for (const auto& field : layout.fields)
            CHECK(has(script, "." + std::string(field.name) + "\", kind=\"" + std::string(name(field.kind)) + "\""));
    }
    CHECK(has(script, "abbrev=\"husky.init_response.synch_time\", kind=\"u32\", width=4, known=\"documented\""));
    CHECK(has(script, "words_swapped=false"));
    CHECK(has(script,
              "name=\"init\", code=0x0001, from=\"machine\", link=\"machine functions\", kind=\"request\", "
              "known=\"documented\", code_known=\"reconstructed\", from_known=\"reconstructed\", "
              "layout_known=\"reconstructed\""));
    CHECK(has(script, "abbrev=\"husky.status_change.mode\""));
    CHECK(has(script, "[11]=\"maintenance\""));
}

TEST_CASE("no two fields of a message share a name in Wireshark", "[dissector]") {
    for (const auto& layout : protocol::layouts_of(protocol::default_dialect())) {
        std::vector<std::pair<std::string, protocol::field_kind>> fields;
        collect(layout.fields, fields);
        std::map<std::string, int> seen;
        for (const auto& [name, kind] : fields) {
            CAPTURE(protocol::traits_of(layout.message).name, name);
            CHECK(++seen[name] == 1);
        }
    }
}

TEST_CASE("the plug-in speaks its dialect", "[dissector][dialect]") {
    protocol::dialect d;
    d.name = "plant \"7\"\nos.exit()";
    d.order = protocol::byte_order::big;
    d.words = protocol::word_order::swapped;
    d.size_includes_header = false;
    d.set_code(protocol::index_of<protocol::start>, 0x0103);
    d.set_width(protocol::first_text_slot<protocol::init>, 20);
    d.value_types = {0, 7, 8, 9};
    d.ports.host = 1400;
    const auto script = tools::dissector(d);
    CHECK(has(
        script,
        R"lua(name="plant \"7\"\010os.exit()", little_endian=false, words_swapped=true, smallest_size=0, size_offset=4)lua"));
    CHECK(has(script, R"([7]="f32", [8]="i32", [9]="text")"));
    CHECK(has(script, "host_port=1400, machine_port=5118"));
    CHECK(has(script, "name=\"start\", code=0x0103"));
    CHECK(has(script, "name=\"start response\", code=0x8103"));
    CHECK(has(script, "kind=\"text\", width=20"));
    CHECK_FALSE(has(script, "\nos.exit"));
}
