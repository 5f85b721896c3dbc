#include "server/api/live/live_queue.hpp"

#include <utility>

namespace husky::host {

namespace {

/// A row costs memory beside its text.
constexpr std::size_t bytes_beside_row = 64;

/// Opens a member of an object that has one already.
void append_name(std::string& out, std::string_view name) {
    out += ",\"";
    out += name;
    out += "\":";
}

}  // namespace

void live_queue::machine(const std::string& serial, shared_text document) {
    if (begins_) return;
    if (asked_.topics.has(topic::status))
        machines_[serial] = std::move(document);
    else if (const auto at = machines_.find(serial); at != machines_.end())
        at->second = std::move(document);
}

void live_queue::report(live_list to, shared_text row) {
    const auto bytes = row->size() + bytes_beside_row;
    if (waiting_ + bytes > max_waiting) lose_waiting();
    waiting_ += bytes;
    reports_[static_cast<std::size_t>(to)].push_back(std::move(row));
}

void live_queue::lose(std::uint64_t reports) {
    lost_ += reports;
    lose_waiting();
}

void live_queue::lose_waiting() {
    for (auto& rows : reports_) {
        lost_ += rows.size();
        rows.clear();
    }
    waiting_ = 0;
    begins_ = true;
}

void live_queue::ticked() {
    ready_ = true;
    if (rest_ > 0) --rest_;
}

bool live_queue::has_news() const {
    if (!ready_) return false;
    if (begins_) return rest_ == 0;
    return waiting_ > 0 || !machines_.empty() || host_ != told_host_;
}

std::string live_queue::next(const live_plant& plant, std::string_view time) {
    const bool snapshot = std::exchange(begins_, false);
    std::string out = snapshot ? R"({"type":"snapshot")" : R"({"type":"delta")";
    append_name(out, "number");
    out += std::to_string(++number_);
    append_name(out, "time");
    (out += '"').append(time) += '"';
    if (snapshot) {
        if (lost_ > 0) {
            append_name(out, "lost");
            out += std::to_string(lost_);
        }
        if (number_ > 1) rest_ = ticks_between_snapshots;
        lost_ = 0;
        take_all(plant);
    }
    if (host_ && (snapshot || host_ != told_host_)) {
        append_name(out, "host");
        out += *host_;
    }
    told_host_ = host_;
    if (snapshot || !machines_.empty()) append_machines(out);
    if (!snapshot) append_reports(out);
    return out += '}';
}

void live_queue::take_all(const live_plant& plant) {
    machines_.clear();
    for (const auto& [serial, document] : plant.machines())
        if (asked_.wants(serial)) machines_.emplace_hint(machines_.end(), serial, document.json);
}

void live_queue::append_machines(std::string& out) {
    append_name(out, "machines");
    char before = '[';
    auto at = machines_.begin();
    for (; at != machines_.end() && out.size() < max_message; ++at)
        ((out += std::exchange(before, ',')) += *at->second);
    machines_.erase(machines_.begin(), at);
    out += before == '[' ? "[]" : "]";
}

void live_queue::append_reports(std::string& out) {
    for (std::size_t i = 0; i < reports_.size(); ++i) {
        if (reports_[i].empty()) continue;
        append_name(out, live_list_names[i]);
        char before = '[';
        for (const auto& row : reports_[i])
            ((out += std::exchange(before, ',')) += *row);
        out += ']';
        reports_[i].clear();
    }
    waiting_ = 0;
}

}  // namespace husky::host
