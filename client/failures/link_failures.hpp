#pragma once

#include <boost/system/error_code.hpp>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "link/driver/link_session.hpp"
#include "protocol/links/machine_link.hpp"

namespace husky::cells {

/// Why machines had no link, by reason. A reason is logged when it first occurs and, as long as it goes on, every ten
/// seconds. Beyond 64 reasons further ones are "other reasons". Any thread may call all of it.
class link_failures {
  public:
    struct entry {
        std::string reason;
        std::uint64_t count = 0;
        std::string address, serial;  ///< of the last one
    };

    /// Counts one. Returns the line to warn with, if it is time for one.
    std::optional<std::string> note(const std::string& reason, const std::string& address, const std::string& serial,
                                    protocol::instant now);

    /// All that was noted, the most frequent first.
    [[nodiscard]] std::vector<entry> all() const;

  private:
    mutable std::mutex mutex_;
    std::map<std::string, std::pair<entry, protocol::instant>> by_reason_;  ///< and when it was told last
};

/// Why a connection could not be made or accepted, and what to do if the cause is local.
std::string connection_problem(const boost::system::error_code& failed);

/// Why a link that ended like this is over; empty if the machine ended it. `was_linked`: init had succeeded.
std::string why_over(const protocol::machine_link& link, bool was_linked, link::ending how);

}  // namespace husky::cells
