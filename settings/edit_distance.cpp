#include "settings/edit_distance.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace husky::settings {

std::size_t edit_distance(std::string_view from, std::string_view to) {
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < from.size(); ++i) {
        auto corner = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < to.size(); ++j)
            corner = std::exchange(row[j + 1],
                                   std::min({corner + (from[i] == to[j] ? 0U : 1U), row[j] + 1, row[j + 1] + 1}));
    }
    return row.back();
}

}  // namespace husky::settings
