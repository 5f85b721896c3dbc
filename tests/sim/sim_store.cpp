#include "tests/sim/sim_store.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tests/sim/players.hpp"

namespace husky::sim {

bool kept_machine::in_gap(const key& of) const {
    return std::any_of(gaps.begin(), gaps.end(), [&](const auto& each) {
        const host::gap_record& g = each.second;
        return g.epoch == of.first && g.first_missing <= of.second && of.second <= g.last_missing;
    });
}

void sim_store::take(host::batch& records) {
    marks_.add(records);
    for (const auto& r : records.records) {
        if (const auto* m = std::get_if<host::machine_record>(&r))
            pending_serials_[m->machine] = records.view(m->serial);
        else
            pending_.push_back(r);
    }
    records.clear();
}

void sim_store::commit() {
    for (const auto& [id, serial] : pending_serials_)
        serials_[id] = serial;
    pending_serials_.clear();
    for (const auto& r : pending_)
        std::visit([this](const auto& each) { keep(each); }, r);
    pending_.clear();
    marks_.keep();
    ++commits_;
}

void sim_store::lose_uncommitted() {
    pending_.clear();
    pending_serials_.clear();
    marks_.undo();
}

void sim_store::keep(const host::cycle_record& r) {
    const std::string& serial = serials_.at(r.machine);
    kept_machine& m = machines_[serial];
    const kept_machine::key key{r.epoch, r.life_counter};
    check(m.cycles.emplace(key, r.machine_time).second,
          fmt::format("{}: cycle {} of epoch {} is stored twice", serial, key.second, key.first));
    check(m.order.empty() || m.order.back() < key,
          fmt::format("{}: cycle {} of epoch {} is out of order", serial, key.second, key.first));
    m.order.push_back(key);
    m.recent.push_back({r.life_counter, r.machine_time});
}

std::vector<host::remembered_machine> sim_store::remember() const {
    std::vector<host::remembered_machine> all;
    marks_.for_each([&](host::machine_id id, const host::machine_mark& m) {
        if (!serials_.contains(id)) return;
        host::remembered_machine r{m, id, {}, {}};
        if (const auto kept = machines_.find(m.serial); kept != machines_.end()) {
            for (const auto& [gap, g] : kept->second.gaps)
                r.gaps.push_back({gap, g.epoch, g.first_missing, g.last_missing, g.after, g.before, g.detected_at});
            r.recent = kept->second.recent;
        }
        all.push_back(std::move(r));
    });
    return all;
}

}  // namespace husky::sim
