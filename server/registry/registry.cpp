#include "server/registry/registry.hpp"

#include <algorithm>

namespace husky::host {

registry::registry(decisions& out, policy rules, const std::vector<remembered_machine>& remembered)
    : out_(&out), rules_(std::move(rules)) {
    for (const auto& r : remembered) {
        auto m = std::make_unique<machine>();
        m->id = r.machine;
        m->serial = r.serial;
        m->ledger = cycle_ledger(r);
        m->cycles = static_cast<std::uint64_t>(r.cycles);
        m->events = static_cast<std::uint64_t>(r.events);
        m->interruptions = static_cast<std::uint64_t>(r.interruptions);
        m->gaps = r.gaps.size();
        m->last_cycle_at = r.last_cycle_received;
        next_id_ = std::max(next_id_, r.machine + 1);
        entry& e = entries_[r.serial];
        e.id = r.machine;
        e.resting = std::move(m);
    }
}

void registry::asked(const link_id& link, const std::string& serial) {
    if (rules_.refuses(serial)) return out_->refuse(link, protocol::init_result::unknown_serial);
    if (entries_.size() >= rules_.max_machines && !entries_.contains(serial))
        return out_->refuse(link, protocol::init_result::refused);
    entry& e = enter(serial);
    if (e.newcomer) return out_->refuse(link, protocol::init_result::already_linked);
    if (e.holder) {
        e.newcomer = link;
        return out_->probe(*e.holder);
    }
    admit(e, link);
}

registry::entry& registry::enter(const std::string& serial) {
    const auto [at, is_new] = entries_.try_emplace(serial);
    entry& e = at->second;
    if (is_new) e.id = next_id_++;
    if (!e.resting && !e.holder) {
        e.resting = std::make_unique<machine>();
        e.resting->id = e.id;
        e.resting->serial = serial;
    }
    return e;
}

bool registry::may_know(const std::string& serial) const {
    if (rules_.refuses(serial)) return false;
    return entries_.size() < rules_.max_machines || entries_.contains(serial);
}

std::optional<machine_id> registry::know(const std::string& serial) {
    if (!may_know(serial)) return std::nullopt;
    return enter(serial).id;
}

void registry::admit(entry& e, const link_id& link) {
    e.holder = link;
    out_->admit(link, std::move(e.resting));
}

void registry::probed(const link_id& holder, const std::string& serial, bool alive) {
    const auto at = entries_.find(serial);
    if (at == entries_.end() || at->second.holder != holder || !at->second.newcomer || !alive) return;
    const link_id newcomer = *at->second.newcomer;
    at->second.newcomer.reset();
    out_->refuse(newcomer, protocol::init_result::already_linked);
}

void registry::released(const link_id& holder, std::unique_ptr<machine> m) {
    entry& e = entries_[m->serial];
    e.resting = std::move(m);
    if (e.holder != holder) return;
    e.holder.reset();
    if (!e.newcomer) return;
    const link_id newcomer = *e.newcomer;
    e.newcomer.reset();
    admit(e, newcomer);
}

void registry::abandoned(const link_id& link, const std::string& serial) {
    const auto at = entries_.find(serial);
    if (at != entries_.end() && at->second.newcomer == link) at->second.newcomer.reset();
}

std::optional<registry::place> registry::find(const std::string& serial) const {
    const auto at = entries_.find(serial);
    if (at == entries_.end()) return std::nullopt;
    return place{at->second.resting.get(), at->second.holder};
}

void registry::for_each(const std::function<void(const std::string& serial, const place&)>& visit) const {
    for (const auto& [serial, e] : entries_)
        visit(serial, {e.resting.get(), e.holder});
}

}  // namespace husky::host
