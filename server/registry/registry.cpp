#include "server/registry/registry.hpp"

#include <algorithm>
#include <utility>

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
        m->stopped_by = r.stopped_by;
        if (r.epoch > 0)
            for (auto& meter : m->meters)
                meter.resume(r.highest_time, r.last_cycle_received);
        next_id_ = std::max(next_id_, r.machine + 1);
        entry& e = machines_[r.serial];
        e.id = r.machine;
        e.resting = std::move(m);
    }
}

void registry::asked(const link_id& link, const std::string& serial, link_kind kind) {
    if (rules_.refuses(serial)) return out_->refuse(link, protocol::init_result::unknown_serial);
    entries& all = of(kind);
    if (all.size() >= rules_.max_machines && !all.contains(serial))
        return out_->refuse(link, protocol::init_result::refused);
    entry& e = kind == link_kind::display ? all[serial] : enter(serial);
    if (e.newcomer) return out_->refuse(link, protocol::init_result::already_linked);
    if (!e.holder) return admit(link, serial, e);
    e.newcomer = link;
    out_->probe(*e.holder);
}

registry::entry& registry::enter(const std::string& serial) {
    const auto [at, is_new] = machines_.try_emplace(serial);
    entry& e = at->second;
    if (is_new) e.id = number_of(serial);
    if (!e.resting && !e.holder) {
        e.resting = std::make_unique<machine>();
        e.resting->id = e.id;
        e.resting->serial = serial;
    }
    return e;
}

machine_id registry::number_of(const std::string& serial) {
    const auto old = old_numbers_.find(serial);
    if (old == old_numbers_.end()) return next_id_++;
    const machine_id id = old->second;
    old_numbers_.erase(old);
    return id;
}

registry::entries::iterator registry::drop(entries::iterator at) {
    if (old_numbers_.size() >= max_old_numbers) old_numbers_.erase(old_numbers_.begin());
    old_numbers_.emplace(at->first, at->second.id);
    return machines_.erase(at);
}

std::optional<forgetting> registry::forget(const std::string& serial) {
    const auto at = machines_.find(serial);
    if (at == machines_.end()) return std::nullopt;
    const forgetting f{at->second.id, serial, ++last_forgetting_};
    forget_again(f);
    return f;
}

forgetting registry::forget_all() {
    const forgetting f{.number = ++last_forgetting_};
    forget_again(f);
    return f;
}

void registry::forget_again(const forgetting& f) {
    for (auto at = machines_.begin(); at != machines_.end();) {
        entry& e = at->second;
        const bool is_meant = f.means(e.id);
        if (is_meant && e.resting) {
            at = drop(at);
            continue;
        }
        if (is_meant) e.forgotten = f;
        ++at;
    }
}

bool registry::may_know(const std::string& serial) const {
    if (rules_.refuses(serial)) return false;
    return machines_.size() < rules_.max_machines || machines_.contains(serial);
}

std::optional<machine_id> registry::know(const std::string& serial) {
    if (!may_know(serial)) return std::nullopt;
    return enter(serial).id;
}

void registry::admit(const link_id& link, const std::string& serial, entry& e) {
    e.holder = link;
    out_->admit(link, serial, std::move(e.resting));
}

registry::entry* registry::held_by(const link_id& holder, const std::string& serial, link_kind kind) {
    const auto at = of(kind).find(serial);
    return at != of(kind).end() && at->second.holder == holder ? &at->second : nullptr;
}

void registry::probed(const link_id& holder, const std::string& serial, link_kind kind, bool alive) {
    entry* e = held_by(holder, serial, kind);
    if (e == nullptr || !e->newcomer || !alive) return;
    out_->refuse(*std::exchange(e->newcomer, std::nullopt), protocol::init_result::already_linked);
}

void registry::released(const link_id& holder, const std::string& serial, std::unique_ptr<machine> m) {
    const auto kind = m ? link_kind::machine_functions : link_kind::display;
    if (m) rest(machines_[serial], std::move(m));
    entry* e = held_by(holder, serial, kind);
    if (e == nullptr) return;
    e->holder.reset();
    if (e->newcomer)
        admit(*std::exchange(e->newcomer, std::nullopt), serial, *e);
    else if (kind == link_kind::display)
        displays_.erase(serial);
    else if (e->resting->known != known_by::reports)
        drop(machines_.find(serial));
}

void registry::rest(entry& e, std::unique_ptr<machine> m) {
    if (m->forgetting_number < e.forgotten.number) m->begin_anew(e.forgotten);
    e.resting = std::move(m);
}

std::vector<std::unique_ptr<machine>> registry::lend_unwritten(const link_id& writer) {
    std::vector<std::unique_ptr<machine>> all;
    for (auto& [serial, e] : machines_) {
        if (!e.resting || !e.resting->ledger.has_changes()) continue;
        e.holder = writer;
        all.push_back(std::move(e.resting));
    }
    return all;
}

void registry::abandoned(const link_id& link, const std::string& serial, link_kind kind) {
    const auto at = of(kind).find(serial);
    if (at != of(kind).end() && at->second.newcomer == link) at->second.newcomer.reset();
}

std::optional<registry::place> registry::find(const std::string& serial) const {
    const auto at = machines_.find(serial);
    if (at == machines_.end()) return std::nullopt;
    return place{at->second.resting.get(), at->second.holder};
}

std::optional<link_id> registry::find_display(const std::string& serial) const {
    const auto at = displays_.find(serial);
    return at == displays_.end() ? std::nullopt : at->second.holder;
}

void registry::for_each(const std::function<void(const std::string& serial, const place&)>& visit) const {
    for (const auto& [serial, e] : machines_)
        visit(serial, {e.resting.get(), e.holder});
}

}  // namespace husky::host
