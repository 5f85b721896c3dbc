#pragma once

#include <chrono>
#include <functional>
#include <string_view>
#include <vector>

#include "client/generate/row_writer.hpp"
#include "client/model/cell/cell.hpp"

namespace husky::cells {

struct generation {
    std::vector<roster_entry> machines;
    std::uint64_t seed = 1;           ///< of those that have none of their own
    sim_time length{};                ///< of virtual time
    std::chrono::sys_seconds from{};  ///< what every machine's clock shows at its start
};

/// Takes generated text, which ends with a whole line. False if it could not: then nothing more is written.
using text_output = std::function<bool(std::string_view whole_lines)>;

/// Writes what happens in these machines until `length`, in the order of time, as `rows` puts it. The values are those
/// that `husky-fleet run` sends with the same seed and machines and time scale `max`. `go_on` is called now and then
/// with the part that is done, 0 to 1; if it returns false, generation ends with a whole line. False: so it ended, or
/// the output did not take all.
bool generate(const generation& what, row_writer& rows, const text_output& out,
              const std::function<bool(double)>& go_on = {});

}  // namespace husky::cells
