#pragma once

#include <memory>

#include "link/capture/capture.hpp"
#include "server/config_check.hpp"
#include "server/host.hpp"
#include "server/http_service.hpp"
#include "server/print_service.hpp"
#include "server/storage/storage.hpp"

namespace husky::host {

/// A whole host in this process: links, API and printing on their threads, and the storage behind them. What
/// `husky-host serve` runs.
class running_host {
  public:
    /// Opens and binds everything. `config` must outlive it. Throws settings::error with one line, at the key's place.
    explicit running_host(const host_config& config);

    /// Starts all threads, once.
    void start();

    /// How a stop ended.
    struct stopped {
        bool all_stored = true;  ///< false: reports were left behind
        bool all_ended = true;   ///< false: something is still at work, and the process can only exit
    };
    /// Ends the API, printing and the links side by side, then the store and the capture, each within its time. Blocks,
    /// at most five seconds. Once, after start().
    stopped stop();

    [[nodiscard]] host& links() { return host_; }
    [[nodiscard]] const host& links() const { return host_; }
    [[nodiscard]] std::string http_address() const { return http_.address(); }
    [[nodiscard]] std::string_view http_scheme() const { return http_.scheme(); }
    [[nodiscard]] std::string print_address() const { return prints_.address(); }

  private:
    const host_config& listening(const host_config& config);

    dialect_set dialects_;
    storage storage_;
    std::unique_ptr<link::capture> captured_;
    host host_;
    http_service http_;
    print_service prints_;
};

}  // namespace husky::host
