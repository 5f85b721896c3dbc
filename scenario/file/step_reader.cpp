#include <fmt/format.h>

#include <algorithm>

#include "scenario/file/action_table.hpp"
#include "scenario/file/plan_reader.hpp"

namespace husky::scenario {

void plan_reader::read_steps(const node& n) {
    for (std::size_t i = 0; i < n.items.size(); ++i) {
        const auto* name = n.items[i].find("name");
        if (name != nullptr && !step_names_.emplace(name->text, i).second)
            fail(name->where, "another step is called '" + name->text + "'");
    }
    for (const auto& item : n.items)
        plan_.steps.push_back(read_step(item));
}

step plan_reader::read_step(const node& n) {
    step out;
    out.where = n.where;
    out.name = text_in(n, "name");
    const auto rows = action_table();
    const auto& row = *std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return n.find(r.name) != nullptr; });
    out.action = row.make(*n.find(row.name), *this);
    const bool is_of_nobody = performer_of(out.action) == performer::nobody;
    out.actor = text_in(n, "actor", is_of_nobody ? "" : only_actor());
    if (out.actor.empty() && !is_of_nobody)
        fail(n.where, fmt::format("actor missing; expected actor beside {}", row.name));
    out.when = read_trigger(n, out.actor);
    if (n.find("when") != nullptr && n.find("after") != nullptr) out.heeds_after = step_named(*n.find("after"));
    out.delay = duration_in(n, "delay").value_or(duration::zero());
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
    if (at == step_names_.end()) fail(n.where, "no step is called '" + n.text + "'");
    return at->second;
}

trigger plan_reader::read_trigger(const node& n, const actor_name& own) const {
    const auto* at_key = n.find("at");
    for (const char* key : {"after", "when"})
        if (at_key != nullptr && n.find(key) != nullptr)
            fail(n.find(key)->where, "given beside at; only one of the two is allowed");
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
