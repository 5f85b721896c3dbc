#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/store/query.hpp"

/// What clients of RFC 1179 see of a machine's prints, and which of them a removal means. The RFC leaves the form of
/// lists open: this is that of BSD's lpq, with the numbers of prints as job numbers.
namespace husky::host {

/// A line for each job that `names` mean: rank, owner, job number, files, total size.
std::string short_list(const std::vector<stored_print>& jobs, const std::vector<std::string>& names);
/// A line for each job, and one for each of its files.
std::string long_list(const std::vector<stored_print>& jobs, const std::vector<std::string>& names);

/// The result of a removal.
struct removal {
    std::vector<std::int64_t> prints{};  ///< to delete
    bool denied = false;                 ///< the agent may not remove all that it named
    std::string text{};                  ///< a line for each job
};

/// `names` are users and job numbers; none means nothing, since no job is ever being printed; "-" means every job of
/// the agent. An agent removes its own jobs, root and -all anybody's; -all, and root with "-", means every job.
removal choose_removed(const std::vector<stored_print>& jobs, const std::string& agent,
                       const std::vector<std::string>& names);

}  // namespace husky::host
