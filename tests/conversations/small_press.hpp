#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "protocol/messages/machine_model.hpp"
#include "tests/conversations/operations.hpp"

namespace husky::conversations {

/// A machine that counts cycles and keeps set-ups, each of which can be made to fail.
class small_press final : public protocol::machine_model {
  public:
    /// `lose_link` is called for an operation that is done but loses the link.
    small_press(operations& all, std::function<void()> lose_link)
        : operations_(&all), lose_link_(std::move(lose_link)) {}

    void read(protocol::tandem_side side, protocol::variable_id id, protocol::value& out) const override;
    [[nodiscard]] protocol::machine_status status(protocol::tandem_side side) const override;
    protocol::result_code start(protocol::tandem_side) override;
    void spc(const protocol::spc_read& asked, protocol::spc_read_response& out) const override;
    protocol::result_code set_spc(const protocol::spc_write& to) override;
    protocol::result_code setup(std::uint16_t number, std::string& out) override;
    protocol::result_code apply_setup(std::uint16_t number, std::span<const std::byte> whole) override;
    void set_clock(std::chrono::sys_seconds) override {}

    struct counted_cycle {
        std::int32_t life_counter;
        std::chrono::sys_seconds end_time;
    };
    /// One more cycle, a second after the one before.
    void count();

    std::vector<counted_cycle> counted;
    std::int32_t job_cycles = 0;
    protocol::machine_mode mode = protocol::machine_mode::automatic;
    std::map<std::uint16_t, std::string> setups;
    std::map<protocol::variable_id, protocol::spc_write> limits;
    bool applies_what_it_refuses = false;  ///< planted

  private:
    bool may(operation what);

    operations* operations_;
    std::function<void()> lose_link_;
};

}  // namespace husky::conversations
