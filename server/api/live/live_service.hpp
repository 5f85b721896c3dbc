#pragma once

#include "link/asio/task_group.hpp"
#include "server/api/live/live_feed.hpp"
#include "server/live/live_view.hpp"
#include "server/storage/storage.hpp"

namespace husky::host {

/// The live feed's ticks: while somebody watches, what changed at machines is fetched every 100 ms. Nothing runs while
/// nobody does. Belongs to the thread of `live`.
class live_service {
  public:
    static constexpr std::chrono::milliseconds tick{100};

    /// Everything must outlive it; `counted` is that thread's.
    live_service(live_view& live, storage& stores, const boost::asio::any_io_executor& executor, counters& counted)
        : live_(live), storage_(stores), feed_(counted), joined_(executor), ticks_(executor) {}

    /// As live_feed::join; null also when the host is stopping. Its first tick is at once.
    std::unique_ptr<live_client> join(live_request asked, std::function<void()> wake);
    /// There are no more ticks.
    void stop();

  private:
    boost::asio::awaitable<void> run();
    [[nodiscard]] live_host host_now();

    live_view& live_;
    storage& storage_;
    live_feed feed_;
    link::notice joined_;
    link::task_group ticks_;
    bool running_ = false;
    bool stopping_ = false;
};

}  // namespace husky::host
