#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "client/model/family/family.hpp"
#include "client/model/process/process.hpp"
#include "client/model/spc/spc_chart.hpp"

namespace husky::cells {

/// The SPC page of one side of a machine: the charts that the family keeps from the start, and those that the host asks
/// for later. Memory is taken when a chart is opened, never while cycles run.
class spc_charts {
  public:
    struct entry {
        process_variable variable;
        spc::chart chart;
        std::uint16_t fired = 0;   ///< rules of the newest point
        std::uint16_t stands = 0;  ///< rules that have been reported and not been left since
    };

    explicit spc_charts(const family& f);

    /// A cycle ended. Only good and bad cycles are charted; any other discards the current subgroup.
    void push(const variable_values& values, protocol::cycle_quality quality);
    /// Charts in which rules fired with the last cycle that had not stood before.
    [[nodiscard]] bool has_news() const { return news_; }
    [[nodiscard]] std::span<const entry> charts() const { return charts_; }

    /// Fills `out`, its result too: `bad_argument` for an id that is not a variable, `not_available` for one that is
    /// not measured on this machine. A variable that is not charted has 0 subgroups.
    void report(const family& f, const protocol::spc_read& asked, protocol::spc_read_response& out) const;
    protocol::result_code set(const family& f, const protocol::spc_write& to);
    /// The variable is no longer charted.
    void close(process_variable q) {
        std::erase_if(charts_, [&](const entry& e) { return e.variable == q; });
    }

  private:
    std::vector<entry> charts_;
    bool news_ = false;
};

}  // namespace husky::cells
