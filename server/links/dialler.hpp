#pragma once

#include <string>

#include "link/net/dial.hpp"
#include "protocol/links/backoff.hpp"
#include "server/links/link_purpose.hpp"

namespace husky::host {

class host_shard;

/// A machine that listens, for the host to dial it.
struct dialled_machine {
    link::host_port address;
    std::string serial;                               ///< who is expected there; empty: anybody
    const protocol::dialect* wire_dialect = nullptr;  ///< null: the host's
};

/// Keeps dialling one machine and lets the shard serve the link; after it is lost, dials again as a machine would.
/// While that link is initialised it does the same with a second one to the same address, for the display. On the
/// shard's thread.
class dialler {
  public:
    dialler(host_shard& shard, dialled_machine to, protocol::duration max_pause, std::uint64_t seed);

    /// Completes after stop(), once the present link is over.
    link::asio::awaitable<void> run();
    /// The same for the display link; beside run().
    link::asio::awaitable<void> run_display();
    void stop();

  private:
    /// A dialler with its pauses, and what ends them.
    struct attempts {
        protocol::backoff pause;
        link::notice given_up;
    };

    host_shard& shard_;
    dialled_machine to_;
    attempts functions_, display_;
    std::string linked_;        ///< the machine whose link of machine functions is initialised
    link::notice linked_news_;  ///< linked_ was set, or the end has come
    bool stopping_ = false;
    bool reachable_ = true;  ///< as far as the log knows
};

}  // namespace husky::host
