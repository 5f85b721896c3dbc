#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "client/model/spc/spc_rules.hpp"
#include "protocol/messages/codes.hpp"
#include "protocol/messages/machine_messages.hpp"

namespace husky::cells::spc {

/// The X-bar and R chart that a machine keeps of one variable: its newest 25 whole subgroups of consecutive production
/// cycles. Values are kept as differences from the first, so that single precision loses nothing that was measured.
class chart {
  public:
    static constexpr std::size_t kept = 25;
    static constexpr std::uint16_t default_subgroup = 5;

    /// A production cycle's value. When it completes a subgroup: the run rules that this completes, 0 where no control
    /// limits are set.
    std::optional<std::uint16_t> push(float value);
    /// The sequence of production cycles is broken: the current subgroup is dropped.
    void interrupt() { begun_ = 0; }
    /// Sets subgroup size and limits and restarts the chart. `bad_argument` for a subgroup size of 0 or above
    /// max_subgroup, infinite limits, or a lower limit that is not below its upper one.
    protocol::result_code set(const protocol::spc_write& to);
    /// Specification limits, without a restart.
    void set_specification(float lower, float upper);

    /// Fills all figures but the result and the variable's id.
    void report(protocol::spc_read_response& out) const;

  private:
    [[nodiscard]] double mean() const;
    [[nodiscard]] double mean_range() const;
    std::uint16_t watch(double subgroup_mean);

    std::uint16_t size_ = default_subgroup;
    std::uint8_t groups_ = 0;  ///< whole ones kept
    std::uint8_t next_ = 0;    ///< slot of the next one
    std::uint8_t begun_ = 0;   ///< values of the subgroup being filled
    bool has_origin_ = false;
    float ucl_ = protocol::not_set, lcl_ = protocol::not_set, usl_ = protocol::not_set, lsl_ = protocol::not_set;
    float min_ = 0, max_ = 0;
    double sum_ = 0, origin_ = 0;
    rule_watch rules_;
    std::array<float, kept> means_{};
    std::array<float, kept> ranges_{};
};

}  // namespace husky::cells::spc
