#include "server/api/documents/rows.hpp"

#include <boost/json.hpp>
#include <optional>
#include <string>

#include "protocol/messages/value.hpp"
#include "protocol/messages/variable_names.hpp"
#include "server/records/remembered.hpp"
#include "settings/json_text.hpp"

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

std::string interruption_json(std::string_view serial, const std::optional<last_interruption>& newest) {
    if (!newest) return "null";
    std::string out;
    append_json(out, fields_of(serial, stored_interruption{0, newest->id, newest->state, newest->side,
                                                           newest->machine_time, newest->receive_time, newest->texts}));
    return out;
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
    into.number("cycle_time", machine.cycle_time);
    into.number("target_cycle_time", machine.ideal_cycle_time);
    into.json("last_interruption", interruption_json(machine.serial, machine.stopped_by),
              answer_field::type::object_or_null);
    return into;
}

namespace {

field_list head_of(std::string_view serial, const stored_cycle& cycle) {
    field_list into;
    into.text("serial", serial);
    into.integer("tandem_side", cycle.side);
    into.integer("epoch", cycle.epoch);
    into.integer("life_counter", cycle.life_counter);
    into.machine_time("machine_time", cycle.machine_time);
    into.time("receive_time", cycle.receive_time);
    return into;
}

/// A value as it was stored: numbers are as short as they were.
void add_value(field_list& into, std::string_view name, const boost::json::value* value) {
    if (value == nullptr || value->is_null()) return into.text(name, std::nullopt);
    if (value->is_string()) return into.text(name, std::string_view(value->get_string()));
    into.json(name, settings::json_text(*value), answer_field::type::any);
}

}  // namespace

field_list fields_of(std::string_view serial, const stored_cycle& cycle) {
    field_list into = head_of(serial, cycle);
    into.json("values", cycle.values, answer_field::type::object);
    return into;
}

field_list named_fields_of(std::string_view serial, const stored_cycle& cycle) {
    field_list into = head_of(serial, cycle);
    boost::json::object values;
    if (!cycle.values.empty()) values = boost::json::parse(cycle.values).as_object();
    const auto take = [&](const auto& variable) {
        const auto at = values.find(std::to_string(variable.id));
        add_value(into, variable.name, at == values.end() ? nullptr : &at->value());
        if (at != values.end()) values.stable_erase(at);
    };
    for (const auto& each : protocol::named_machine_variables)
        take(each);
    for (const auto& each : protocol::named_process_variables)
        take(each);
    into.text("other", values.empty() ? std::nullopt : std::optional(settings::json_text(values)));
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

field_list fields_of(std::string_view serial, const stored_job& job) {
    field_list into;
    into.text("serial", serial);
    into.integer("tandem_side", job.side);
    into.text("job", job.job);
    into.text("mould", job.mould);
    into.integer("cycles", job.cycles);
    into.integer("good_parts", job.good);
    into.integer("bad_parts", job.bad);
    into.integer("ordered", std::nullopt);  // no machine tells it
    into.time("from", job.began);
    into.time("to", job.is_newest ? std::nullopt : std::optional(job.newest));
    into.time("last_cycle_at", job.newest);
    return into;
}

field_list fields_of(std::string_view serial, const stored_subgroup& subgroup) {
    field_list into;
    into.text("serial", serial);
    into.integer("epoch", subgroup.epoch);
    into.integer("first_life_counter", subgroup.first);
    into.integer("last_life_counter", subgroup.last);
    into.time("from", subgroup.first_received);
    into.time("to", subgroup.last_received);
    into.integer("subgroup_size", subgroup.size);
    into.number("mean", subgroup.mean);
    into.number("range", subgroup.max - subgroup.min);
    into.number("std_dev", subgroup.std_dev);
    into.number("min", subgroup.min);
    into.number("max", subgroup.max);
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
