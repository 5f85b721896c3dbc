#pragma once

#include "server/host_config.hpp"
#include "server/http/disk.hpp"
#include "server/http/router.hpp"
#include "server/http/server.hpp"
#include "server/live_host.hpp"
#include "server/setups/setup_archive.hpp"
#include "server/setups/setup_transfers.hpp"

namespace husky::host {

/// The host's HTTP API on the host's control thread. Construct before the host starts; the host and the store must
/// outlive it.
class http_side {
  public:
    /// Binds at once. Throws settings::error with one clear line for an address, a port or a token file that cannot
    /// be used.
    http_side(const host_config& config, host& shown, store& kept);

    /// As http_server::stop; queries that have not begun are answered 503. Waits for the query that runs.
    boost::asio::awaitable<void> stop(std::chrono::milliseconds grace);
    /// Where set-ups and prints are kept: the host's store, or memory where that keeps nothing.
    [[nodiscard]] store& archived() { return memory_ ? *memory_ : kept_; }
    [[nodiscard]] disk& archived_disk() { return memory_disk_ ? *memory_disk_ : disk_; }
    [[nodiscard]] std::string address() const { return link::to_text(server_.local()); }

  private:
    live_host live_;
    store& kept_;
    disk disk_;
    std::unique_ptr<store> memory_;  ///< of set-ups and prints, where the store keeps nothing
    std::unique_ptr<disk> memory_disk_;
    setup_transfers transfers_;
    setup_archive archive_;
    http_router router_;
    http_server server_;
};

}  // namespace husky::host
