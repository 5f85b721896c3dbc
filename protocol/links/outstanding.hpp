#pragma once

#include <array>
#include <optional>

#include "protocol/messages/catalogue.hpp"
#include "protocol/time.hpp"

namespace husky::protocol {

/// Limit of unanswered requests of an end.
constexpr std::size_t max_outstanding = 16;

/// Requests that wait for their responses, oldest first: responses come in the order of their requests.
class outstanding_requests {
  public:
    struct entry {
        message_index request = 0;
        instant due = never;
        bool planned = false;                                         ///< asked by the polling plan
        std::uint64_t ticket = 0;                                     ///< of the caller; 0: the link's own
        [[nodiscard]] bool optional() const { return due == never; }  ///< a machine may leave it unanswered
    };

    [[nodiscard]] bool full() const { return count_ == max_outstanding; }
    [[nodiscard]] bool empty() const { return count_ == 0; }
    [[nodiscard]] const entry& oldest() const { return ring_[first_]; }
    /// When the oldest request that must be answered is due.
    [[nodiscard]] instant deadline() const {
        for (std::size_t i = 0; i < count_; ++i)
            if (!at(i).optional()) return at(i).due;
        return never;
    }
    [[nodiscard]] bool owed() const { return deadline() != never; }
    /// The request that deadline() is of; only while owed().
    [[nodiscard]] message_index owed_request() const {
        std::size_t i = 0;
        while (at(i).optional())
            ++i;
        return at(i).request;
    }
    /// Whether this request is the next that can be answered. Forgets optional ones before it.
    bool reach(message_index request) {
        std::size_t skipped = 0;
        while (skipped < count_ && at(skipped).request != request && at(skipped).optional())
            ++skipped;
        if (skipped == count_ || at(skipped).request != request) return false;
        for (; skipped > 0; --skipped)
            pop();
        return true;
    }
    void add(const entry& asked) {
        ring_[(first_ + count_) % max_outstanding] = asked;
        ++count_;
    }
    /// Gives every request that must be answered this much time.
    void postpone(instant due) {
        for (std::size_t i = 0; i < count_; ++i) {
            entry& asked = ring_[(first_ + i) % max_outstanding];
            if (!asked.optional()) asked.due = due;
        }
    }
    void pop() {
        first_ = (first_ + 1) % max_outstanding;
        --count_;
    }

  private:
    [[nodiscard]] const entry& at(std::size_t i) const { return ring_[(first_ + i) % max_outstanding]; }

    std::array<entry, max_outstanding> ring_{};
    std::size_t first_ = 0;
    std::size_t count_ = 0;
};

}  // namespace husky::protocol
