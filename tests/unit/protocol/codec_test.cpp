#include "protocol/wire/codec.hpp"

#include <cstring>
#include <set>

#include "protocol/by_name/message_json.hpp"
#include "tests/catch.hpp"
#include "tests/unit/protocol/examples.hpp"
#include "tests/unit/protocol/same_fields.hpp"

using namespace husky::protocol;

namespace {

std::span<const std::byte> fields_of(std::span<const std::byte> message) { return message.subspan(header_size); }

template <class Message>
decode_fault fault_of(std::span<const std::byte> fields) {
    const auto copy = exact(fields);
    Message m;
    return decode(copy, default_dialect(), m);
}

}  // namespace

TEST_CASE("the examples cover the whole catalogue", "[codec]") {
    std::set<message_index> shown;
    for_each_example([&]<class Message>(const Message&, std::string_view) { shown.insert(index_of<Message>); });
    CHECK(shown.size() == message_count);
}

TEST_CASE("every message is written as its literal bytes", "[codec]") {
    for_each_example([]<class Message>(const Message& m, std::string_view notation) {
        CAPTURE(Message::describe().name);
        std::vector<std::byte> written;
        CHECK(encode(m, default_dialect(), written));
        CHECK(written == wire(notation));
        CHECK(written.size() == encoded_size(m, default_dialect()));
    });
}

TEST_CASE("literal bytes are read as the message they stand for", "[codec]") {
    for_each_example([]<class Message>(const Message& m, std::string_view notation) {
        CAPTURE(Message::describe().name);
        const auto bytes = wire(notation);
        const auto fields = exact(fields_of(bytes));
        Message read_back;
        CHECK(decode(fields, default_dialect(), read_back) == decode_fault::none);
        CHECK(same_fields(read_back, m));
    });
}

TEST_CASE("a message cut short at any byte is truncated", "[codec]") {
    for_each_example([]<class Message>(const Message&, std::string_view notation) {
        const auto bytes = wire(notation);
        const auto fields = fields_of(bytes);
        for (std::size_t length = 0; length < fields.size(); ++length) {
            CAPTURE(Message::describe().name, length);
            REQUIRE(fault_of<Message>(fields.first(length)) == decode_fault::truncated);
        }
    });
}

TEST_CASE("a byte behind the last field is a fault", "[codec]") {
    for_each_example([]<class Message>(const Message&, std::string_view notation) {
        CAPTURE(Message::describe().name);
        auto bytes = wire(notation);
        bytes.push_back(std::byte{0});
        CHECK(fault_of<Message>(fields_of(bytes)) == decode_fault::trailing_bytes);
    });
}

TEST_CASE("an unknown value_type is a fault even where the bytes would fit", "[codec]") {
    for (const auto* notation : {"00 00 01 00 65 00 04", "00 00 01 00 65 00 FF 00 00 B0 40",
                                 "00 00 02 00 65 00 01 00 00 B0 40 66 00 09 00 00 00 00"}) {
        CAPTURE(notation);
        CHECK(fault_of<read_response>(wire(notation)) == decode_fault::unknown_value_type);
    }
}

TEST_CASE("the first fault is the one reported", "[codec]") {
    CHECK(fault_of<read_response>(wire("00 00 03 00 65 00 09 66 00")) == decode_fault::unknown_value_type);
    CHECK(fault_of<read_response>(wire("00 00 02 00 65 00 01 00 00 B0")) == decode_fault::truncated);
}

TEST_CASE("a false count is truncated and takes no memory for what is not there", "[codec]") {
    read_response r;
    CHECK(decode(wire("00 00 FF FF 65 00 00"), default_dialect(), r) == decode_fault::truncated);
    CHECK(r.values.empty());
    CHECK(fault_of<upload_setup_response>(wire("00 00 01 00 00*12 FF FF AA")) == decode_fault::truncated);
}

TEST_CASE("an enumeration out of range is kept as it came", "[codec]") {
    status_change change;
    CHECK(decode(wire("07 63 FE 20*40 00*12"), default_dialect(), change) == decode_fault::none);
    CHECK(static_cast<int>(change.now.mode) == 0x63);
    CHECK(static_cast<int>(change.now.production) == 0xFE);
    CHECK(change.now.side == 7);
}

TEST_CASE("NaN and infinite values pass through bit by bit", "[codec]") {
    const auto bytes = wire("00 00 00 03 00 65 00 01 01 00 C0 7F 66 00 01 00 00 80 7F 67 00 01 00 00 80 FF");
    cycle c;
    REQUIRE(decode(bytes, default_dialect(), c) == decode_fault::none);
    std::vector<std::byte> again;
    REQUIRE(encode(c, default_dialect(), again));
    CHECK(exact(fields_of(again)) == bytes);
}

