#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "program/command_line.hpp"
#include "program/configuration.hpp"
#include "program/version.hpp"
#include "protocol/dialect/dialect_file.hpp"
#include "settings/duration.hpp"
#include "settings/error.hpp"
#include "settings/scalar.hpp"
#include "settings/schema/load.hpp"
#include "tools/link/decode.hpp"
#include "tools/link/dissector.hpp"
#include "tools/link/net/listen.hpp"
#include "tools/link/net/probe.hpp"
#include "tools/link/replay/replay.hpp"
#include "tools/link/replay/scenario_writer.hpp"
#include "tools/link/tap/tap.hpp"

namespace {

using namespace husky;

constexpr const char* examples = R"(
Examples:
  husky-link probe 192.168.1.20
  husky-link probe localhost:5118 --json
  husky-link decode capture.pcapng
  echo 05 00 03 00 00 | husky-link decode -
  husky-link dissector > husky.lua
  husky-link tap --listen 0.0.0.0:1310 --target 192.168.1.20:1310 --out monday.pcapng --trace monday.jsonl
  husky-link replay monday.pcapng --as machine --to 127.0.0.1:1310 --speed max
  husky-link scenario monday.pcapng --as machine --out monday.yaml)";

std::chrono::nanoseconds duration_of(const char* option, const std::string& text, const char* example) {
    const auto limit = settings::parse_duration(text);
    if (!limit || *limit < std::chrono::milliseconds(10))
        throw settings::error(fmt::format("{}: '{}' is not a duration from 10ms, as {}", option, text, example));
    return *limit;
}

int probe(const std::string& address, const std::string& timeout, const protocol::dialect& d, bool as_json) {
    const auto at = link::parse_host_port(address, d.ports.host);
    if (!at || at->port == 0)
        throw settings::error(fmt::format("'{}' is not an address and port, as 127.0.0.1:1310", address));
    return tools::probe_command(*at, {duration_of("--timeout", timeout, "3s")}, d, as_json);
}

/// The addresses of tap and replay, and how replay plays.
struct addresses {
    std::string listen, target, to;
};

int tap(const addresses& given, tools::tap_settings s, const protocol::dialect& d) {
    s.listen = tools::address_of("--listen", given.listen, d.ports.host, true);
    s.target = tools::address_of("--target", given.target, d.ports.host, false);
    return tools::tap_command(s, d);
}

double speed_of(const std::string& text) {
    constexpr double max = 100'000;
    if (text == "max") return 0;
    const auto speed = settings::parse_number(text);
    if (!speed || !(*speed > 0) || *speed > max)
        throw settings::error(
            fmt::format("--speed: expected a factor above 0 and up to {:.0f}, or max, got '{}'", max, text));
    return *speed;
}

tools::match_rules rules_of(const std::string& file) {
    return file.empty() ? tools::match_rules::usual() : tools::parse_rules(settings::read_file(file), file);
}

tools::replay_side side_of(const std::string& text) {
    return text == "machine" ? tools::replay_side::machine : tools::replay_side::host;
}

