#include "server/api/documents/rows.hpp"

#include <optional>
#include <string>

#include "protocol/messages/value.hpp"
#include "server/http/json_fields.hpp"
#include "server/records/remembered.hpp"

namespace husky::host {

namespace {

std::int64_t number(std::uint64_t count) { return static_cast<std::int64_t>(count); }

std::string sides_json(const machine_snapshot& machine) {
    std::string out = "[";
    for (const protocol::machine_status& side : machine.sides) {
        if (out.size() > 1) out += ',';
        json_fields fields(out);
        fields.integer("tandem_side", side.side);
        fields.text("mode", protocol::name(side.mode));
        fields.text("production", protocol::name(side.production));
        fields.text("job", side.job);
        fields.text("mould", side.mould);
        fields.integer("cycles", side.cycles);
        fields.integer("good_parts", side.good_parts);
        fields.integer("bad_parts", side.bad_parts);
        fields.close();
    }
    return out + ']';
}

std::string languages_json(const machine_snapshot& machine) {
    std::string out = "[";
    for (const std::string& code : machine.languages) {
        if (out.size() > 1) out += ',';
        protocol::append_json_string(out, code);
    }
    return out + ']';
}

std::string files_json(const stored_print& print) {
    std::string out = "[";
    for (const stored_print::file& each : print.files) {
        if (out.size() > 1) out += ',';
        json_fields fields(out);
        fields.text("file", each.name);
        fields.text("type", each.type);
        fields.integer("size", each.size);
        fields.close();
    }
    return out + ']';
}

std::string state_text(std::int32_t state) {
    if (state == 1) return "begins";
    return state == 0 ? "ends" : std::to_string(state);
}

}  // namespace

void describe(field_sink& into, const machine_snapshot& machine) {
    into.text("serial", machine.serial);
    into.boolean("online", machine.online);
    into.text("address", machine.address.empty() ? std::nullopt : std::optional<std::string_view>(machine.address));
    into.boolean("tandem", machine.tandem);
    into.json("sides", sides_json(machine), json_kind::array);
    into.integer("epoch", machine.epoch);
    into.integer("life_counter", machine.life_counter);
    into.machine_time("last_cycle_at", machine.last_cycle_at);
    into.time("linked_since", machine.linked_since);
    into.integer("cycles_stored", number(machine.cycles_stored));
    into.integer("duplicates", number(machine.duplicates));
    into.integer("gaps", number(machine.gaps));
    into.integer("events", number(machine.events));
    into.integer("interruptions", number(machine.interruptions));
    into.json("languages", languages_json(machine), json_kind::array);
    into.integer("variables", number(machine.variables));
}

void describe(field_sink& into, std::string_view serial, const stored_cycle& cycle) {
    into.text("serial", serial);
    into.integer("tandem_side", cycle.side);
    into.integer("epoch", cycle.epoch);
    into.integer("life_counter", cycle.life_counter);
    into.machine_time("machine_time", cycle.machine_time);
    into.time("receive_time", cycle.receive_time);
    into.json("values", cycle.values, json_kind::object);
}

void describe(field_sink& into, std::string_view serial, const stored_gap& gap) {
    into.text("serial", serial);
    into.integer("epoch", gap.epoch);
    into.integer("first_missing", gap.first_missing);
    into.integer("last_missing", gap.last_missing);
    into.time("detected_at", gap.detected_at);
    into.machine_time("after_time", gap.after);
    into.machine_time("before_time", gap.before == open_end ? std::nullopt : std::optional(gap.before));
}

void describe(field_sink& into, std::string_view serial, const stored_event& event) {
    into.text("serial", serial);
    into.clock_text("machine_time", event.machine_time);
    into.time("receive_time", event.receive_time);
    into.json("texts", event.texts, json_kind::array);
}

void describe(field_sink& into, std::string_view serial, const stored_interruption& interruption) {
    into.text("serial", serial);
    into.integer("tandem_side", interruption.side);
    into.integer("interruption_id", interruption.interruption);
    into.text("state", state_text(interruption.state));
    into.clock_text("machine_time", interruption.machine_time);
    into.time("receive_time", interruption.receive_time);
    into.json("texts", interruption.texts, json_kind::array);
}

void describe(field_sink& into, std::string_view serial, const stored_setup& setup) {
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
}

void describe(field_sink& into, std::string_view serial, const stored_print& print) {
    into.text("serial", serial);
    into.integer("id", print.cursor);
    into.time("time", print.receive_time);
    into.text("job", print.job);
    into.text("user", print.user);
    into.text("host", print.host);
    into.json("files", files_json(print), json_kind::array);
}

}  // namespace husky::host
