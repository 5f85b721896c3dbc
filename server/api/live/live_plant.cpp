#include "server/api/live/live_plant.hpp"

#include "server/api/documents/rows.hpp"

namespace husky::host {

namespace {

plant_totals counted_of(const machine_snapshot& m) {
    const auto number = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
    return {1, m.online ? 1 : 0, number(m.cycles_stored), number(m.gaps), number(m.duplicates)};
}

}  // namespace

shared_text live_plant::update(const machine_snapshot& machine) {
    std::string json;
    append_json(json, fields_of(machine));
    document& kept = machines_[machine.serial];
    if (kept.json && *kept.json == json) return nullptr;
    count(kept.counted, -1);
    kept = {std::make_shared<const std::string>(std::move(json)), counted_of(machine)};
    count(kept.counted, 1);
    return kept.json;
}

void live_plant::keep(const watch_list& watched) {
    std::erase_if(machines_, [&](const auto& each) {
        if (watched.has(each.first)) return false;
        count(each.second.counted, -1);
        return true;
    });
}

void live_plant::clear() {
    machines_.clear();
    totals_ = {};
}

void live_plant::count(const plant_totals& more, std::int64_t times) {
    totals_.machines += times * more.machines;
    totals_.online += times * more.online;
    totals_.cycles += times * more.cycles;
    totals_.missing += times * more.missing;
    totals_.duplicates += times * more.duplicates;
}

}  // namespace husky::host
