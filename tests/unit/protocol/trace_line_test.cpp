#include "protocol/trace/trace_line.hpp"

#include "tests/catch.hpp"
#include "tests/support/wire_notation.hpp"

using namespace husky::protocol;

namespace {

traced_frame start_frame() {
    return {trace_time(std::chrono::nanoseconds(1'767'225'600'000'000'001)), 3, false, wire("05 00 03 00 01"), "a > b"};
}

constexpr std::string_view start_line =
    R"({"name":"start","code":3,"from":"host","provenance":"documented","fields":{"tandem_side":1},)"
    R"("time":"2026-01-01T00:00:00.000000001Z","link":"a > b","connection":3,"direction":"to_dialler","hex":"0500030001"})";

std::string problem_of(std::string_view line) {
    try {
        parse_trace_line(line);
    } catch (const std::invalid_argument& problem) {
        return problem.what();
    }
    return "";
}

}  // namespace

TEST_CASE("a frame of a trace is what decode shows, with time, connection, direction and bytes", "[trace]") {
    CHECK(trace_line(start_frame(), default_dialect(), link_kind::any) == start_line);
    auto unknown = start_frame();
    unknown.bytes = wire("04 00 99 00");
    CHECK(trace_line(unknown, default_dialect(), link_kind::any).find(R"("fault":"unknown command")") !=
          std::string::npos);
}

TEST_CASE("a line of a trace reads back as it was written", "[trace]") {
    const auto read = parse_trace_line(start_line);
    CHECK(read.at == start_frame().at);
    CHECK(read.connection == 3);
    CHECK(read.link == "a > b");
    CHECK_FALSE(read.by_dialler);
    CHECK(read.bytes == start_frame().bytes);
}

TEST_CASE("a line that is cut at any byte is refused", "[trace]") {
    for (std::size_t size = 0; size < start_line.size(); ++size) {
        CAPTURE(size);
        CHECK(problem_of(start_line.substr(0, size)) == "expected a JSON object");
    }
}

TEST_CASE("a wrong line says what is wrong", "[trace]") {
    const auto with = [](std::string_view what, std::string_view by) {
        std::string line(start_line);
        return line.replace(line.find(what), what.size(), by);
    };
    CHECK(problem_of("[]") == "expected a JSON object");
    CHECK(problem_of(with("\"2026-01-01T00:00:00.000000001Z\"", "7")) == "time: expected a text");
    CHECK(problem_of(with("2026-01-01", "2026-13-01")).starts_with("time: expected one as"));
    CHECK(problem_of(with("000000001Z", "0000000001Z")).starts_with("time: expected one as"));
    CHECK(problem_of(with(".000000001Z", ".00x0Z")).starts_with("time: expected one as"));
    CHECK(problem_of(with(":3,\"direction", ":-3,\"direction")) == "connection: expected a whole number");
    CHECK(problem_of(with("to_dialler", "up")) == "direction: expected to_listener or to_dialler");
    CHECK(problem_of(with("0500030001", "050003000")) == "hex: half a byte at its end");
    CHECK(problem_of(with("0500030001", "0500")) == "hex: expected a message of at least 4 bytes");
    CHECK(problem_of(with("0500030001", "0500x3")) == "hex: not a hexadecimal digit");
}
