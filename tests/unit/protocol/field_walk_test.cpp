#include "protocol/by_name/field_walk.hpp"

#include "protocol/wire/codec.hpp"
#include "tests/catch.hpp"
#include "tests/unit/protocol/examples.hpp"

using namespace husky::protocol;

namespace {

struct row {
    std::string name;
    std::size_t offset;
    std::size_t size;
    std::string value;

    friend bool operator==(const row&, const row&) = default;
    friend std::ostream& operator<<(std::ostream& out, const row& r) {
        return out << r.name << " at " << r.offset << ", " << r.size << " bytes: " << r.value;
    }
};

struct walked {
    std::vector<row> rows;
    walk_end end;
};

walked walk(std::span<const std::byte> message, const dialect& d = default_dialect()) {
    wire_reader head(message.subspan(2, 2), d);
    const frame f{head.take<std::uint16_t>(), message.subspan(4), message};
    const auto layouts = layouts_of(d);
    walked result;
    result.end = walk_fields(f, layouts.at(*d.find(f.command)), d, [&](const placed_field& field) {
        if (field.kind != field_kind::repeat)
            result.rows.push_back({std::string(field.layout->name), field.offset, field.bytes.size(), text_of(field)});
    });
    return result;
}

}  // namespace

TEST_CASE("a walk shows each field where it lies", "[walk]") {
    const auto message =
        exact(wire("2D 00 08 00 00 00 01 03 00 01 00 02 11 00 00 00 65 00 01 00 00 B0 40 "
                   "CB 00 00 00 00 02 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E"));
    const auto seen = walk(message);
    CHECK(seen.rows == std::vector<row>{{"result", 4, 2, "0 (ok)"},
                                        {"tandem_side", 6, 1, "1"},
                                        {"number_variables", 7, 2, "3"},
                                        {"variable_id", 9, 2, "1"},
                                        {"value_type", 11, 1, "2"},
                                        {"value", 12, 4, "17"},
                                        {"variable_id", 16, 2, "101"},
                                        {"value_type", 18, 1, "1"},
                                        {"value", 19, 4, "5.5"},
                                        {"variable_id", 23, 2, "203"},
                                        {"value_type", 25, 1, "0"},
                                        {"value", 26, 0, "unavailable"}});
    CHECK(seen.end.fault == decode_fault::trailing_bytes);
    CHECK(seen.end.offset == 26);
}

TEST_CASE("a walk stops where the bytes contradict the layout, and says where", "[walk]") {
    struct example {
        std::string_view notation;
        decode_fault fault;
        std::size_t offset;
    };
    for (const auto& [notation, fault, offset] : {
             example{"04 00 03 00", decode_fault::truncated, 4},
             example{"06 00 03 00 01 00", decode_fault::trailing_bytes, 5},
             example{"0B 00 06 80 00 00 01 00 65 00 04", decode_fault::unknown_value_type, 11},
             example{"0D 00 06 80 00 00 01 00 65 00 01 00 00", decode_fault::truncated, 11},
             example{"09 00 06 00 00 FF FF 65 00", decode_fault::truncated, 7},
             example{"14 00 21 00 01 00 02 00 00 00 00 00 00 00 00 00 00 00 FF FF", decode_fault::truncated, 20},
         }) {
        CAPTURE(notation);
        const auto message = exact(wire(notation));
        const auto end = walk(message).end;
        CHECK(end.fault == fault);
        CHECK(end.offset == offset);
    }
}

TEST_CASE("the fields of every message lie one behind the other and fill it", "[walk]") {
    for_each_example([]<class Message>(const Message&, std::string_view notation) {
        CAPTURE(notation);
        const auto message = exact(wire(notation));
        const auto seen = walk(message);
        CHECK(seen.end.fault == decode_fault::none);
        std::size_t at = header_size;
        for (const auto& r : seen.rows) {
            CHECK(r.offset == at);
            at += r.size;
        }
        CHECK(at == message.size());
    });
}

TEST_CASE("a walk finds the fault that the decoder finds, wherever a message is cut", "[walk]") {
    for_each_example([]<class Message>(const Message&, std::string_view notation) {
        const auto whole = wire(notation);
        for (std::size_t size = header_size; size < whole.size(); ++size) {
            CAPTURE(notation, size);
            const auto message = exact(std::span(whole).first(size));
            Message m;
            const auto end = walk(message).end;
            CHECK(end.fault == decode(std::span(message).subspan(header_size), default_dialect(), m));
            CHECK(end.offset <= size);
        }
    });
}

