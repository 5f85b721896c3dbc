#pragma once

#include "tools/link/captures/message_stream.hpp"

namespace husky::tools {

/// What the messages of a connection show: its kind of link, and which of its two ends is the machine.
class link_sides {
  public:
    /// An end, 0 or 1, sent a message. Null if none has that command.
    const protocol::message_traits* heard(const protocol::dialect& wire_dialect, std::uint16_t command,
                                          std::size_t by) {
        const auto found = message_of(wire_dialect, command, kind_);
        if (!found) return nullptr;
        const auto& traits = protocol::traits_of(*found);
        if (kind_ == protocol::link_kind::any) kind_ = traits.link;
        if (!machine_ && traits.from != protocol::sender::any) machine_ = machine_that(traits, by);
        return &traits;
    }

    /// Whether the other end of such a link sends such messages.
    [[nodiscard]] bool is_wrong_end(const protocol::message_traits& said, std::size_t by) const {
        return said.from != protocol::sender::any && machine_ != machine_that(said, by);
    }

    [[nodiscard]] protocol::link_kind kind() const { return kind_; }
    [[nodiscard]] std::optional<std::size_t> machine() const { return machine_; }

  private:
    static std::size_t machine_that(const protocol::message_traits& said, std::size_t by) {
        return said.from == protocol::sender::machine ? by : 1 - by;
    }

    protocol::link_kind kind_ = protocol::link_kind::any;
    std::optional<std::size_t> machine_;
};

}  // namespace husky::tools
