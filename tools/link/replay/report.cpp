#include "tools/link/replay/report.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "protocol/by_name/message_json.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/hex.hpp"
#include "settings/counted.hpp"
#include "settings/json_text.hpp"
#include "tools/link/captures/message_printer.hpp"

namespace husky::tools {

namespace json = boost::json;

namespace {

std::string name_of(const protocol::frame& f, protocol::link_kind on, const protocol::dialect& d) {
    const auto message = message_of(d, f.command, on);
    return message ? std::string(protocol::traits_of(*message).name)
                   : fmt::format("unknown command 0x{:04X}", f.command);
}

std::string table(const protocol::frame& f, const recorded_connection& of, const frame_judge& judge) {
    message_origin at;
    at.link = of.name;
    at.kind = of.kind;
    return text_of(f, at, judge);
}

std::string_view kind_name(divergence::kind what) {
    switch (what) {
        case divergence::kind::fields:
            return "other fields";
        case divergence::kind::message:
            return "another message";
        case divergence::kind::unexpected:
            return "a message that was not recorded";
        case divergence::kind::ended:
            return "the end of the link";
        case divergence::kind::framing:
            return "bytes that are not a message";
    }
    return "";
}

bool has_frame(const divergence& d) {
    return d.came.size() >= protocol::header_size && d.type != divergence::kind::framing;
}

std::string head_line(const divergence& d, const recording& from, const frame_judge& judge) {
    const auto& link = from.connections[d.connection];
    auto line =
        d.number == 0
            ? std::string("after the last frame")
            : fmt::format("frame {}, {}: ", d.number,
                          name_of(from.frame_of(*d.expected, judge.wire_dialect()), link.kind, judge.wire_dialect()));
    line += fmt::format("{}came {}", d.number == 0 ? " " : "", kind_name(d.type));
    if (has_frame(d))
        line += fmt::format(", {}", name_of(frame_in(d.came, judge.wire_dialect()), link.kind, judge.wire_dialect()));
    return line + fmt::format(" ({})\n", link.name);
}

std::string diverged_text(const divergence& d, const recording& from, const frame_judge& judge) {
    const auto& link = from.connections[d.connection];
    auto out = head_line(d, from, judge);
    for (const auto& one : d.differences)
        out += fmt::format("  {}: expected {}, came {}\n", one.field, one.expected, one.came);
    if (d.expected) out += "\nexpected:\n" + table(from.frame_of(*d.expected, judge.wire_dialect()), link, judge);
    if (has_frame(d)) out += "came:\n" + table(frame_in(d.came, judge.wire_dialect()), link, judge);
    return out;
}

std::string silent_text(const replay_outcome& o, const recording& from, const frame_judge& judge) {
    const auto& link = from.connections[o.connection];
    if (!o.waited || o.waited->type != recorded_event::kind::frame)
        return fmt::format("silence: nobody opened the connection {}\n", link.name);
    const auto expected = from.frame_of(*o.waited, judge.wire_dialect());
    return fmt::format("silence: frame {} did not come, {} ({})\n\nexpected:\n{}", o.waited->number,
                       name_of(expected, link.kind, judge.wire_dialect()), link.name, table(expected, link, judge));
}

json::object decoded(const protocol::frame& f, protocol::link_kind on, const protocol::dialect& d) {
    auto object = protocol::to_json(f, d, on);
    object["hex"] = protocol::hex(f.bytes);
    return object;
}

}  // namespace

std::string text_of(const replay_outcome& o, const recording& from, const frame_judge& judge) {
    switch (o.type) {
        case replay_outcome::kind::same:
            return fmt::format("no divergence: {} sent, {} came as recorded\n", settings::counted(o.sent, "frame"),
                               settings::counted(o.matched, "frame"));
        case replay_outcome::kind::diverged:
            return diverged_text(*o.first, from, judge);
        case replay_outcome::kind::silent:
            return silent_text(o, from, judge);
    }
    return "";
}

std::string json_of(const replay_outcome& o, const recording& from, const frame_judge& judge) {
    constexpr std::string_view results[] = {"same", "diverged", "silent"};
    json::object out{{"result", results[static_cast<std::size_t>(o.type)]}, {"sent", o.sent}, {"matched", o.matched}};
    const auto& d = judge.wire_dialect();
    const auto add_expected = [&](const std::optional<recorded_event>& e, std::size_t connection) {
        const auto& link = from.connections[connection];
        out["connection"] = connection + 1;
        out["link"] = link.name;
        if (!e || e->type != recorded_event::kind::frame) return;
        out["frame"] = e->number;
        out["expected"] = decoded(from.frame_of(*e, d), link.kind, d);
    };
    if (o.type == replay_outcome::kind::silent) add_expected(o.waited, o.connection);
    if (!o.first) return settings::json_text(out) + '\n';
    const auto& first = *o.first;
    out["what"] = kind_name(first.type);
    add_expected(first.expected, first.connection);
    if (has_frame(first)) out["came"] = decoded(frame_in(first.came, d), from.connections[first.connection].kind, d);
    json::array fields;
    for (const auto& one : first.differences)
        fields.push_back({{"field", one.field}, {"expected", one.expected}, {"came", one.came}});
    out["differences"] = std::move(fields);
    return settings::json_text(out) + '\n';
}

}  // namespace husky::tools