TEST_CASE("decoding reuses a message and leaves nothing of the one before", "[codec]") {
    cycle c;
    REQUIRE(decode(wire("00 00 01 02 00 CB 00 03 'long text' 20*23 01 00 02 11 00 00 00"), default_dialect(), c) ==
            decode_fault::none);
    REQUIRE(decode(wire("00 00 00 01 00 01 00 02 12 00 00 00"), default_dialect(), c) == decode_fault::none);
    CHECK(same_fields(c, cycle{result_code::ok, 0, {{{1, 18}}}}));
}

TEST_CASE("what does not fit into one message is not written", "[codec]") {
    upload_setup_response block;
    block.data.resize(65535 - 22);
    std::vector<std::byte> out = wire("AA");
    CHECK(encode(block, default_dialect(), out));
    CHECK(out.size() == 1 + 65535);
    block.data.push_back(std::byte{0});
    CHECK_FALSE(encode(block, default_dialect(), out));
    CHECK(out.size() == 1 + 65535);
}

TEST_CASE("every message survives a dialect with other bytes in every place", "[codec][dialect]") {
    dialect d;
    d.order = byte_order::big;
    d.size_includes_header = false;
    d.pad = '\0';
    d.value_types = {9, 7, 8, 6};
    for_each_example([&]<class Message>(const Message& m, std::string_view notation) {
        CAPTURE(Message::describe().name);
        std::vector<std::byte> written;
        REQUIRE(encode(m, d, written));
        CHECK(written.size() == wire(notation).size());
        Message read_back;
        CHECK(decode(fields_of(written), d, read_back) == decode_fault::none);
        CHECK(same_fields(read_back, m));
    });
}

TEST_CASE("big-endian bytes and sizes without the head are literal", "[codec][dialect]") {
    dialect d;
    d.order = byte_order::big;
    d.size_includes_header = false;
    std::vector<std::byte> out;
    REQUIRE(encode(init_response{init_result::ok, 0x6955B900}, d, out));
    CHECK(out == wire("00 06 80 01 00 00 69 55 B9 00"));
    out.clear();
    REQUIRE(encode(cycle{result_code::ok, 0, {{{101, 5.5F}}}}, d, out));
    CHECK(out == wire("00 0C 00 08 00 00 00 00 01 00 65 01 40 B0 00 00"));
}

TEST_CASE("swapped words are literal in a u32, an i32 and an f32, and nowhere else", "[codec][dialect]") {
    dialect d;
    d.words = word_order::swapped;
    std::vector<std::byte> out;
    REQUIRE(encode(init_response{init_result::unknown_serial, 0x6955B900}, d, out));
    CHECK(out == wire("0A 00 01 80 01 00 55 69 00 B9"));
    out.clear();
    REQUIRE(encode(cycle{result_code::ok, 1, {{1, 0x01020304}, {101, 5.5F}}}, d, out));
    CHECK(out == wire("17 00 08 00 00 00 01 02 00 01 00 02 02 01 04 03 65 00 01 B0 40 00 00"));
    d.order = byte_order::big;
    out.clear();
    REQUIRE(encode(init_response{init_result::unknown_serial, 0x6955B900}, d, out));
    CHECK(out == wire("00 0A 80 01 00 01 B9 00 69 55"));
    init_response read_back;
    CHECK(decode(fields_of(out), d, read_back) == decode_fault::none);
    CHECK(read_back.synch_time == 0x6955B900);
    out.clear();
    REQUIRE(encode(cycle{result_code::ok, 1, {{1, 0x01020304}, {101, 5.5F}}}, d, out));
    CHECK(out == wire("00 17 00 08 00 00 01 00 02 00 01 02 03 04 01 02 00 65 01 00 00 40 B0"));
}

TEST_CASE("every message survives swapped words, and is no longer for it", "[codec][dialect]") {
    for (const auto order : {byte_order::little, byte_order::big}) {
        dialect d;
        d.order = order;
        d.words = word_order::swapped;
        for_each_example([&]<class Message>(const Message& m, std::string_view notation) {
            CAPTURE(Message::describe().name);
            std::vector<std::byte> written;
            REQUIRE(encode(m, d, written));
            CHECK(written.size() == wire(notation).size());
            Message read_back;
            CHECK(decode(fields_of(written), d, read_back) == decode_fault::none);
            CHECK(same_fields(read_back, m));
        });
    }
}
