#include "client/display/event_log.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "settings/utf8.hpp"

namespace husky::cells {

namespace {

template <std::size_t Size>
void put(std::array<char, Size>& into, std::string_view text) {
    into.fill('\0');
    const auto kept = settings::whole_characters(text, Size);
    std::copy(kept.begin(), kept.end(), into.begin());
}

}  // namespace

void event_log::add(std::chrono::sys_seconds at, std::string_view type, std::string_view text) {
    if (entries_.empty()) entries_.reserve(max_entries);
    if (entries_.size() < max_entries) entries_.emplace_back();
    entry& e = entries_[next_];
    next_ = (next_ + 1) % max_entries;
    e.at = at;
    put(e.type, type);
    put(e.text, text);
}

void event_log::record(std::chrono::sys_seconds at, std::span<const protocol::event_text> texts) {
    if (!texts.empty()) add(at, texts.front().type, texts.front().content);
}

void event_log::record(std::uint16_t id, protocol::interruption_state state, protocol::tandem_side side,
                       std::chrono::sys_seconds at, std::span<const protocol::interruption_text> texts) {
    const bool begins = state == protocol::interruption_state::begins;
    std::erase_if(active_, [&](const auto& a) { return a.id == id && a.side == side; });
    if (begins) {
        if (active_.size() == max_active) active_.erase(active_.begin());
        active_.push_back({at, id, side});
    }
    if (texts.empty()) return;
    char type[8] = {};
    const auto end = fmt::format_to_n(type, sizeof type, "CI{}{}", id, begins ? '+' : '-').out;
    add(at, {type, end}, texts.front().content);
}

}  // namespace husky::cells
