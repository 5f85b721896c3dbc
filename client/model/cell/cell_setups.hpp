#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "client/model/cell/operation.hpp"
#include "client/model/setup/machine_setups.hpp"

namespace husky::cells {

/// How a cell sends, takes and refuses set-ups: 1 is what the machine runs by, 2 to 8 are stored for the host.
class cell_setups {
  public:
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
    setup::machine_setups& own();
    void run(operation& m, const setup::layout& l, const setup::values& before, const setup::values& wanted);
    void record_edit(const operation& m, const setup::machine_setups::edit& e) const;

    std::unique_ptr<setup::machine_setups> own_;  ///< none before the first download
    bool running_is_cleared_ = false;
};

}  // namespace husky::cells
