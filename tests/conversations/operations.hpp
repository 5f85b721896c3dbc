#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "protocol/messages/catalogue.hpp"

namespace husky::conversations {

/// What a conversation is made of, and what can therefore fail.
enum class operation : std::uint8_t {
    connect,
    send,         ///< a message leaves an outbox
    deliver,      ///< a message reaches the other end
    timer,        ///< a deadline of a link has come
    give_setup,   ///< the machine makes room for a set-up and writes it there
    apply_setup,  ///< the machine takes a set-up for its own
    archive,      ///< the host keeps a set-up
    commit,       ///< the host's store commits
};

struct step {
    operation what;
    std::optional<protocol::message_index> message{};  ///< that is sent or delivered
    bool has_block = false;                            ///< of a set-up

    friend bool operator==(const step&, const step&) = default;
};

/// How an operation fails.
enum class failure : std::uint8_t {
    cut_before,     ///< the link is lost, and the operation not done
    cut_after,      ///< it is done (a message sent is lost on its way), then the link is lost
    cut_inside,     ///< half of a message arrives, then the link is lost
    host_loses,     ///< the link is lost; the machine is not told
    machine_loses,  ///< the link is lost; the host is not told
    dead,           ///< the link is lost, and nobody is told
    dropped,        ///< a message never arrives, all others do
    error_answer,   ///< the peer answers a request with `error`
    broken_size,    ///< a message_size of 3 arrives instead
    flipped_bit,    ///< one bit of a block is another one
    late,           ///< a timer is seven seconds late
    refused,        ///< connecting, a slot, the archive or the store says no
};

struct failure_kind {
    failure how;
    std::string_view name;
    /// Whether an operation can fail so.
    bool (*applies)(const step&);
};

/// All of them.
const std::array<failure_kind, 12>& failure_kinds();
const failure_kind& kind_of(failure how);

/// Counts the operations of one run from 1, and lets one of them fail.
class operations {
  public:
    /// From now on operations count.
    void begin() { counting_ = true; }
    void end() { counting_ = false; }
    void fail(std::size_t nth, failure how) {
        nth_ = nth;
        how_ = how;
    }

    /// The next operation is about to be done: how it fails, if it does.
    std::optional<failure> next(const step& s) {
        if (!counting_) return std::nullopt;
        counted_.push_back(s);
        if (counted_.size() != nth_ || !kind_of(how_).applies(s)) return std::nullopt;
        return how_;
    }
    [[nodiscard]] const std::vector<step>& counted() const { return counted_; }

  private:
    bool counting_ = false;
    std::vector<step> counted_;
    std::size_t nth_ = 0;
    failure how_ = failure::cut_before;
};

}  // namespace husky::conversations
