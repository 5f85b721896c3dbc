#pragma once

#include "scenario/live/puppet.hpp"

namespace husky::check {

/// A puppet that plays a host over TCP: takes one connection at a time once it was told to connect.
class listening_puppet final : public live::puppet {
  public:
    listening_puppet(const scenario::puppet& what, live::live_loop& on, scenario::engine& judge)
        : puppet(what, on, judge), loop_(&on) {}

    play::refusal connect() override;
    /// Whether it takes a connection now.
    [[nodiscard]] bool takes() const { return listens_ && !is_barred() && !has_connection(); }
    void take(link::tcp::socket socket);

  private:
    link::asio::awaitable<void> serve_taken(link::tcp::socket socket);
    [[nodiscard]] bool has_connection() const override { return taking_ || puppet::has_connection(); }

    live::live_loop* loop_;
    bool listens_ = false, taking_ = false;
};

}  // namespace husky::check
