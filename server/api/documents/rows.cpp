#include "server/api/documents/rows.hpp"

#include <optional>
#include <string>

#include "protocol/messages/value.hpp"
#include "server/records/remembered.hpp"

namespace husky::host {

namespace {

std::int64_t number(std::uint64_t count) { return static_cast<std::int64_t>(count); }

std::string sides_json(const machine_snapshot& machine) {
    return json_array(machine.sides, [](std::string& out, const protocol::machine_status& side) {
        field_list fields;
        fields.integer("tandem_side", side.side);
        fields.text("mode", protocol::name(side.mode));
        fields.text("production", protocol::name(side.production));
        fields.text("job", side.job);
        fields.text("mould", side.mould);
        fields.integer("cycles", side.cycles);
        fields.integer("good_parts", side.good_parts);
        fields.integer("bad_parts", side.bad_parts);
        append_json(out, fields);
    });
}

std::string files_json(const stored_print& print) {
    return json_array(print.files, [](std::string& out, const stored_print::file& each) {
        field_list fields;
        fields.text("file", each.name);
        fields.text("type", each.type);
        fields.integer("size", each.size);
        append_json(out, fields);
    });
}

std::string state_text(std::int32_t state) {
    if (state == 1) return "begins";
    return state == 0 ? "ends" : std::to_string(state);
}

}  // namespace

field_list fields_of(const machine_snapshot& machine) {
    field_list into;
    into.text("serial", machine.serial);
    into.boolean("online", machine.online);
    into.text("address", machine.address.empty() ? std::nullopt : std::optional<std::string_view>(machine.address));
    into.boolean("tandem", machine.tandem);
    into.json("sides", sides_json(machine), answer_field::type::array);
    into.integer("epoch", machine.epoch);
    into.integer("life_counter", machine.life_counter);
    into.machine_time("last_cycle_at", machine.last_cycle_at);
    into.time("linked_since", machine.linked_since);
    into.integer("cycles_stored", number(machine.cycles_stored));
    into.integer("duplicates", number(machine.duplicates));
    into.integer("gaps", number(machine.gaps));
    into.integer("events", number(machine.events));
    into.integer("interruptions", number(machine.interruptions));
    into.json("languages", json_array(machine.languages, protocol::append_json_string), answer_field::type::array);
    into.integer("variables", number(machine.variables));
    return into;
}

field_list fields_of(std::string_view serial, const stored_cycle& cycle) {
    field_list into;
    into.text("serial", serial);
    into.integer("tandem_side", cycle.side);
    into.integer("epoch", cycle.epoch);
    into.integer("life_counter", cycle.life_counter);
    into.machine_time("machine_time", cycle.machine_time);
    into.time("receive_time", cycle.receive_time);
    into.json("values", cycle.values, answer_field::type::object);
    return into;
}

field_list fields_of(std::string_view serial, const stored_gap& gap) {
    field_list into;
    into.text("serial", serial);
    into.integer("epoch", gap.epoch);
    into.integer("first_missing", gap.first_missing);
    into.integer("last_missing", gap.last_missing);
    into.time("detected_at", gap.detected_at);
    into.machine_time("after_time", gap.after);
    into.machine_time("before_time", gap.before == open_end ? std::nullopt : std::optional(gap.before));
    return into;
}

field_list fields_of(std::string_view serial, const stored_event& event) {
    field_list into;
    into.text("serial", serial);
    into.clock_text("machine_time", event.machine_time);
    into.time("receive_time", event.receive_time);
    into.json("texts", event.texts, answer_field::type::array);
    return into;
}

field_list fields_of(std::string_view serial, const stored_interruption& interruption) {
    field_list into;
    into.text("serial", serial);
    into.integer("tandem_side", interruption.side);
    into.integer("interruption_id", interruption.interruption);
    into.text("state", state_text(interruption.state));
    into.clock_text("machine_time", interruption.machine_time);
    into.time("receive_time", interruption.receive_time);
    into.json("texts", interruption.texts, answer_field::type::array);
    return into;
}

field_list fields_of(std::string_view serial, const stored_setup& setup) {
    field_list into;
    into.text("serial", serial);
    into.integer("setup_number", setup.number);
    into.integer("version", setup.version);
    into.time("time", setup.time);
    into.time("last_time", setup.last_time);
    into.text("origin", setup.origin);
    into.text("remark", setup.remark);
    into.integer("size", setup.size);
    into.integer("crc32", setup.crc32);
    into.text("sha256", setup.sha256);
    return into;
}

field_list fields_of(std::string_view serial, const stored_print& print) {
    field_list into;
    into.text("serial", serial);
    into.integer("id", print.cursor);
    into.time("time", print.receive_time);
    into.text("job", print.job);
    into.text("user", print.user);
    into.text("host", print.host);
    into.json("files", files_json(print), answer_field::type::array);
    return into;
}

}  // namespace husky::host
