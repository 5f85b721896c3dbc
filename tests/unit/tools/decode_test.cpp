#include "tools/link/decode.hpp"

#include <zlib.h>

#include <array>

#include "settings/error.hpp"
#include "tests/catch.hpp"
#include "tests/unit/tools/found.hpp"
#include "tests/unit/tools/recordings.hpp"

using namespace husky;
using namespace husky::tools;
using protocol::wire;
using lines = std::vector<std::string>;

namespace {

std::string as_bytes_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string gzip(const std::string& text) {
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&stream, text.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

struct decoded {
    found to;
    decode_counts counts;
    std::string problem;  ///< what was thrown
};

open_file file_of(const std::string& content) {
    open_file file(std::tmpfile());
    std::fwrite(content.data(), 1, content.size(), file.get());
    std::rewind(file.get());
    return file;
}

decoded decode(const std::string& content) {
    decoded d;
    try {
        d.counts = decode_file(file_of(content), "test", protocol::default_dialect(), d.to);
    } catch (const std::exception& wrong) {
        d.problem = wrong.what();
    }
    return d;
}

std::string capture() {
    talk t;
    t.machine(said_init).host(said_welcome).machine(told_cycle);
    return as_bytes_of(t.file());
}

constexpr std::string_view trace =
    R"({"time":"2026-01-01T00:00:00Z","link":"m > h","connection":1,"direction":"to_dialler","hex":"0a000180000000b95569"})"
    "\n"
    R"({"time":"2026-01-01T00:00:01Z","connection":1,"direction":"to_listener","hex":"05000c0000"})"
    "\n";

const lines captured{"init", "init response", "cycle"};

}  // namespace

TEST_CASE("what is packed with gzip decodes as it does unpacked", "[decode]") {
    CHECK(decode(capture()).to.lines == captured);
    CHECK(decode(gzip(capture())).to.lines == captured);
    CHECK(decode(gzip(capture().substr(0, 100)) + gzip(capture().substr(100))).to.lines == captured);
    CHECK(decode(gzip(capture()) + std::string(512, '\0')).to.lines == captured);  // padded to a block
    CHECK(decode(gzip("05 00 03 00 00")).to.lines == lines{"start"});
    CHECK(decode(gzip(as_bytes_of(wire("05 00 03 00 00")))).to.lines == lines{"start"});
    CHECK(decode(gzip(std::string(trace))).to.lines == lines{"init response", "status!"});
}

TEST_CASE("gzip data that is cut or damaged is told, and what came before it is shown", "[decode]") {
    const auto whole = gzip(capture());
    for (std::size_t size = 3; size < whole.size(); ++size) {
        CAPTURE(size);
        const auto cut = decode(whole.substr(0, size));
        const bool told =
            cut.counts.incomplete && !cut.to.lines.empty() && cut.to.lines.back() == "note: test: the gzip data is cut";
        CHECK((told || !cut.problem.empty()));
    }
    auto wrong = whole;
    wrong[wrong.size() - 6] = static_cast<char>(wrong[wrong.size() - 6] ^ 1);  // its checksum
    const auto damaged = decode(wrong);
    CHECK(damaged.counts.incomplete);
    CHECK(damaged.to.lines.back() == "note: test: the gzip data is damaged");
}

TEST_CASE("what unpacks to more than may be read as text is refused", "[decode]") {
    CHECK(decode(gzip(std::string(max_text + 1, ' '))).problem == "larger than 64 MiB and not a capture");
}

TEST_CASE("what is packed otherwise, or captured otherwise, says what it is", "[decode]") {
    using namespace std::string_literals;
    const auto [start, said] = GENERATE(table<std::string, std::string>({
        {"PK\3\4", "is a zip archive; unpack it first (gzip is read as it is)"},
        {"\x28\xB5\x2F\xFD", "is packed with zstd; unpack it first (gzip is read as it is)"},
        {"\xFD\x37zXZ\0"s, "is packed with xz; unpack it first (gzip is read as it is)"},
        {"BZh91AY", "is packed with bzip2; unpack it first (gzip is read as it is)"},
        {"snoop\0\0\0"s, "is a capture of snoop; convert it first: editcap -F pcapng FILE FILE.pcapng"},
        {"GMBU", "is a capture of Microsoft Network Monitor; convert it first: editcap -F pcapng FILE FILE.pcapng"},
        {gzip(gzip("05 00 03 00 00")), "is packed with gzip twice; unpack it once"},
    }));
    const auto file = said.find("twice") == std::string::npos ? start + std::string(40, '\0') : start;
    CHECK(decode(file).problem == "test: " + said);
    try {
        read_recording(file_of(file), "test", protocol::default_dialect());
        FAIL("no error");
    } catch (const settings::error& wrong) {
        CHECK(wrong.what() == "test: " + said);
    }
}

TEST_CASE("a trace decodes, each message with the time and the link that the line tells", "[decode]") {
    struct remembering final : message_sink {
        lines seen;
        void message(const protocol::frame& f, const message_origin& at) override {
            seen.push_back(std::to_string(f.command) + " " + at.link + " " +
                           std::to_string(at.time->time_since_epoch().count()) + (at.wrong_end ? " wrong end" : ""));
        }
        void note(const std::string&, const std::string& text) override { seen.push_back(text); }
    } to;
    const auto text = GENERATE(std::string(trace), "\xEF\xBB\xBF" + std::string(trace), "\n" + std::string(trace));
    const auto counts = decode_file(file_of(text), "test", protocol::default_dialect(), to);
    CHECK(to.seen == lines{"32769 m > h 1767225600000000", "12 connection 1 1767225601000000 wrong end"});
    CHECK(counts.messages == 2);
    CHECK(counts.streams == 1);
    CHECK_FALSE(counts.incomplete);
}

TEST_CASE("a trace that is wrong says where", "[decode]") {
    CHECK(decode("{}\n").problem == "test:1: time: expected a text");
    CHECK(decode(std::string(trace) + "{\n").problem == "test:3: expected a JSON object");
    const auto utf16 = as_bytes_of(wire("FF FE '{' 00 '\"' 00 'a' 00 0A 00"));
    CHECK(decode(utf16).problem == "test:1: a zero byte, as text in UTF-16 has: save the trace as UTF-8");
}
