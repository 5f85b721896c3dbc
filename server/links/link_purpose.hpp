#pragma once

#include <functional>
#include <string>

#include "protocol/dialect/dialect.hpp"
#include "protocol/messages/description.hpp"

namespace husky::host {

/// What a connection is for, as far as the host knows before the machine has spoken. One that was accepted is for
/// whatever the machine says.
struct link_purpose {
    protocol::link_kind dialled_for = protocol::link_kind::any;  ///< any: the machine dialled
    std::string serial{};                                        ///< serial that is expected; empty: any
    const protocol::dialect* wire_dialect = nullptr;             ///< null: the host's
    std::function<void(const std::string& serial)> admitted{};   ///< called when the machine gets result 0
};

}  // namespace husky::host
