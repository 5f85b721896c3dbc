#pragma once

#include <cstdint>
#include <optional>

#include "server/store/query.hpp"

namespace husky::host {

/// One value of a variable, of a cycle of production.
struct subgroup_value {
    std::int64_t cursor = 0;
    std::int32_t epoch = 0, life_counter = 0;
    std::int64_t counter = 0;  ///< of the side's cycles, from 1
    wall_time received{};
    double value = 0;
};

/// Puts values, in order or the other way round, together to subgroups: cycles n k + 1 to n k + n, all of which must be
/// there. So a page that begins elsewhere, and a chart that moves on, has the same subgroups.
class subgroup_builder {
  public:
    explicit subgroup_builder(int size) : size_(size) {}

    /// The subgroup that this value completes, if it does.
    std::optional<stored_subgroup> add(const subgroup_value& v);

  private:
    const int size_;
    std::int64_t number_ = -1;
    stored_subgroup now_;
    double squares_ = 0;  ///< of distances from the mean so far (Welford)
};

}  // namespace husky::host
