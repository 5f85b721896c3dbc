#pragma once

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>

#include "client/model/catalogues/interruption_catalogue.hpp"
#include "client/model/time.hpp"

namespace husky::cells {

/// Which messages of the catalogue have begun in the event log of a machine and not ended, so that each that begins
/// ends once. By index of the catalogue.
class active_messages {
  public:
    [[nodiscard]] bool is_active(std::size_t which) const { return active_[which]; }
    /// Whether it is new: false if it is active already.
    bool raise(std::size_t which) {
        const bool news = !active_[which];
        active_.set(which);
        return news;
    }
    /// Whether it was active.
    bool clear(std::size_t which) {
        const bool was = active_[which];
        active_.reset(which);
        return was;
    }

    /// It ends by itself at that time. False if the table is full.
    bool end_at(std::size_t which, sim_time at) {
        const auto free = std::find(ends_.begin(), ends_.end(), never);
        if (free == ends_.end()) return false;
        *free = at;
        which_[static_cast<std::size_t>(free - ends_.begin())] = static_cast<std::uint8_t>(which);
        return true;
    }
    [[nodiscard]] bool ends_by_itself(std::size_t which) const {
        for (std::size_t i = 0; i < max_ending; ++i)
            if (ends_[i] != never && which_[i] == which) return true;
        return false;
    }
    /// When the next one ends by itself.
    [[nodiscard]] sim_time next_time() const { return *std::min_element(ends_.begin(), ends_.end()); }
    /// The one that ends next; it is no longer in the table, but still active.
    std::size_t take_next() {
        const auto next = std::min_element(ends_.begin(), ends_.end());
        *next = never;
        return which_[static_cast<std::size_t>(next - ends_.begin())];
    }

  private:
    /// As many as the catalogue has alarms, each of which is in the table once.
    static constexpr std::size_t max_ending = 10;

    std::bitset<interruption_count> active_;
    std::array<sim_time, max_ending> ends_ = [] {
        std::array<sim_time, max_ending> none{};
        none.fill(never);
        return none;
    }();
    std::array<std::uint8_t, max_ending> which_{};
};

}  // namespace husky::cells
