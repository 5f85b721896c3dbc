#include "server/intake/report_writer.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace husky::host {

namespace {

text_piece piece_from(std::size_t from, const batch& of) {
    return {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(of.text.size() - from)};
}

text_piece keep_values(std::span<const protocol::variable_value> values, batch& into) {
    const auto from = into.text.size();
    char opening = '{';
    std::array<char, 8> digits{};
    for (const auto& v : values) {
        into.text += opening;
        opening = ',';
        into.text += '"';
        into.text.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), v.id).ptr);
        into.text += "\":";
        protocol::append_json(into.text, v.content);
    }
    into.text += '}';
    return piece_from(from, into);
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
    protocol::append_json_string(out, name);
    out += ':';
    protocol::append_json_string(out, text);
}

/// The texts of a report in all languages: a JSON array of objects; those of events have a type too.
void append_texts(std::span<const reported_text> texts, bool with_type, std::string& out) {
    out += '[';
    for (const auto& t : texts) {
        out += out.back() == '[' ? "{" : ",{";
        append_member(out, "language", t.language);
        if (with_type) {
            out += ',';
            append_member(out, "type", t.type);
        }
        out += ',';
        append_member(out, "text", t.content);
        out += '}';
    }
    out += ']';
}

text_piece keep_texts(std::span<const reported_text> texts, bool with_type, batch& into) {
    const auto from = into.text.size();
    append_texts(texts, with_type, into.text);
    return piece_from(from, into);
}

}  // namespace

std::string texts_json(std::span<const reported_text> texts) {
    std::string out;
    append_texts(texts, false, out);
    return out;
}

void write_cycle(const reported_cycle& c, machine_id machine, std::int32_t epoch, wall_time received,
                 const produced& made, batch& into) {
    const auto values = keep_values(c.values, into);
    into.records.emplace_back(cycle_record{machine, c.side, epoch, c.life_counter, c.end_time, received, values, made});
}

void write_event(const reported_event& e, machine_id machine, wall_time received, batch& into) {
    event_record r;
    r.machine = machine;
    r.receive_time = received;
    r.machine_time = into.keep(e.machine_time);
    r.texts = keep_texts(e.texts, true, into);
    into.records.emplace_back(r);
}

void write_interruption(const reported_interruption& i, machine_id machine, wall_time received, batch& into) {
    interruption_record r;
    r.machine = machine;
    r.interruption = i.id;
    r.state = static_cast<std::int32_t>(i.state);
    r.side = i.side;
    r.receive_time = received;
    r.machine_time = into.keep(i.machine_time);
    r.texts = keep_texts(i.texts, false, into);
    into.records.emplace_back(r);
}

std::size_t count_not_finite(const reported_cycle& c) {
    std::size_t count = 0;
    for (const auto& v : c.values)
        if (const auto* f = std::get_if<float>(&v.content); f != nullptr && !std::isfinite(*f)) ++count;
    return count;
}

}  // namespace husky::host
