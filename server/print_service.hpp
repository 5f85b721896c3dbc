#pragma once

#include <string>

#include "server/host.hpp"
#include "server/printing/lpd_server.hpp"
#include "server/printing/print_jobs.hpp"

namespace husky::host {

/// Remote printing on the host's control thread: the queues are the machines that the registry knows or may know.
/// Construct before the host starts; everything must outlive it.
class print_service {
  public:
    /// Binds at once; throws settings::error with one line that names the address. If the default port is taken and
    /// was not set, a free one is taken.
    print_service(const host_config& config, host& of, storage& stores);

    /// Completes when every connection is closed; a job that is whole is stored and answered before.
    link::asio::awaitable<void> stop();
    [[nodiscard]] std::string address() const { return link::to_text(server_.local()); }

  private:
    void listen(const host_config& config);

    print_jobs room_;
    lpd_server server_;
};

}  // namespace husky::host
