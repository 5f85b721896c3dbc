// Writes the inputs that the fuzzers start from, one folder for each.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "tests/unit/protocol/examples.hpp"

using namespace husky::protocol;

namespace {

class folder {
  public:
    folder(const std::filesystem::path& corpus, const char* name) : path_(corpus / name) {
        std::filesystem::create_directories(path_);
    }
    void add(std::span<const std::byte> input) {
        std::ofstream out(path_ / std::to_string(++count_), std::ios::binary);
        out.write(reinterpret_cast<const char*>(input.data()), static_cast<std::streamsize>(input.size()));
    }
    void add(std::string_view text) { add(std::as_bytes(std::span(text))); }

  private:
    std::filesystem::path path_;
    int count_ = 0;
};

/// A script that says one thing: options, an operation, a length, the bytes.
std::vector<std::byte> saying(std::string_view start, const std::vector<std::byte>& message) {
    auto script = wire(start);
    script.push_back(static_cast<std::byte>(message.size()));
    append(script, message);
    return script;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::cerr << "usage: fuzz_corpus FOLDER\n";
        return 2;
    }
    const std::filesystem::path corpus = arguments[1];
    folder frames(corpus, "frames"), host(corpus, "host_link"), machine(corpus, "machine_link"),
        display(corpus, "display_link");
    folder decode(corpus, "decode"), probe(corpus, "probe");
    for_each_example([&](const auto&, std::string_view notation) {
        const auto message = wire(notation);
        auto framed = wire("00 FF");
        append(framed, message);
        frames.add(framed);
        auto as_file = wire("00");
        append(as_file, message);
        decode.add(as_file);
        if (message.size() > 255) return;
        host.add(saying("00 04", message));
        host.add(saying("04 04", message));
        machine.add(saying("00 06", message));
        machine.add(saying("01 06", message));
        decode.add(saying("03 00 00 01 00 00 00 02 01 00", message));  // a syn, then a segment behind it
        auto answer = wire("02 FF");
        append(answer, message);
        probe.add(answer);
        display.add(saying("00 04 05", message));
        display.add(saying("01 05", message));
    });
    folder http(corpus, "http_request");
    http.add(
        "\x40GET /api/v1/machines?limit=5&after=x HTTP/1.1\r\nHost: plant:8310\r\nAccept-Encoding: gzip;q=0.5\r\n\r\n");
    http.add(
        "\x07PUT /api/v1/machines/A%20B/setups/1 HTTP/1.1\r\nHost: [::1]\r\nExpect: 100-continue\r\nContent-Length: "
        "3\r\n\r\nabc"
        "GET http://plant.example/livez HTTP/1.0\r\n\r\n");
    http.add(
        "\xFFPOST /api/v1/reset HTTP/1.1\r\nHost: localhost.\r\nOrigin: http://evil.example\r\nSec-Fetch-Site: "
        "cross-site\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: "
        "chunked\r\n\r\n5;x=y\r\n{\"a\":\r\n3\r\n1}\n\r\n0\r\n\r\n");
    http.add(
        "\x20GET /api/v1/live?topics=frames HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: "
        "husky.live\r\n\r\n");
    decode.add("005 00 03 00 00 # start\n\n00000000: 0600 0380 0000  ......\n");
    decode.add(
        "0{\"time\":\"2026-01-01T00:00:00Z\",\"connection\":1,\"direction\":\"to_listener\",\"hex\":\"0500030001\"}\n");
    decode.add(wire("00 FF FE '0' 00 '4' 00 ' ' 00 '0' 00 '0' 00 ' ' 00 '7' 00 '0' 00 ' ' 00 '0' 00 '0' 00"));
    decode.add(wire("00 1F 8B 08 00 00 00 00 00 02 FF 33 30 55 30 30 50 30 30 06 93 06 5C 00 6A 3A 3E 00 0F 00 00 00"));
    decode.add(
        saying("02 00",  // 10.0.0.1:40000 > 10.0.0.2:1310 over raw IP
               wire("45 00 00 2C 00 00 40 00 40 06 00 00 0A 00 00 01 0A 00 00 02 9C 40 05 1E 00 00 00 01 00 00 00 00 "
                    "50 18 FF FF 00 00 00 00 04 00 70 00")));

