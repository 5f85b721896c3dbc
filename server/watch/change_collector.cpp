#include "server/watch/change_collector.hpp"

#include <utility>

namespace husky::host {

std::shared_ptr<const watch_list> change_collector::watch(std::shared_ptr<const watch_list> wanted) {
    auto before = std::exchange(wanted_, std::move(wanted));
    if (wanted_) {
        std::erase_if(changed_, [this](const machine* m) { return !wanted_->has(m->serial); });
    } else {
        changed_ = {};
        pending_ = {};
        reporting_ = 0;
    }
    return before;
}

void change_collector::changed(const machine& m) {
    if (wanted_ && wanted_->has(m.serial)) changed_.insert(&m);
}

batch* change_collector::reports_of(const machine& m, topic of) {
    if (!wanted_ || !wanted_->of(m.serial).has(of)) return nullptr;
    batch& into = pending_.reports;
    if (into.bytes() >= max_bytes) {
        ++pending_.lost;
        return nullptr;
    }
    if (reporting_ != m.id) into.records.emplace_back(machine_record{m.id, into.keep(m.serial), m.linked_since});
    reporting_ = m.id;
    return &into;
}

machine_changes change_collector::take() {
    for (const machine* m : changed_)
        if (auto s = snapshot_of(*m, true); !s.is_forgotten) pending_.machines.push_back(std::move(s));
    changed_.clear();
    reporting_ = 0;
    return std::exchange(pending_, {});
}

}  // namespace husky::host
