#include <fmt/format.h>

#include <boost/json.hpp>

#include "link/tls/tls_flags.hpp"
#include "program/command_line.hpp"
#include "protocol/by_name/field_walk.hpp"
#include "protocol/dialect/dialect_file.hpp"
#include "protocol/wire/hex.hpp"
#include "settings/error.hpp"
#include "settings/json_text.hpp"
#include "tools/link/net/probe.hpp"
#include "tools/link/shared_options.hpp"
#include "tools/link/subcommands.hpp"

namespace husky::tools {

namespace {

namespace json = boost::json;

std::string revision_text(std::uint16_t revision) {
    return fmt::format("{:x}.{:02x}", static_cast<unsigned>(revision >> 8U), static_cast<unsigned>(revision & 0xFFU));
}

double milliseconds(std::chrono::microseconds time) { return static_cast<double>(time.count()) / 1000.0; }

/// Bytes and, where they can be shown, characters: "48 54 54 50 |HTTP|".
std::string shown(const std::vector<std::byte>& bytes) {
    std::string characters;
    for (const auto b : bytes) {
        const auto code = std::to_integer<unsigned>(b);
        characters += code >= 0x20 && code < 0x7F ? static_cast<char>(code) : '.';
    }
    return protocol::hex(bytes, " ") + (bytes.empty() ? "|" : " |") + characters + "|";
}

std::string headline(const probe_finding& found) {
    switch (found.state) {
        case probe_state::host:
            return "a Husky host";
        case probe_state::machine:
            return "a Husky machine";
        case probe_state::husky:
            return "speaks Husky messages";
        case probe_state::other:
            return "no Husky: " + found.detail;
        case probe_state::closed:
            return "closed: " + found.detail;
        case probe_state::silent:
            return "silent: " + found.detail;
    }
    return "";
}

std::string text_of(const probe_finding& found) {
    auto out = headline(found);
    const auto add = [&](const std::string& part) { out += ", " + part; };
    if (!found.serial_number.empty()) add("serial number " + protocol::quoted(found.serial_number));
    if (found.identity) {
        const auto& who = *found.identity;
        add(fmt::format("name {}, software {}, revision {}, {} {}", protocol::quoted(who.name),
                        protocol::quoted(who.software), revision_text(who.revision), who.links,
                        who.links == 1 ? "link" : "links"));
    } else if (is_found(found.state)) {
        add(found.detail);
    }
    if (found.round_trip) add(fmt::format("round trip {:.3f} ms", milliseconds(*found.round_trip)));
    if (!found.first_bytes.empty()) add("first bytes " + shown(found.first_bytes));
    return out;
}

json::object json_of(const probe_finding& found) {
    json::object out{{"state", name(found.state)}};
    if (!found.detail.empty()) out["detail"] = found.detail;
    if (!found.serial_number.empty()) out["serial_number"] = found.serial_number;
    if (found.identity) {
        out["name"] = found.identity->name;
        out["software"] = found.identity->software;
        out["revision"] = revision_text(found.identity->revision);
        out["links"] = found.identity->links;
    }
    if (found.round_trip) out["round_trip_ms"] = milliseconds(*found.round_trip);
    if (!found.first_bytes.empty()) out["first_bytes"] = protocol::hex(found.first_bytes);
    return out;
}

int exit_code_of(const probe_findings& found) {
    if (is_found(found.tcp.state) || is_found(found.udp.state)) return program::exit_ok;
    return found.tcp.state == probe_state::silent ? program::exit_timed_out : program::exit_failed;
}

/// What is typed behind `probe`.
struct probe_flags {
    std::string address, dialect;
    std::string timeout = "3s";
    bool as_json = false;
    link::tls_flags tls;
};

void declare_probe(program::options& of, probe_flags& into) {
    of.value("address", into.address, "A[:P]", "address, and port if not 1310", {.required = true});
    of.flag("--json", into.as_json, "print a JSON object");
    of.value("--timeout", into.timeout, "D", "how long to wait for a connection, and for an answer",
             {.shows_default = true});
    declare_dialect(of, into.dialect);
    link::declare_tls(of, into.tls);
}

int probe_command(const probe_flags& given) {
    const auto d = protocol::load_dialect(given.dialect);
    const auto at = link::parse_host_port(given.address, d.ports.host);
    if (!at || at->port == 0)
        throw settings::error(fmt::format("'{}' is not an address and port, as 127.0.0.1:1310", given.address));
    const auto tls = given.tls.context(at->host);
    const auto found = probe(*at, duration_of("--timeout", given.timeout, "3s"), d, tls.get());
    const int code = exit_code_of(found);
    if (given.as_json)
        fmt::print("{}\n", settings::json_text(json::object{{"address", found.address},
                                                            {"found", code == program::exit_ok},
                                                            {"tcp", json_of(found.tcp)},
                                                            {"udp", json_of(found.udp)}}));
    else
        fmt::print("{}\n  tcp  {}\n  udp  {}\n", found.address, text_of(found.tcp), text_of(found.udp));
    return code;
}

}  // namespace

program::subcommand probe_subcommand() {
    return program::subcommand_of<probe_flags>("probe", "show what listens at an address, without disturbing it", "",
                                               declare_probe, probe_command);
}

}  // namespace husky::tools
