#pragma once

#include "client/check/machine_actor.hpp"
#include "link/net/dial.hpp"
#include "scenario/live/live_loop.hpp"

namespace husky::check {

/// Where the host under test is met: it is dialled, or comes to the first machine at this port, to the next one a port
/// above, and so on.
struct live_place {
    link::host_port at;
    bool listens = false;
};

/// A floor on which machines meet a host.
class machine_loop final : public live::live_loop {
  public:
    machine_loop(const protocol::dialect& dialect, live_place where, std::uint64_t seed);

    [[nodiscard]] cells::fleet_counts& counts() { return counts_; }
    /// A place of its own for the next machine or puppet.
    link::host_port next_place();
    [[nodiscard]] bool listens() const { return where_.listens; }
    /// A connection to the host: dialled, or taken where it is to come. Ends early when `give_up` is given. Completes
    /// with an error where the host cannot be reached, or the place is not free.
    link::asio::awaitable<link::error_code> reach(link::tcp::socket& into, link::host_port at, link::notice& give_up);

    /// Somebody reached the host.
    void reached() { was_reached_ = true; }
    [[nodiscard]] bool was_reached() const { return was_reached_; }
    /// Somebody did not. If nobody ever has, there is nothing to be tested; but who resets is there.
    void unreachable(const link::host_port& at, const link::error_code& why);
    /// Somebody who is refused is what the scenario wants.
    void expect_refusals() { was_reached_ = true; }

  private:
    live_place where_;
    cells::fleet_counts counts_;
    bool was_reached_ = false;
};

}  // namespace husky::check