TEST_CASE("a walk follows a dialect's order, widths and value types", "[walk][dialect]") {
    dialect d;
    d.order = byte_order::big;
    d.value_types = {9, 7, 8, 6};
    const auto read = exact(wire("00 0F 80 06 00 00 00 01 00 65 07 40 B0 00 00"));
    CHECK(walk(read, d).rows == std::vector<row>{{"result", 4, 2, "0 (ok)"},
                                                 {"number_variables", 6, 2, "1"},
                                                 {"variable_id", 8, 2, "101"},
                                                 {"value_type", 10, 1, "7"},
                                                 {"value", 11, 4, "5.5"}});
    d.set_width(first_text_slot<init>, 3);
    const auto hello = exact(wire("00 07 00 01 'A' E4 00"));
    CHECK(walk(hello, d).rows == std::vector<row>{{"serial_number", 4, 3, "\"A\xC3\xA4\""}});
}

TEST_CASE("a walk reads swapped words", "[walk][dialect]") {
    dialect d;
    d.words = word_order::swapped;
    const auto welcome = exact(wire("0A 00 01 80 01 00 55 69 00 B9"));
    CHECK(walk(welcome, d).rows ==
          std::vector<row>{{"result", 4, 2, "1 (unknown serial)"}, {"synch_time", 6, 4, "1767225600"}});
    const auto read = exact(wire("16 00 06 80 00 00 02 00 04 00 02 FF FF FE FF 65 00 01 B0 40 00 00"));
    CHECK(walk(read, d).rows == std::vector<row>{{"result", 4, 2, "0 (ok)"},
                                                 {"number_variables", 6, 2, "2"},
                                                 {"variable_id", 8, 2, "4"},
                                                 {"value_type", 10, 1, "2"},
                                                 {"value", 11, 4, "-2"},
                                                 {"variable_id", 15, 2, "101"},
                                                 {"value_type", 17, 1, "1"},
                                                 {"value", 18, 4, "5.5"}});
}

TEST_CASE("properties of a message are known otherwise than the message, and those of its response with them",
          "[walk]") {
    CHECK(known_otherwise_text(index_of<init>) == ", but code R, sender R, layout R");
    CHECK(known_otherwise_text(index_of<init_response>) == ", but code R, sender R, layout R");
    CHECK(known_otherwise_text(index_of<start>).empty());
    CHECK(known_otherwise_text(index_of<start_response>).empty());
    CHECK(known_otherwise_text(index_of<husky::protocol::read>) == ", but name D, response D");
    CHECK(known_otherwise_text(index_of<read_response>) == ", but name D");
    CHECK(known_otherwise_text(index_of<cycle>) == ", but code R, layout R");
    CHECK(known_otherwise_text(index_of<event>) == ", but no response R");
    for (const auto at : {index_of<cycle_select>, index_of<cycle_select_response>, index_of<identify>}) {
        CHECK(traits_of(at).known == X);
        CHECK(known_otherwise(at).empty());
    }
}

TEST_CASE("nothing is documented but what the public fragments say", "[walk]") {
    std::vector<std::string> messages, fields;
    const auto add = [&](std::string_view message, const std::vector<field_layout>& all, const auto& self) -> void {
        for (const auto& f : all) {
            if (f.known == D) fields.push_back(std::string(message) + "." + std::string(f.name));
            self(message, f.elements, self);
        }
    };
    for (const auto& layout : layouts_of(default_dialect())) {
        const auto& traits = traits_of(layout.message);
        if (traits.known == D) messages.emplace_back(traits.name);
        add(traits.name, layout.fields, add);
    }
    CHECK(messages == std::vector<std::string>{"init", "init response", "start", "start response", "cycle", "event"});
    CHECK(fields == std::vector<std::string>{"init response.synch_time", "start.tandem_side", "start response.result",
                                             "event.date", "event.time", "event.number_languages", "event.texts",
                                             "event.language_code", "event.type_text", "event.event_text"});
}

TEST_CASE("a text from a peer cannot control a terminal", "[walk]") {
    CHECK(quoted("HY-0001") == "\"HY-0001\"");
    CHECK(quoted("\x1B[2J \x7F \xC2\x9B \xC3\xA4 \xC2\xA0 \"") ==
          "\"\\u001b[2J \\u007f \\u009b \xC3\xA4 \xC2\xA0 \\\"\"");
}
