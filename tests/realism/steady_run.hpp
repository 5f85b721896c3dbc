#pragma once

#include <string>
#include <vector>

#include "client/model/cell/cell.hpp"

namespace husky::cells::test {

/// One column of a run: a variable, or a single sensor behind one.
struct column {
    process_variable variable = process_variable::cycle_time;
    int member = -1;  ///< -1: the variable itself

    friend bool operator==(const column&, const column&) = default;
};

/// Good cycles of one machine, cut into stretches of steady production: one set-up, one material lot, no stop and no
/// start-up in between. Statistics are taken within the stretches, as one does with a plant's data.
class steady_run {
  public:
    /// Runs a cell of the family until `cycles` good cycles are in stretches.
    steady_run(const family& f, std::size_t cycles, std::uint64_t seed, double age_years = 5);

    [[nodiscard]] std::size_t cycles() const { return rows_.size(); }
    [[nodiscard]] double mean(column c) const;
    /// Standard deviation within stretches.
    [[nodiscard]] double total_sigma(column c) const;
    /// Mean moving range / 1.128.
    [[nodiscard]] double short_sigma(column c) const;
    /// Autocorrelation from one cycle to the next.
    [[nodiscard]] double lag_1(column c) const;
    /// Rows further from the mean of their stretch than three short-term sigmas.
    [[nodiscard]] std::size_t beyond_moving_range_limits(column c) const;
    [[nodiscard]] double correlation(column a, column b) const;

  private:
    struct row {
        variable_values values;
        float pressure_sensor, mould_sensor, other_pressure_sensor, other_mould_sensor;
        std::size_t stretch;
        sim_time at;
    };
    static double value(const row& r, column c);
    /// Mean of the stretch that each row belongs to.
    [[nodiscard]] std::vector<double> stretch_means(column c) const;

    class gatherer;
    std::vector<row> rows_;
    std::size_t stretches_ = 0;
};

}  // namespace husky::cells::test
