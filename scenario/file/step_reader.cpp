#include <fmt/format.h>

#include "protocol/frame_builder.hpp"
#include "scenario/file/action_makers.hpp"
#include "scenario/file/fault_reader.hpp"
#include "scenario/file/grammar.hpp"
#include "scenario/file/plan_reader.hpp"
#include "settings/scalar.hpp"

namespace husky::scenario {

namespace json = boost::json;

namespace {

/// Fields that stand beside other keys of an action, tried out as a message.
void check_fields(const plan_reader& in, const node& n, const std::string& message, const json::object& fields) {
    std::vector<std::byte> bytes;
    const auto index = protocol::message_book::find(message);
    const auto problem = protocol::build_frame(in.book(), *index, fields, {}, bytes);
    if (!problem) return;
    const auto first = problem->field.substr(0, problem->field.find('.'));
    auto where = n.where;
    for (const auto& m : n.members)
        if (m.name == first) where = m.where;
    if (problem->field.size() > first.size()) where.key += problem->field.substr(first.size());
    reject(where, problem->what);
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

}  // namespace

action make_cut(const node& n, plan_reader&) { return cut_action{flag_in(n, "half_open")}; }

action make_send(const node& n, plan_reader& in) {
    send_action out;
    out.times = count_in(n, "times", 1);
    if (const auto* hex = n.find("hex")) {
        const auto raw = protocol::bytes_from_hex(hex->text);
        if (!raw || raw->empty()) reject(hex->where, "expected bytes in hexadecimal, as \"05 00 03 00 00\"");
        for (const auto& m : n.members)
            if (m.name != "hex" && m.name != "times") reject(m.where, "raw bytes have no fields");
        out.raw = *raw;
        return out;
    }
    const auto index = plan_reader::message_named(*n.find("message"));
    out.message = protocol::word_of(index);
    out.size = word_in(n, "size");
    out.fields = other_fields(n, {"message", "size", "times"});
    // `error` has a field that is called as the word in the head.
    if (!std::holds_alternative<protocol::field_path>(in.book().find_field(index, "command"))) {
        out.command = word_in(n, "command");
        out.fields.erase("command");
    }
    check_fields(in, n, out.message, out.fields);
    return out;
}

action make_ask(const node& n, plan_reader& in) {
    ask_action out{text_in(n, "message"), other_fields(n, {"message", "machine"}), text_in(n, "machine")};
    check_fields(in, n, out.message, out.fields);
    return out;
}

action make_upload(const node& n, plan_reader&) {
    return upload_action{text_in(n, "machine"), static_cast<std::uint16_t>(count_in(n, "number", 1))};
}

action make_download(const node& n, plan_reader&) {
    return download_action{text_in(n, "machine"), static_cast<std::uint16_t>(count_in(n, "number", 1)),
                           file_in(n, "file"), changes_in(n)};
}

action make_fault(const node& n, plan_reader&) { return fault_action{read_fault(n)}; }

action make_cell_action(cell_action::kind what, const node& n) {
    cell_action out{what, {}};
    if (n.is == node::kind::group) out.arguments = to_json(n).as_object();
    if (n.find("file") != nullptr) out.arguments["file"] = file_in(n, "file");
    return out;
}

void plan_reader::read_steps(const node& n) {
    for (std::size_t i = 0; i < n.items.size(); ++i) {
        const auto* name = n.items[i].find("name");
        if (name != nullptr && !step_names_.emplace(name->text, i).second)
            reject(name->where, "another step is called '" + name->text + "'");
    }
    for (const auto& item : n.items)
        plan_.steps.push_back(read_step(item));
}

step plan_reader::read_step(const node& n) {
    step out;
    out.where = n.where;
    out.name = text_in(n, "name");
    const action_kind* kind = nullptr;
    const node* holds = nullptr;
    for (const auto& each : action_kinds())
        if (const auto* found = n.find(each.name)) {
            kind = &each;
            holds = found;
        }
    out.actor = text_in(n, "actor", kind->whom == fits::nobody ? "" : only_actor());
    if (out.actor.empty() && kind->whom != fits::nobody)
        reject(n.where, fmt::format("who does it? expected actor beside {}", kind->name));
    out.when = read_trigger(n, out.actor);
    if (n.find("when") != nullptr && n.find("after") != nullptr) out.heeds_after = step_named(*n.find("after"));
    out.delay = duration_in(n, "delay").value_or(duration::zero());
    out.what = kind->make(*holds, *this);
    return out;
}

actor_name plan_reader::only_actor() const {
    const auto& all = plan_.actors;
    if (all.machines) return {};
    if (all.host && all.puppets.empty()) return "host";
    return !all.host && all.puppets.size() == 1 ? all.puppets.front().name : actor_name();
}

std::size_t plan_reader::step_named(const node& n) const {
    const auto at = step_names_.find(n.text);
    if (at == step_names_.end()) reject(n.where, "no step is called '" + n.text + "'");
    return at->second;
}

trigger plan_reader::read_trigger(const node& n, const actor_name& own) const {
    const auto* at_key = n.find("at");
    for (const char* key : {"after", "when"})
        if (at_key != nullptr && n.find(key) != nullptr)
            reject(n.find(key)->where, "stands beside at; only one of the two can be");
    const auto index = plan_.steps.size();
    if (const auto at = duration_in(n, "at")) return at_offset{*at};
    if (const auto* when = n.find("when")) return read_when(*when, own);
    if (const auto* after = n.find("after")) return after_step{step_named(*after)};
    if (index == 0) return at_offset{};
    return after_step{index - 1};
}

trigger plan_reader::read_when(const node& n, const actor_name& own) const {
    const auto actor = text_in(n, "actor", own);
    const auto count = count_in(n, "count", 1);
    if (n.find("message") != nullptr) return on_message{actor, pattern(n), count};
    if (n.find("link") != nullptr) return on_link{actor, link_state_named(text_in(n, "link")), count};
    auto c = condition_in(n, "variables." + text_in(n, "value"), protocol::index_of<protocol::cycle>);
    c.field = text_in(n, "value");
    return on_value{actor, std::move(c)};
}

link_state link_state_named(std::string_view name) {
    if (name == "connected") return link_state::connected;
    if (name == "linked") return link_state::linked;
    return name == "closed" ? link_state::closed : link_state::refused;
}

}  // namespace husky::scenario
