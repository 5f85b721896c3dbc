#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <utility>
#include <vector>

#include "protocol/printing/lpd_receiver.hpp"
#include "server/archive/archive.hpp"
#include "server/printing/queue_list.hpp"
#include "server/registry/registry.hpp"
#include "server/storage/storage.hpp"

namespace husky::host {

/// Bytes of a serial that may print; no dialect has wider ones.
constexpr std::size_t max_queue_name = 64;

/// Keeps print jobs in a store and finds them there again: the queues are the machines that the registry knows or may
/// know. Called on one thread; coroutines complete there, are not cancelled, and many may run at once.
class print_jobs {
  public:
    /// Everything must outlive this.
    print_jobs(registry& machines, storage& stores, boost::asio::any_io_executor executor)
        : machines_(machines),
          archive_(stores.archive_store(), std::move(executor)),
          queries_(stores.archive_queries()) {}

    /// Whether a queue of that name may be printed to.
    [[nodiscard]] bool admits(const std::string& queue) const;
    /// Completes once the job is stored or on its way into the store; false if the store cannot take it.
    boost::asio::awaitable<bool> keep(protocol::printing::received_job got);
    /// The text of a list.
    boost::asio::awaitable<std::string> list(protocol::printing::lpd_request asked);

    /// What was removed; its text is the whole answer to the client.
    boost::asio::awaitable<removal> remove(protocol::printing::lpd_request asked);

    /// Nothing waits for the store any more.
    void stop() { archive_.stop(); }

  private:
    boost::asio::awaitable<answer<std::vector<stored_print>>> jobs_of(std::string queue);

    registry& machines_;
    archive archive_;
    query_thread& queries_;
};

}  // namespace husky::host
