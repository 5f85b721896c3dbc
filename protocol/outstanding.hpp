#pragma once

#include <array>
#include <optional>

#include "protocol/catalogue.hpp"
#include "protocol/time.hpp"

namespace husky::protocol {

/// Most requests that an end keeps unanswered.
constexpr std::size_t most_outstanding = 16;

/// Requests that wait for their responses, oldest first: responses come in the order of their requests.
class outstanding_requests {
  public:
    struct entry {
        message_index request = 0;
        instant due = never;
        bool planned = false;  ///< asked by the polling plan
    };

    [[nodiscard]] bool full() const { return count_ == most_outstanding; }
    [[nodiscard]] bool empty() const { return count_ == 0; }
    [[nodiscard]] const entry& oldest() const { return ring_[first_]; }
    [[nodiscard]] instant deadline() const { return empty() ? never : oldest().due; }
    [[nodiscard]] bool awaits_response(message_index response) const {
        return !empty() && response_of(oldest().request) == response;
    }
    void add(const entry& asked) {
        ring_[(first_ + count_) % most_outstanding] = asked;
        ++count_;
    }
    void pop() {
        first_ = (first_ + 1) % most_outstanding;
        --count_;
    }

  private:
    std::array<entry, most_outstanding> ring_{};
    std::size_t first_ = 0;
    std::size_t count_ = 0;
};

}  // namespace husky::protocol
