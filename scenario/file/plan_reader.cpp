#include "scenario/file/plan_reader.hpp"

#include <algorithm>
#include <filesystem>

#include "protocol/faults/fault_json.hpp"
#include "settings/duration.hpp"
#include "settings/scalar.hpp"

namespace husky::scenario {

namespace json = boost::json;

std::string text_in(const node& group, std::string_view key, std::string_view otherwise) {
    const auto* n = group.find(key);
    return n == nullptr ? std::string(otherwise) : n->text;
}

bool flag_in(const node& group, std::string_view key) {
    const auto* n = group.find(key);
    return n != nullptr && settings::parse_boolean(n->text).value_or(false);
}

std::optional<duration> duration_in(const node& group, std::string_view key) {
    const auto* n = group.find(key);
    return n == nullptr ? std::nullopt : settings::parse_duration(n->text);
}

std::optional<double> number_in(const node& group, std::string_view key) {
    const auto* n = group.find(key);
    return n == nullptr ? std::nullopt : settings::parse_number(n->text);
}

std::uint32_t count_in(const node& group, std::string_view key, std::uint32_t otherwise) {
    const auto* n = group.find(key);
    return n == nullptr ? otherwise : static_cast<std::uint32_t>(settings::parse_integer(n->text).value_or(otherwise));
}

std::string file_in(const node& group, std::string_view key) {
    const auto* n = group.find(key);
    if (n == nullptr) return {};
    return (std::filesystem::path(n->where.source).parent_path() / n->text).lexically_normal().string();
}

json::object other_fields(const node& n, std::initializer_list<std::string_view> taken) {
    json::object out;
    for (const auto& m : n.members)
        if (std::find(taken.begin(), taken.end(), m.name) == taken.end()) out[m.name] = to_json(m.value);
    return out;
}

namespace {

machine_actors machines_of(const node& n) { return {file_in(n, "fleet"), cut_out(n), n.where}; }

host_actor host_of(const node& n) { return {cut_out(n), n.where}; }

machine_actors machines_of_one_kind(const node& n) {
    if (n.find("fleet") != nullptr && n.members.size() > 1)
        fail(n.where, "a fleet file is complete; no other keys are allowed beside it");
    return machines_of(n);
}

}  // namespace

plan plan_reader::read(const node& top) {
    plan_ = {};
    step_names_.clear();
    plan_.file = top.where.source;
    read_head(top);
    if (const auto* n = top.find("actors")) read_cast(*n);
    if (const auto* n = top.find("steps")) read_steps(*n);
    if (const auto* n = top.find("expect")) read_expectations(*n);
    if (const auto* n = top.find("faults"))
        for (const auto& item : n->items)
            plan_.faults.push_back(protocol::parse_fault(item));
    if (const auto* n = top.find("fails")) {
        for (const auto& item : n->items) {
            if (std::none_of(plan_.expectations.begin(), plan_.expectations.end(),
                             [&](const expectation& e) { return e.name == item.text; }))
                fail(item.where, "no expectation is called '" + item.text + "'");
            plan_.fails.push_back(item.text);
        }
    }
    check_plan(plan_);
    return std::move(plan_);
}

void plan_reader::read_head(const node& top) {
    plan_.name = text_in(top, "name");
    plan_.about = text_in(top, "about");
    if (const auto* n = top.find("seed"))
        plan_.seed = static_cast<std::uint64_t>(settings::parse_integer(n->text).value_or(1));
    plan_.time_scale = number_in(top, "time_scale").value_or(1);
    plan_.limit = duration_in(top, "limit").value_or(plan_.limit);
    plan_.goes_on_when_stuck = text_in(top, "when_stuck") == "go_on";
    if (plan_.limit <= duration::zero()) fail(top.find("limit")->where, "expected a duration above 0");
    plan_.dialect_file = file_in(top, "dialect");
    if (const auto* n = top.find("background")) {
        plan_.beside = machines_of_one_kind(*n);
        plan_.beside->default_serial = "BG-{n:04}";
    }
    if (const auto* n = top.find("counterpart")) {
        plan_.other_end.emplace();
        if (const auto* m = n->find("machines")) plan_.other_end->machines = machines_of(*m);
        if (const auto* h = n->find("host")) plan_.other_end->host = host_of(*h);
    }
}

void plan_reader::read_cast(const node& n) {
    if (const auto* machines = n.find("machines")) plan_.actors.machines = machines_of_one_kind(*machines);
    if (const auto* host = n.find("host")) plan_.actors.host = host_of(*host);
    const auto* puppets = n.find("puppets");
    if (puppets == nullptr) return;
    for (const auto& item : puppets->items) {
        const auto name = text_in(item, "name");
        const auto known = std::any_of(plan_.actors.puppets.begin(), plan_.actors.puppets.end(),
                                       [&](const puppet& p) { return p.name == name; });
        if (known || name == "host") fail(item.find("name")->where, "'" + name + "' is the name of another actor");
        plan_.actors.puppets.push_back({name, text_in(item, "plays") == "host" ? role::host : role::machine});
    }
}

}  // namespace husky::scenario
