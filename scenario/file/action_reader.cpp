#include "scenario/file/action_reader.hpp"

#include <fmt/format.h>

#include "protocol/by_name/frame_builder.hpp"
#include "protocol/faults/fault_json.hpp"
#include "protocol/wire/hex.hpp"
#include "settings/scalar.hpp"

namespace husky::scenario {

namespace json = boost::json;

namespace {

/// Fields that stand beside other keys of an action, tried out as a message.
void check_fields(const plan_reader& in, const node& n, const std::string& message, const json::object& fields) {
    std::vector<std::byte> bytes;
    const auto index = protocol::message_layouts::find(message);
    const auto problem = protocol::build_frame(in.layouts(), *index, fields, {}, bytes);
    if (!problem) return;
    const auto first = problem->field.substr(0, problem->field.find('.'));
    auto where = n.where;
    for (const auto& m : n.members)
        if (m.name == first) where = m.where;
    if (problem->field.size() > first.size()) where.key += problem->field.substr(first.size());
    fail(where, problem->text);
}

std::optional<std::uint16_t> word_in(const node& n, std::string_view key) {
    const auto* found = n.find(key);
    if (found == nullptr) return std::nullopt;
    return static_cast<std::uint16_t>(settings::parse_integer(found->text).value_or(0));
}

std::map<std::string, std::string> changes_in(const node& n) {
    std::map<std::string, std::string> out;
    if (const auto* changes = n.find("changes"))
        for (const auto& m : changes->members)
            out[m.name] = m.value.text;
    return out;
}

std::uint16_t number_of_setup(const node& n) { return static_cast<std::uint16_t>(count_in(n, "number", 1)); }

}  // namespace

void read(const node& n, const plan_reader&, cut_action& into) { into.half_open = flag_in(n, "half_open"); }

void read(const node& n, const plan_reader& in, send_action& into) {
    into.times = count_in(n, "times", 1);
    if (const auto* hex = n.find("hex")) {
        const auto raw = protocol::bytes_from_hex(hex->text);
        if (!raw || raw->empty()) fail(hex->where, "expected bytes in hexadecimal, as \"05 00 03 00 00\"");
        for (const auto& m : n.members)
            if (m.name != "hex" && m.name != "times") fail(m.where, "raw bytes have no fields");
        into.raw = *raw;
        return;
    }
    const auto index = plan_reader::message_named(*n.find("message"));
    into.message = protocol::word_of(index);
    into.size = word_in(n, "size");
    into.fields = other_fields(n, {"message", "size", "times"});
    // `error` has a field with the same name as the command in the head.
    if (!std::holds_alternative<protocol::field_path>(in.layouts().find_field(index, "command"))) {
        into.command = word_in(n, "command");
        into.fields.erase("command");
    }
    check_fields(in, n, into.message, into.fields);
}

void read(const node& n, const plan_reader& in, ask_action& into) {
    into = {text_in(n, "message"), other_fields(n, {"message", "machine"}), text_in(n, "machine")};
    check_fields(in, n, into.message, into.fields);
}

void read(const node& n, const plan_reader&, upload_action& into) {
    into = {text_in(n, "machine"), number_of_setup(n)};
}

void read(const node& n, const plan_reader&, download_action& into) {
    into = {text_in(n, "machine"), number_of_setup(n), file_in(n, "file"), changes_in(n)};
}

void read(const node& n, const plan_reader&, set_point_action& into) {
    into = {text_in(n, "variable"), number_in(n, "value").value_or(0), std::nullopt};
    if (n.find("side") != nullptr) into.side = static_cast<std::uint8_t>(count_in(n, "side", 0));
}

void read(const node& n, const plan_reader&, raise_action& into) {
    into.interruption = word_in(n, "interruption").value_or(0);
}

void read(const node& n, const plan_reader&, clear_action& into) {
    into.interruption = word_in(n, "interruption").value_or(0);
}

void read(const node& n, const plan_reader&, block_cavity_action& into) {
    into.cavities = static_cast<std::int32_t>(count_in(n, "cavities", 1));
}

void read(const node& n, const plan_reader&, free_cavity_action& into) {
    if (n.find("cavities") != nullptr) into.cavities = static_cast<std::int32_t>(count_in(n, "cavities", 1));
}

void read(const node& n, const plan_reader&, set_clock_action& into) {
    into = {text_in(n, "to"), std::chrono::seconds(static_cast<std::int64_t>(number_in(n, "by_s").value_or(0)))};
}

void read(const node& n, const plan_reader&, key_action& into) {
    into = {word_in(n, "code"), text_in(n, "text"), text_in(n, "machine")};
}

void read(const node& n, const plan_reader&, load_setup_action& into) {
    into = {number_of_setup(n), file_in(n, "file"), changes_in(n)};
}

void read(const node& n, const plan_reader&, fault_action& into) { into.fault = protocol::parse_fault(n); }

}  // namespace husky::scenario
