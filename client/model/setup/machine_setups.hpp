#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "client/model/family/family.hpp"
#include "client/model/process/process_changes.hpp"
#include "client/model/setup/layout.hpp"
#include "client/model/setup/text.hpp"
#include "client/model/setup/values.hpp"

namespace husky::cells::setup {

/// The set-up that a machine runs by; others, up to setup_places, are only stored.
constexpr std::uint16_t running_place = 1;

/// What a machine has once the host sent it a set-up, or tried to. Must stay where it is: the process refers to it.
struct machine_setups {
    /// One number, changed by keys.
    struct edit {
        std::size_t parameter;
        steps from, to;
    };
    /// An entry of the log that is not recorded yet.
    struct news {
        std::uint16_t place = running_place;
        std::optional<misfit> refused{};
        bool new_mould = false;
        std::optional<edit> edited{};
    };
    /// Events record them at once; while a machine's time stands still, the latest are forgotten.
    static constexpr std::size_t max_news = 16;

    packed_values running;  ///< without what operators trim
    std::optional<process_changes> changes;
    std::array<std::optional<packed_values>, setup_places - running_place> kept;
    std::vector<news> unrecorded;

    void tell(news n) {
        if (unrecorded.size() < max_news) unrecorded.push_back(std::move(n));
    }
};

}  // namespace husky::cells::setup
