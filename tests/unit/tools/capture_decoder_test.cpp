#include "tests/catch.hpp"
#include "tests/support/wire_notation.hpp"
#include "tests/unit/tools/found.hpp"
#include "tools/link/captures/message_printer.hpp"
#include "tools/link/decode.hpp"

using namespace husky::tools;
using husky::protocol::append;
using husky::protocol::default_dialect;
using husky::protocol::exact;
using husky::protocol::wire;

namespace {

using lines = std::vector<std::string>;

constexpr std::uint16_t machine_port = 40000;

struct network {
    found seen;
    capture_decoder decoder{default_dialect(), seen};
    std::uint16_t host_port = 1310;

    void segment(bool by_host, std::uint32_t sequence, std::string_view notation, unsigned flags = 0x18) {
        auto data = wire(notation);
        const auto from = by_host ? host_port : machine_port, to = by_host ? machine_port : host_port;
        const auto u16 = [](std::size_t n) {
            return std::vector<std::byte>{static_cast<std::byte>(n >> 8U), static_cast<std::byte>(n & 0xFFU)};
        };
        auto packet = wire("45 00");
        append(packet, u16(40 + data.size()));
        append(packet, wire(by_host ? "00 00 40 00 40 06 00 00 0A 00 00 02 0A 00 00 01"
                                    : "00 00 40 00 40 06 00 00 0A 00 00 01 0A 00 00 02"));
        append(packet, u16(from));
        append(packet, u16(to));
        append(packet, u16(sequence >> 16U));
        append(packet, u16(sequence & 0xFFFFU));
        append(packet, wire("00 00 00 00 50"));
        packet.push_back(static_cast<std::byte>(flags));
        append(packet, wire("FF FF 00 00 00 00"));
        append(packet, data);
        decoder.packet_at({}, link_layer::raw, exact(packet), packet.size());
    }
    void open(std::uint32_t machine = 99, std::uint32_t host = 499) {
        segment(false, machine, "", 0x02);
        segment(true, host, "", 0x12);
    }
};

constexpr std::string_view init = "14 00 01 00 'HY-0001' 20*9";
constexpr std::string_view welcome = "0A 00 01 80 00 00 00 B9 55 69";

std::FILE* memory(std::string_view text) {
    auto* file = std::tmpfile();
    std::fwrite(text.data(), 1, text.size(), file);
    std::rewind(file);
    return file;
}

}  // namespace

TEST_CASE("both directions of a link are decoded", "[capture]") {
    network n;
    n.open();
    n.segment(false, 100, init);
    n.segment(true, 500, welcome);
    n.segment(true, 510, "05 00 0C 00");
    n.segment(true, 514, "00");
    const auto counts = n.decoder.finish();
    CHECK(n.seen.lines == lines{"init", "init response", "status"});
    CHECK(counts.messages == 3);
    CHECK_FALSE(counts.incomplete);
}

TEST_CASE("a message of the other end is told", "[capture]") {
    network n;
    n.open();
    n.segment(false, 100, init);
    n.segment(false, 120, "05 00 03 00 00");
    n.decoder.finish();
    CHECK(n.seen.lines == lines{"init", "start!"});
}

TEST_CASE("the first message says what kind of link it is", "[capture]") {
    network n;
    n.open();
    n.segment(false, 100, "14 00 01 01 'HY-0001' 20*9");
    n.segment(true, 500, "04 00 02 01 04 00 04 00");
    n.decoder.finish();
    CHECK(n.seen.lines == lines{"display_init", "display_start", "unknown"});  // languages is of the other kind
}

TEST_CASE("a connection with the ends of an older one is another", "[capture]") {
    network n;
    n.open();
    n.segment(false, 100, init);
    n.open(0x80000000, 7);
    n.segment(false, 0x80000001, "14 00 01 01 'HY-0001' 20*9");
    const auto counts = n.decoder.finish();
    CHECK(n.seen.lines == lines{"init", "display_init"});
    CHECK(counts.streams == 2);
}

TEST_CASE("another protocol is no message, whatever its port", "[capture]") {
    for (const std::uint16_t port : {std::uint16_t{80}, std::uint16_t{1310}}) {
        network n;
        n.host_port = port;
        n.open();
        n.segment(false, 100, "'GET / HTTP/1.1' 0D 0A 0D 0A");
        n.segment(true, 500, "'HTTP/1.1 200 OK' 0D 0A 0D 0A");
        CHECK(n.decoder.finish().messages == 0);
    }
}

TEST_CASE("connections are followed up to a bound, the rest is counted", "[capture]") {
    found seen;
    capture_decoder decoder(default_dialect(), seen);
    auto packet = wire(
        "45 00 00 28 00 00 40 00 40 06 00 00 0A 00 00 01 0A 00 00 02 00 00 05 1E 00 00 00 01 00 00 00 00 50 02 FF FF "
        "00*4");
    for (std::size_t port = 0; port < capture_decoder::max_connections + 3; ++port) {
        packet[20] = static_cast<std::byte>(port >> 8U);
        packet[21] = static_cast<std::byte>(port & 0xFFU);
        decoder.packet_at({}, link_layer::raw, packet, packet.size());
    }
    decoder.finish();
    CHECK(seen.lines == lines{"note: 3 packets belong to more connections than can be followed"});
}

TEST_CASE("what a file holds is told by how it begins", "[decode]") {
    const auto decode = [](std::string_view text, lines expected, bool incomplete) {
        CAPTURE(text);
        found seen;
        const auto counts = decode_file(open_file(memory(text)), "test", default_dialect(), seen);
        CHECK(seen.lines == expected);
        CHECK(counts.incomplete == incomplete);
    };
    using namespace std::string_view_literals;
    decode("05 00 03 00 00\n\n04 00 70 00\n", {"start", "identify"}, false);
    decode("\5\0\3\0\0\4\0p\0"sv, {"start", "identify"}, false);
    decode("\5\0\3\0\0\5\0"sv, {"start", "note: at 5: ends inside a message, after 2 of its bytes"}, true);
    decode("03 00 03 00", {"note: at 0: a message_size below the smallest; 4 bytes left out"}, true);
    decode("", {}, false);
    CHECK_THROWS(decode("\x0A\x0D\x0D\x0A nonsense", {}, false));
    CHECK_THROWS(decode("\xD4\xC3\xB2\xA1", {}, false));
}

TEST_CASE("people see offset, bytes, provenance, name and value of each field", "[decode]") {
    const auto message = exact(wire("06 00 03 00 01 02"));
    const husky::protocol::frame f{3, std::span(message).subspan(4), message};
    const auto text = text_of(f, {}, frame_judge(default_dialect()));
    CHECK(text.find("start 0x0003, 6 bytes, from host, D documented\n") != std::string::npos);
    CHECK(text.find("\n       4  01  ") != std::string::npos);
    CHECK(text.find("  D  tandem_side               1\n") != std::string::npos);
    CHECK(text.find("\n       5  02 ") != std::string::npos);
    CHECK(text.find("fault: trailing bytes at offset 5\n") != std::string::npos);
}
