#pragma once

#include <string>

#include "link/endpoint.hpp"
#include "link/notice.hpp"
#include "protocol/backoff.hpp"
#include "protocol/dialect.hpp"

namespace husky::host {

class host_shard;

/// A machine that listens, for the host to dial it.
struct dialled_machine {
    link::host_port address;
    std::string serial;                         ///< who is expected there; empty: anybody
    const protocol::dialect* spoken = nullptr;  ///< null: the host's
};

/// Keeps dialling one machine and lets the shard serve the link; after it is lost, dials again as a machine would. On
/// the shard's thread.
class dialler {
  public:
    dialler(host_shard& shard, dialled_machine to, protocol::duration longest_pause, std::uint64_t seed);

    /// Completes after stop(), once the present link is over.
    link::asio::awaitable<void> run();
    void stop();

  private:
    host_shard& shard_;
    dialled_machine to_;
    protocol::backoff backoff_;
    link::notice given_up_;
    bool stopping_ = false;
    bool reachable_ = true;  ///< as far as the log knows
};

}  // namespace husky::host
