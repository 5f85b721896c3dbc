#include "tools/link/captures/message_printer.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "program/say.hpp"
#include "protocol/by_name/field_walk.hpp"
#include "protocol/by_name/message_json.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/hex.hpp"
#include "settings/counted.hpp"
#include "settings/json_text.hpp"

namespace husky::tools {

namespace {

constexpr std::size_t bytes_in_a_line = 16;
constexpr std::string_view wrong_end_text = "sent by the wrong end";

/// "2026-01-01T00:00:00.123456Z"
std::string iso(capture_time time) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(time);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z", fmt::gmtime(whole.time_since_epoch().count()),
                       (time - whole).count());
}

void add_row(std::string& out, std::size_t offset, std::span<const std::byte> bytes, char known,
             const std::string& name, const std::string& value) {
    const auto first = bytes.first(std::min(bytes.size(), bytes_in_a_line));
    fmt::format_to(std::back_inserter(out), "  {:>6}  {:<47}  {}  {:<24}  {}\n", offset, protocol::capital_hex(first),
                   known, name, value);
    for (std::size_t at = first.size(); at < bytes.size(); at += bytes_in_a_line)
        fmt::format_to(std::back_inserter(out), "  {:>6}  {}\n", offset + at,
                       protocol::capital_hex(bytes.subspan(at, std::min(bytes_in_a_line, bytes.size() - at))));
}

void add_field(std::string& out, const protocol::placed_field& field) {
    const auto& layout = *field.layout;
    if (field.kind == protocol::field_kind::repeat) return;  // its count has just been shown
    const auto indent = std::string(2 * field.depth, ' ');
    const auto name =
        field.depth == 0 ? std::string(layout.name) : fmt::format("{}[{}] {}", indent, field.element, layout.name);
    const bool shows_bytes = field.kind == protocol::field_kind::bytes;
    add_row(out, field.offset, field.bytes, letter(layout.known), name,
            shows_bytes ? settings::counted(field.bytes.size(), "byte") : text_of(field));
}

std::string head_line(const protocol::frame& f, const message_origin& at,
                      std::optional<protocol::message_index> message) {
    const auto* traits = message ? &protocol::traits_of(*message) : nullptr;
    std::string out;
    if (at.time) out += iso(*at.time) + "  ";
    if (at.link.empty())
        out += fmt::format("at {}  ", at.offset);
    else
        out += at.link + "  ";
    out += fmt::format("{} 0x{:04X}, {}", traits != nullptr ? traits->name : "unknown command", f.command,
                       settings::counted(f.bytes.size(), "byte"));
    if (traits != nullptr) {
        if (traits->from != protocol::sender::any)
            out += traits->from == protocol::sender::machine ? ", from machine" : ", from host";
        out += fmt::format(", {} {}{}", letter(traits->known), name(traits->known),
                           protocol::known_otherwise_text(*message));
    }
    if (at.wrong_end) out += fmt::format("; fault: {}", wrong_end_text);
    return out + '\n';
}

/// A JSON object and the end of its line.
std::string json_of(const protocol::frame& f, const message_origin& at, const protocol::dialect& d) {
    auto object = to_json(f, d, at.kind);
    if (!object.contains("name")) object["fault"] = "unknown command";
    if (at.wrong_end && !object.contains("fault")) object["fault"] = wrong_end_text;
    if (at.time) object["time"] = iso(*at.time);
    if (!at.link.empty()) object["link"] = at.link;
    return settings::json_text(object) + '\n';
}

}  // namespace

std::string text_of(const protocol::frame& f, const message_origin& at, const frame_judge& judge) {
    const auto& d = judge.wire_dialect();
    const auto message = message_of(d, f.command, at.kind);
    auto out = head_line(f, at, message);
    protocol::wire_reader head(f.bytes, d);
    add_row(out, 0, f.bytes.first(2), 'D', "message_size", fmt::format("{}", head.take<std::uint16_t>()));
    add_row(out, 2, f.bytes.subspan(2, 2), message ? letter(protocol::traits_of(*message).marks.code) : '-', "command",
            fmt::format("0x{:04X}", f.command));
    auto end = protocol::walk_end{protocol::decode_fault::none, protocol::header_size};
    if (message) end = walk_fields(f, judge.layout(*message), d, [&](const auto& field) { add_field(out, field); });
    if (end.offset < f.bytes.size()) add_row(out, end.offset, f.bytes.subspan(end.offset), '-', "(not decoded)", "");
    if (end.fault != protocol::decode_fault::none)
        out += fmt::format("  fault: {} at offset {}\n", name(end.fault), end.offset);
    return out + '\n';
}

void message_printer::message(const protocol::frame& f, const message_origin& at) {
    fmt::print(out_, "{}", as_json_ ? json_of(f, at, judge_.wire_dialect()) : text_of(f, at, judge_));
}

void message_printer::note(const std::string& link, const std::string& text) {
    program::say(notes_, "{}{}{}\n", link, link.empty() ? "" : ": ", text);
}

}  // namespace husky::tools
