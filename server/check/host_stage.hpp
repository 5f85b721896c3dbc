#pragma once

#include "link/net/dial.hpp"
#include "scenario/live/loop_stage.hpp"
#include "server/check/check_port.hpp"
#include "server/check/listening_puppet.hpp"
#include "server/check/played_host.hpp"

namespace husky::check {

/// The host of a scenario, and its puppets that play hosts, for machines that come over TCP or are dialled. In one
/// thread. The play begins when the first machine is there.
class host_stage final : private live::loop_stage {
  public:
    using loop_stage::progress;

    /// Throws settings::error for a host that cannot be. `p`, `wire_dialect` and `at` must outlive the stage.
    host_stage(const scenario::plan& p, const protocol::dialect& wire_dialect, const post& at, std::uint64_t seed,
               std::string repeat, link::system_access system);

    /// Plays it to its end, or until `stopped` is set from another thread. Once. Tells now and then how far it is. If
    /// no machine comes within the scenario's limit, it is blocked.
    scenario::verdict run(const std::atomic<bool>& stopped, const progress& tell = {});

  private:
    /// A machine that the host dials.
    struct dialled {
        std::string serial;
        link::host_port at;
        link::notice give_up, give_display_up;
        dialled(std::string name, link::host_port where, link::asio::io_context& context)
            : serial(std::move(name)),
              at(std::move(where)),
              give_up(context.get_executor()),
              give_display_up(context.get_executor()) {}
    };

    void faults_changed() override;
    void cast_host();
    link::asio::awaitable<void> accept_machines();
    link::asio::awaitable<void> wait_for_machines();
    link::asio::awaitable<void> dial(const dialled& machine, bool for_display, link::notice& give_up,
                                     std::uint64_t seed);
    [[nodiscard]] bool is_linked(const dialled& machine) const;
    link::asio::awaitable<void> serve(link::tcp::socket socket);
    void take(link::tcp::socket socket);
    void came();
    void leave();
    [[nodiscard]] std::string nobody_came() const;

    const scenario::plan* plan_;
    const post* post_;
    std::uint64_t seed_;
    link::tcp::acceptor acceptor_;
    link::notice first_came_;
    std::list<dialled> dialled_;
    std::vector<std::unique_ptr<listening_puppet>> puppets_;
    std::unique_ptr<played_host> host_;
    std::vector<std::unique_ptr<play::host_link_actor>> host_links_;
    std::string dial_problem_;
    bool begun_ = false;
};

}  // namespace husky::check