    folder replay(corpus, "replay");
    const auto recorded = [&](std::string_view start, const char* heard) {
        auto input = wire(start);
        const std::string_view lines =
            "{\"time\":\"2026-01-01T00:00:00Z\",\"connection\":1,\"direction\":\"to_listener\","
            "\"hex\":\"1400010048592d30303031202020202020202020\"}\n"
            "{\"time\":\"2026-01-01T00:00:01Z\",\"connection\":1,\"direction\":\"to_dialler\","
            "\"hex\":\"0a000180000000b95569\"}\n";
        append(input, wire(heard));
        append(input, std::as_bytes(std::span(lines)));
        replay.add(input);
    };
    recorded("00 00", "0A 00 0A 00 01 80 00 00 01 00 00 00");
    recorded("01 0F 'ignore: [init]' 0A", "14 00 14 00 01 00 'HY-0001' 20*9");

    folder identify(corpus, "identify");
    identify.add(wire("04 00 70 00"));
    identify.add(wire("04 00 70 00 00*73"));

    const auto list = wire("'Hmill' 0A 'Pjane' 0A 'Ja job' 0A 'ldfA012mill' 0A 'UdfA012mill' 0A 'Na.txt' 0A");
    folder(corpus, "control_file").add(list);
    folder printing(corpus, "lpd_receiver");
    auto print = wire("00 02 'HY-0001' 0A 02 '50 cfA012mill' 0A");
    append(print, list);
    append(print, wire("00 03 '5 dfA012mill' 0A 'Hello' 00"));
    printing.add(print);
    auto uncounted = wire("05 02 'HY-0001' 0A 02 '50 cfA012mill' 0A");
    append(uncounted, list);
    append(uncounted, wire("00 03 '125899906843000 dfA012mill' 0A 'Hello'"));
    printing.add(uncounted);
    printing.add(wire("80 02 'HY-0001' 0A 03 '2 dfA012mill' 0A 'ab' 00 01 0A"));
    for (const char* line : {"00 01 'HY-0001' 0A", "00 03 'HY-0001 jane 12' 0A", "00 05 'HY-0001 jane 12' 0A"})
        printing.add(wire(line));

    folder setups(corpus, "setup");
    setups.add(wire("00 0C 03 00 00 00 C2 41 24 35 03 'abc'"));
    setups.add(wire("00 0C 06 00 00 00 00 00 00 00 03 'abc' 20 03 'def' 08 01 00 00 00 01 'a'"));
    setups.add(wire("01 00 20 00 00 10 00 00 06 00 00 00 00 08 00 00 20 00 00"));

    folder compared(corpus, "setup_diff");
    compared.add("\x19[Barrel]\nZone 1 = 275 C\n# a\n[Barrel]\nZone 1 = 278 C\nZone 2 = 5\n");
    compared.add("\x0AN10 G01 X5N10 G01 X6\na = 1\na = 2\n");

    folder dialects(corpus, "dialect");
    dialects.add("dialect: plant 7\nbyte_order: big\nword_order: swapped\nsize_includes_header: false\npad: nul\n");
    dialects.add("codes: {start: 0x0203}\ntext_widths: {init.serial_number: 20}\nvalue_types: {f32: 4}\n");
    dialects.add("date_format: DD.MM.YY\ntime_format: HH-MM-SS\nports: {host: 1400, machine: 5200, lpd: 1515}\n");