int replay(const std::string& file, const addresses& given, tools::replay_settings s, const protocol::dialect& d,
           bool as_json) {
    const auto port = s.as == tools::replay_side::machine ? d.ports.host : d.ports.machine;
    if (given.to.empty() == given.listen.empty())
        throw settings::error("replay: expected one of --to A:P and --listen A:P");
    if (given.to.empty())
        s.listen = tools::address_of("--listen", given.listen, port, true);
    else
        s.to = tools::address_of("--to", given.to, port, false);
    return tools::replay_command(file, s, d, as_json);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("husky-link: looks at links of the Husky Host Interface");
    app.footer(examples);
    app.require_subcommand(1);

    std::string address, timeout = "3s", file, dialect;
    bool as_json = false;
    const auto add_dialect = [&](CLI::App* to) {
        to->add_option("--dialect", dialect, "dialect file (YAML)")->type_name("FILE")->take_last();
    };
    auto* probe_at = app.add_subcommand("probe", "tell what listens at an address, without disturbing it");
    probe_at->add_option("address", address, "address, and port if it is not 1310")->type_name("A[:P]")->required();
    probe_at->add_flag("--json", as_json, "print a JSON object");
    probe_at->add_option("--timeout", timeout, "how long to wait for a connection, and for an answer")
        ->type_name("D")
        ->capture_default_str()
        ->take_last();
    add_dialect(probe_at);
    auto* decode =
        app.add_subcommand("decode", "show the messages in a capture, a trace, hexadecimal text or raw bytes");
    decode
        ->add_option("file", file,
                     "pcapng, pcap, a trace of tap, hexadecimal text or raw messages, packed with gzip or not; - is "
                     "standard input")
        ->type_name("FILE|-")
        ->required();
    decode->add_flag("--json", as_json, "print a JSON object a line");
    add_dialect(decode);
    auto* dissector = app.add_subcommand("dissector", "print a plug-in for Wireshark (Lua)");
    add_dialect(dissector);
    addresses given;
    tools::tap_settings tapped;
    auto max_links = std::to_string(tapped.max_connections);
    auto* tap_at = app.add_subcommand("tap", "relay between machines and a host, unchanged, and record what passes");
    tap_at->add_option("--listen", given.listen, "where machines (or the host) dial; port 0 takes a free one")
        ->type_name("A:P")
        ->required()
        ->take_last();
    tap_at->add_option("--target", given.target, "where their bytes go")->type_name("A:P")->required()->take_last();
    tap_at->add_option("--out", tapped.out, "the recording; one that is there stays, and this one takes the next name")
        ->type_name("FILE.pcapng")
        ->required()
        ->take_last();
    tap_at->add_option("--trace", tapped.trace, "a JSON object a line for each message, too")
        ->type_name("FILE.jsonl")
        ->take_last();
    tap_at->add_flag("--overwrite", tapped.overwrite,
                     "empty recordings that are there, in place of taking the next name");
    tap_at->add_option("--max-links", max_links, "connections at one time; further ones are closed")
        ->type_name("N")
        ->capture_default_str()
        ->take_last();
    add_dialect(tap_at);

    std::string side, speed = "1", rules, silence = "60s", out;
    const auto add_recording = [&](CLI::App* to) {
        to->add_option("file", file, "a recording: pcapng, pcap, or a trace of tap, packed with gzip or not")
            ->type_name("FILE|-")
            ->required();
        to->add_option("--as", side, "the side to play")
            ->type_name("machine|host")
            ->required()
            ->check(CLI::IsMember({"machine", "host"}))
            ->take_last();
        to->add_option("--rules", rules, "what may differ (YAML); else times and counters")
            ->type_name("FILE")
            ->take_last();
        add_dialect(to);
    };
    auto* play = app.add_subcommand("replay", "play a side of a recording, and tell where the other side differs");
    add_recording(play);
    play->add_option("--to", given.to, "dial the other side there")->type_name("A:P")->take_last();
    play->add_option("--listen", given.listen, "wait for the other side there")->type_name("A:P")->take_last();
    play->add_option("--speed", speed, "how fast; max waits for nothing but the other side")
        ->type_name("X|max")
        ->capture_default_str()
        ->take_last();
    play->add_option("--timeout", silence, "silence beyond the pauses of the recording after which it ends")
        ->type_name("D")
        ->capture_default_str()
        ->take_last();
    play->add_flag("--json", as_json, "print a JSON object");
    auto* convert = app.add_subcommand("scenario", "write a recording as a scenario file, to edit");
    add_recording(convert);
    convert->add_option("--out", out, "where to; standard output if not given")->type_name("FILE.yaml")->take_last();
    auto* version = app.add_subcommand("version", "print the version");

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
        return app.exit(wrong) == 0 ? program::exit_ok : program::exit_usage;
    }
    return program::run_guarded([&] {
        program::require_utf8(argc, argv);
        program::print_warnings(program::remarks_on_environment("HUSKY_LINK_"));
        const auto wire_dialect = protocol::load_dialect(dialect);
        if (*version) {
            fmt::print("{}\n", program::link_tool_software);
        } else if (*dissector) {
            program::print_all(tools::dissector(wire_dialect));
        } else if (*decode) {
            return tools::decode_command(file, wire_dialect, as_json);
        } else if (*tap_at) {
            tapped.max_connections =
                static_cast<std::size_t>(program::whole_number("--max-links", max_links, 1, 100'000));
            return tap(given, tapped, wire_dialect);
        } else if (*play) {
            tools::replay_settings s;
            s.as = side_of(side);
            s.speed = speed_of(speed);
            s.timeout = duration_of("--timeout", silence, "60s");
            s.rules = rules_of(rules);
            return replay(file, given, s, wire_dialect, as_json);
        } else if (*convert) {
            return tools::scenario_command(file, side == "machine", out, rules_of(rules), wire_dialect);
        } else {
            return probe(address, timeout, wire_dialect, as_json);
        }
        return static_cast<int>(program::exit_ok);
    });
}
