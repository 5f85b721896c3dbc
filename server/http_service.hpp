#pragma once

#include "server/api/live/live_service.hpp"
#include "server/archive/archive.hpp"
#include "server/host_config.hpp"
#include "server/http/connection/server.hpp"
#include "server/http/router.hpp"
#include "server/running_host_view.hpp"
#include "server/scenarios/scenario_runs.hpp"
#include "server/setups/setup_transfers.hpp"
#include "server/storage/storage.hpp"

namespace husky::host {

/// The host's HTTP API on the host's control thread. Construct before the host starts; the host and the storage must
/// outlive it.
class http_service {
  public:
    /// Binds at once. Throws settings::error with one clear line for an address, a port or a token file that cannot
    /// be used.
    http_service(const host_config& config, host& shown, storage& stores);

    /// As http_server::stop; queries that have not begun are answered 503.
    boost::asio::awaitable<void> stop(std::chrono::milliseconds grace);
    [[nodiscard]] std::string address() const { return link::to_text(server_.local()); }
    /// "http" or "https"
    [[nodiscard]] std::string_view scheme() const { return tls_ ? "https" : "http"; }

  private:
    running_host_view live_;
    storage& storage_;
    setup_transfers transfers_;
    archive archive_;
    scenario_runs scenarios_;
    live_service feed_;
    http_router router_;
    std::unique_ptr<link::tls_context> tls_;  ///< null: plain HTTP
    http_server server_;
};

}  // namespace husky::host
