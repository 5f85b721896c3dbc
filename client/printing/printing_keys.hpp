#pragma once

#include <chrono>
#include <string>

#include "client/machine/screen_print.hpp"
#include "protocol/time.hpp"
#include "settings/schema/schema.hpp"

namespace husky::cells {

/// How the machines of a fleet print their screens, as a fleet file says.
struct printing_keys {
    bool enabled = true;
    std::string address{};  ///< empty: the host's
    std::uint16_t port = 1515;
    print_cause every = print_cause::key;  ///< beside the key
    std::uint32_t queue = 4;
    std::uint32_t attempts = 5;
    std::uint32_t connections = 16;
    protocol::duration timeout = std::chrono::seconds(10);
};

/// Declares them as the group "printing"; the keys must outlive the schema.
void describe_printing(settings::schema& s, printing_keys& keys);

}  // namespace husky::cells
