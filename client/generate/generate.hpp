#pragma once

#include <chrono>
#include <functional>
#include <vector>

#include "client/generate/row_writer.hpp"
#include "client/generate/text_output.hpp"
#include "client/model/cell/cell.hpp"

namespace husky::cells {

struct generation {
    std::vector<roster_entry> machines;
    std::uint64_t seed = 1;           ///< of those that have none of their own
    sim_time length{};                ///< of virtual time
    std::chrono::sys_seconds from{};  ///< what every machine's clock shows at its start
};

struct generated {
    std::uint64_t cycles = 0;
    bool complete = false;  ///< false: the output did not take all, or `go_on` said no
};

/// Writes what happens in these machines until `length`, in the order of time, as `rows` puts it. The values are those
/// that `husky-fleet run` sends with the same seed and machines and time scale `max`. `go_on` is called now and then
/// with the part that is done, 0 to 1; if it returns false, generation ends with a whole line.
generated generate(const generation& what, row_writer& rows, text_output& out,
                   const std::function<bool(double)>& go_on = {});

}  // namespace husky::cells
