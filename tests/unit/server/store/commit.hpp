#pragma once

#include <chrono>
#include <future>
#include <memory>

#include "server/store/write_behind.hpp"

namespace husky::host {

inline std::chrono::steady_clock::time_point soon() {
    return std::chrono::steady_clock::now() + std::chrono::seconds(20);
}

/// Something that another thread tells once.
class told_once {
  public:
    /// To be called there; it may outlive this.
    [[nodiscard]] std::function<void()> teller() const {
        return [to = told_] { to->set_value(); };
    }
    /// False if it is not told in time.
    [[nodiscard]] bool wait() { return done_.wait_until(soon()) == std::future_status::ready; }

  private:
    std::shared_ptr<std::promise<void>> told_ = std::make_shared<std::promise<void>>();
    std::future<void> done_ = told_->get_future();
};

/// Pushes a batch and waits until it is committed. False if that never comes.
inline bool commit(write_behind& to, batch& records) {
    told_once committed;
    records.committed = committed.teller();
    return to.push(records) && committed.wait();
}

}  // namespace husky::host