    folder screens(corpus, "screen");
    const auto drawn = [&](std::string_view drawings) {
        auto script = wire("00  0A 00  01 00  00 0A 00 05 00 07 00 00");
        const auto more = wire(drawings);
        script.push_back(static_cast<std::byte>(more.size()));
        script.push_back(std::byte{0});
        append(script, more);
        screens.add(script);
    };
    drawn("01 00  01 02 00 01 00 1E 04 00 'M' FC 'l' B0");
    drawn("02 00  02 00 00 01 00 07 02 00 03 00  03 01 00 00 00 07 02 00 03 00");
    drawn("02 00  04 00 00 00 00 07 04 00 04 00 03 00  05 01 00 01 00 0C 04 00 02 00 38 02");
    drawn("01 00  06 09 00 04 00 07 00 00");

    folder keys(corpus, "key_message");
    keys.add(R"({"key":257})");
    keys.add(R"({"key":-1,"more":[{}]})");

    folder watched(corpus, "live_request");
    watched.add("HY-0001,HY-0002\nstatus,cycles,events");

    folder times(corpus, "iso_time");
    times.add("2026-01-31T23:59:59.0071+01:00");
    times.add("2026-01-31 23:59");

    folder faults(corpus, "fault");
    faults.add(R"({"machine":"HY-*","message":"cycle","every":10,"do":{"delay":{"mean":"0.2s","spread":"1ms"}}})");
    faults.add(R"({"do":{"set_field":{"field":"variables.101","value":-5.5}},"from":"1.5s","until":"1h"})");
    faults.add("message=init first=1 probability=0.5 do=wrong_command value=0x7F01");
    faults.add("name='two words' do=shift_time:-1h");

    folder injected(corpus, "injector");
    injected.add(
        wire("02 00 00 00 00 FF 00 00 10 00 00 20 00 00 00 00 00 04 00 00 00 00 FF 03 01 FF FF 01 10 10 00 00 "
             "00 00 01 05 05 00 0C 00 00 02 04 04 00 70 00"));

    folder files(corpus, "settings");
    files.add("loud: yes\nport: 0x51E\nfactor: 2.5\nname: host\nlink: {wait_s: 0.5}\n");
    files.add("numbers: [1, -2.5]\nids: [1, 101]\nnames: [a, b]\nmachines: [{serial: HY-0001, port: 5118}]\n");

    folder scenarios(corpus, "scenario");
    scenarios.add(
        "scenario: 1\nname: x\nactors: {puppets: [{name: a}]}\nsteps:\n  - {name: go, connect: {}}\n"
        "  - {delay: 1s, send: {message: init, serial_number: HY}}\n  - {when: {message: error}, close: {}}\nexpect:\n"
        "  - {message: init_response, fields: {result: {not: 0}}, count: {least: 1, most: 2}, within: 3s, after: "
        "go}\n");
    scenarios.add(
        "scenario: 1\nname: x\nactors: {machines: {groups: [{count: 2}]}, host: {}}\nfaults: [{every: 2, do: drop}]\n"
        "steps:\n  - {actor: HY-0001, when: {value: GoodParts, least: 1}, raise: {interruption: 101}}\n  - {end: {}}\n"
        "expect:\n  - {order: [{message: list}, {message: status}]}\n  - {link: closed, never: true}\n"
        "  - {values: {message: cycle, variable: 101, most: 9}}\n  - {metric: links, equals: 1, within: 2s}\n");

    folder built(corpus, "frame_builder");
    built.add(std::string("\x08") + std::string(1, 0) + "{\"tandem_side\": 1, \"variables\": [1, 101]}");
    built.add(std::string_view("\x0C\x01\x0Dvariables.101\x1E\x00\x08\x00\x00\x00\x00\x01\x00\x65\x00", 27));

    folder set_up_texts(corpus, "setup_text");
    set_up_texts.add("Husky set-up\nformat = 1\nfamily = tech\n\n[hold]\nStep 1 time = 1.2 s\n");
    set_up_texts.add("# a remark\r\n[SPC]\r\nFill time UCL = off s\r\nFill time chart = On\r\n");
    return 0;
}
