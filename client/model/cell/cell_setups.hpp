#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/model/cell/operation.hpp"
#include "client/model/setup/layout.hpp"
#include "client/model/setup/text.hpp"

namespace husky::cells {

/// How a cell sends, takes and refuses set-ups: 1 is what the machine runs by, 2 to 8 are stored for the host.
class cell_setups {
  public:
    /// Happenings record what was done to set-ups at once; while a machine's time stands still, the latest are
    /// forgotten.
    static constexpr std::size_t max_news = 16;

    [[nodiscard]] static setup::layout layout_of(const operation& m) {
        return setup::make_layout(*m.context.family, m.context.build);
    }
    /// What the machine runs by now: its set-up, operators' changes since, and its SPC page.
    [[nodiscard]] setup::values present(const operation& m, const setup::layout& l) const;

    protocol::result_code write(const operation& m, std::uint16_t number, std::string& out) const;
    protocol::result_code apply(operation& m, std::uint16_t number, std::span<const std::byte> whole);
    std::optional<setup::fault> set_parameter(operation& m, std::size_t parameter, std::string_view digits);

    /// A start of job leaves the machine without set-up 1, until an operator saves it or a host sends one.
    void clear_running() { running_is_cleared_ = true; }
    void save_running() { running_is_cleared_ = false; }

    /// Entries that are not in the log yet.
    void record_news(const operation& m);

  private:
    static constexpr std::uint16_t running_place = 1;

    /// One number, changed by keys.
    struct edit {
        std::size_t parameter;
        setup::steps from, to;
    };
    /// An entry of the log that is not recorded yet.
    struct entry {
        std::uint16_t place = running_place;
        std::optional<setup::misfit> refused{};
        bool new_mould = false;
        std::optional<edit> edited{};
    };
    /// What a machine has once the host sent it a set-up, or tried to. Stays where it is: the process refers to it.
    struct downloaded {
        setup::packed_values running;  ///< without what operators trim
        std::optional<process_changes> changes;
        std::array<std::optional<setup::packed_values>, setup_places - running_place> kept;
        std::vector<entry> unrecorded;
    };

    downloaded& own();
    void tell(entry news);
    void run(operation& m, const setup::layout& l, const setup::values& before, const setup::values& wanted);
    void record_edit(const operation& m, const edit& e) const;

    std::unique_ptr<downloaded> own_;  ///< none before the first download
    bool running_is_cleared_ = false;
};

}  // namespace husky::cells
