#pragma once

#include <set>
#include <string>
#include <variant>

#include "server/watch/topics.hpp"

namespace husky::host {

/// What a client of the live feed wants to know.
struct live_request {
    std::set<std::string> machines;  ///< serials; none: of every machine
    topic_set topics{topic::status, topic::cycles, topic::events};

    [[nodiscard]] bool wants(const std::string& serial) const { return machines.empty() || machines.contains(serial); }
};

/// Serials that one request may name.
constexpr std::size_t max_live_machines = 256;

/// Reads ?machines=A,B&topics=status,cycles; null: not given. Or one line about an error.
std::variant<live_request, std::string> parse_live_request(const std::string* machines, const std::string* topics);

}  // namespace husky::host
