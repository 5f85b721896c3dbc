#pragma once

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>

#include "client/model/interruption_catalogue.hpp"
#include "client/model/time.hpp"

namespace husky::cells {

/// Which messages of the catalogue stand in the event log of a machine, so that each that begins ends once. By index of
/// the catalogue.
class standing_messages {
  public:
    [[nodiscard]] bool stands(std::size_t which) const { return stands_[which]; }
    /// Whether it is news: false where it stands already.
    bool raise(std::size_t which) {
        const bool news = !stands_[which];
        stands_.set(which);
        return news;
    }
    /// Whether it stood.
    bool clear(std::size_t which) {
        const bool stood = stands_[which];
        stands_.reset(which);
        return stood;
    }

    /// It goes at that time. False where the table is full.
    bool goes(std::size_t which, sim_time at) {
        const auto free = std::find(going_.begin(), going_.end(), never);
        if (free == going_.end()) return false;
        *free = at;
        which_[static_cast<std::size_t>(free - going_.begin())] = static_cast<std::uint8_t>(which);
        return true;
    }
    [[nodiscard]] bool goes_by_itself(std::size_t which) const {
        for (std::size_t i = 0; i < most; ++i)
            if (going_[i] != never && which_[i] == which) return true;
        return false;
    }
    /// When the next one goes.
    [[nodiscard]] sim_time next_time() const { return *std::min_element(going_.begin(), going_.end()); }
    /// The one that goes next; it is no longer in the table, but stands.
    std::size_t take_next() {
        const auto next = std::min_element(going_.begin(), going_.end());
        *next = never;
        return which_[static_cast<std::size_t>(next - going_.begin())];
    }

  private:
    /// As many as the catalogue has alarms, each of which is in the table once.
    static constexpr std::size_t most = 10;

    std::bitset<interruption_count> stands_;
    std::array<sim_time, most> going_ = [] {
        std::array<sim_time, most> none{};
        none.fill(never);
        return none;
    }();
    std::array<std::uint8_t, most> which_{};
};

}  // namespace husky::cells
