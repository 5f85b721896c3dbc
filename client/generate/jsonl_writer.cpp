#include "client/generate/row_writer.hpp"
#include "protocol/messages/value.hpp"

namespace husky::cells {

void jsonl_writer::begin(std::string_view kind) {
    text_ += "{\"kind\":\"";
    text_ += kind;
    text_ += '"';
    add_text("serial", current().serial());
}

void jsonl_writer::add_text(std::string_view key, std::string_view value) {
    text_ += ",\"";
    text_ += key;
    text_ += "\":";
    protocol::append_json_string(text_, value);
}

void jsonl_writer::add_time(std::chrono::sys_seconds at) {
    text_ += ",\"time\":\"";
    append_time(at);
    text_ += '"';
}

template <class Texts>
void jsonl_writer::end_with(const Texts& texts) {
    text_ += ",\"texts\":{";
    for (const auto& t : texts) {
        if (&t != &texts.front()) text_ += ',';
        protocol::append_json_string(text_, t.language_code);
        text_ += ':';
        protocol::append_json_string(text_, t.content);
    }
    text_ += "}}\n";
}

void jsonl_writer::cycle_ended(protocol::tandem_side side) {
    const cell& c = current();
    count_cycle();
    begin("cycle");
    text_ += side == 0 ? ",\"tandem_side\":0,\"life_counter\":" : ",\"tandem_side\":1,\"life_counter\":";
    append_number(text_, std::int64_t{c.life_counter()});
    add_time(c.cycle_end_time());
    add_text("quality", word_of(c.quality(side)));
    for (const auto& kind : variable_kinds()) {
        text_ += ",\"";
        text_ += name_of(kind.variable);
        text_ += "\":";
        append_variable(side, kind.variable, "null");
    }
    text_ += "}\n";
}

void jsonl_writer::event_recorded(std::chrono::sys_seconds at, std::span<const protocol::event_text> texts) {
    begin("event");
    add_time(at);
    add_text("type", texts.front().type);
    end_with(texts);
}

void jsonl_writer::interruption(std::uint16_t id, protocol::interruption_state state, protocol::tandem_side side,
                                std::chrono::sys_seconds at, std::span<const protocol::interruption_text> texts) {
    begin("interruption");
    add_time(at);
    text_ += ",\"tandem_side\":";
    append_number(text_, std::int64_t{side});
    text_ += ",\"interruption_id\":";
    append_number(text_, std::int64_t{id});
    add_text("state", state == protocol::interruption_state::begins ? "begins" : "ends");
    end_with(texts);
}

void jsonl_writer::status_changed(protocol::tandem_side side) {
    const auto status = current().status(side);
    begin("status");
    add_time(current().machine_time());
    text_ += ",\"tandem_side\":";
    append_number(text_, std::int64_t{side});
    text_ += ",\"mode\":";
    append_number(text_, std::int64_t{static_cast<std::uint8_t>(status.mode)});
    text_ += ",\"production\":";
    append_number(text_, std::int64_t{static_cast<std::uint8_t>(status.production)});
    add_text("job", status.job);
    add_text("mould", status.mould);
    text_ += "}\n";
}

}  // namespace husky::cells
