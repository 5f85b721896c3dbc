#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace husky::suite {

/// Gives numbered pieces of work to threads: in order, but never two at a time that claim the same.
class work_list {
  public:
    explicit work_list(std::vector<std::set<std::string>> claims)
        : claims_(std::move(claims)), state_(claims_.size(), state::open) {}

    /// The next piece; waits while those that are left must wait. None: there is nothing left, or it was stopped.
    std::optional<std::size_t> take();
    void done(std::size_t piece);
    /// No more work is given out.
    void stop();

  private:
    enum class state : std::uint8_t { open, running, done };

    [[nodiscard]] bool may_run(std::size_t piece) const;

    std::vector<std::set<std::string>> claims_;
    std::vector<state> state_;
    std::multiset<std::string> taken_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopped_ = false;
};

}  // namespace husky::suite
