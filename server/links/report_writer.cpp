#include "server/links/report_writer.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "protocol/date_time.hpp"
#include "protocol/value.hpp"

namespace husky::host {

namespace {

text_piece keep_machine_time(const std::string& date, const std::string& time, const protocol::dialect& d,
                             batch& into) {
    const auto at = protocol::parse_date_time(date, d.date_format, time, d.time_format);
    return into.keep(at ? protocol::iso_date_time(*at) : date + " " + time);
}

template <class Append>
text_piece keep_built(batch& into, Append append) {
    const auto from = into.text.size();
    append(into.text);
    return {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(into.text.size() - from)};
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
    protocol::append_json_string(out, name);
    out += ':';
    protocol::append_json_string(out, text);
}

/// The texts of a report in all languages: a JSON array of objects; those of events have a type too.
template <class Texts>
text_piece keep_texts(const Texts& texts, batch& into) {
    return keep_built(into, [&](std::string& out) {
        out += '[';
        for (const auto& t : texts) {
            out += out.back() == '[' ? "{" : ",{";
            append_member(out, "language", t.language_code);
            if constexpr (requires { t.type; }) {
                out += ',';
                append_member(out, "type", t.type);
            }
            out += ',';
            append_member(out, "text", t.content);
            out += '}';
        }
        out += ']';
    });
}

}  // namespace

void append_cycle_values(const protocol::cycle& c, std::string& out) {
    char opening = '{';
    std::array<char, 8> digits{};
    for (const auto& v : c.values) {
        out += opening;
        opening = ',';
        out += '"';
        out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), v.id).ptr);
        out += "\":";
        protocol::append_json(out, v.content);
    }
    out += '}';
}

std::size_t count_not_finite(const protocol::cycle& c) {
    std::size_t count = 0;
    for (const auto& v : c.values)
        if (const auto* f = std::get_if<float>(&v.content); f != nullptr && !std::isfinite(*f)) ++count;
    return count;
}

event_record keep_event(const protocol::event& e, machine_id machine, wall_time received, const protocol::dialect& d,
                        batch& into) {
    event_record r;
    r.machine = machine;
    r.receive_time = received;
    r.machine_time = keep_machine_time(e.date, e.time, d, into);
    r.texts = keep_texts(e.texts, into);
    return r;
}

interruption_record keep_interruption(const protocol::cycle_interruption& i, machine_id machine, wall_time received,
                                      const protocol::dialect& d, batch& into) {
    interruption_record r;
    r.machine = machine;
    r.interruption = i.id;
    r.state = static_cast<std::int32_t>(i.state);
    r.side = i.side;
    r.receive_time = received;
    r.machine_time = keep_machine_time(i.date, i.time, d, into);
    r.texts = keep_texts(i.texts, into);
    return r;
}

bool has_control_character(std::string_view utf8) {
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto c = static_cast<unsigned char>(utf8[i]);
        if (c < 0x20 || c == 0x7F) return true;
        if (c == 0xC2 && i + 1 < utf8.size() && static_cast<unsigned char>(utf8[i + 1]) < 0xA0) return true;
    }
    return false;
}

}  // namespace husky::host
