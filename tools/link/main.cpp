#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "link/command_line.hpp"
#include "settings/duration.hpp"
#include "settings/error.hpp"
#include "settings/load.hpp"
#include "tools/link/decode.hpp"
#include "tools/link/dissector.hpp"
#include "tools/link/probe.hpp"
#include "tools/link/version.hpp"

namespace {

using namespace husky;

constexpr const char* examples = R"(
Examples:
  husky-link probe 192.168.1.20
  husky-link probe localhost:5118 --json
  husky-link decode capture.pcapng
  echo 05 00 03 00 00 | husky-link decode -
  husky-link dissector > husky.lua)";

protocol::dialect dialect_of(const std::string& file) {
    return file.empty() ? protocol::default_dialect() : protocol::parse_dialect(settings::read_file(file), file);
}

int probe(const std::string& address, const std::string& timeout, const protocol::dialect& d, bool as_json) {
    const auto at = link::parse_host_port(address, d.ports.host);
    if (!at || at->port == 0)
        throw settings::error(fmt::format("'{}' is not an address and port, as 127.0.0.1:1310", address));
    const auto limit = settings::parse_duration(timeout);
    if (!limit || *limit < std::chrono::milliseconds(10))
        throw settings::error(fmt::format("--timeout: '{}' is not a duration from 10ms, as 3s", timeout));
    return tools::probe_command(*at, {*limit}, d, as_json);
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
    auto* decode = app.add_subcommand("decode", "show the messages in a capture, hexadecimal text or raw bytes");
    decode->add_option("file", file, "pcapng, pcap, hexadecimal text or raw messages; - is standard input")
        ->type_name("FILE|-")
        ->required();
    decode->add_flag("--json", as_json, "print a JSON object a line");
    add_dialect(decode);
    auto* dissector = app.add_subcommand("dissector", "print a plug-in for Wireshark (Lua)");
    add_dialect(dissector);
    auto* version = app.add_subcommand("version", "print the version");

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
        return app.exit(wrong) == 0 ? link::exit_ok : link::exit_usage;
    }
    return link::run_guarded([&] {
        const auto spoken = dialect_of(dialect);
        if (*version) {
            fmt::print("{}\n", tools::software_version);
        } else if (*dissector) {
            fmt::print("{}", tools::dissector(spoken));
        } else if (*decode) {
            return tools::decode_command(file, spoken, as_json);
        } else {
            return probe(address, timeout, spoken, as_json);
        }
        return static_cast<int>(link::exit_ok);
    });
}
