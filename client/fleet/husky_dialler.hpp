#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "client/fleet/run_plan.hpp"
#include "link/net/dial.hpp"
#include "link/net/link_socket.hpp"

namespace husky::cells {

class display_dialler;
class display_session;
class husky_outlet;

/// Performs the Husky links of a machine for as long as the fleet runs. Its own: dials its host, serves the link, loses
/// it, waits, dials again; or waits where the host dials it. Also its display link, if it has one. Belongs to
/// one thread.
class husky_dialler {
  public:
    /// Where the links begin.
    struct place {
        protocol::instant from;                           ///< when the machine starts
        std::optional<link::tcp::endpoint> listens_at{};  ///< if it waits for its host
        link::local_address source{};                     ///< where it dials from, if that is not left to the system
    };

    /// `progressed` is called when the link may take more, or something was received. Throws
    /// boost::system::system_error if the machine cannot listen.
    husky_dialler(link_surroundings& in, husky_outlet& outlet, place at, std::function<void()> progressed);
    ~husky_dialler();
    husky_dialler(const husky_dialler&) = delete;
    husky_dialler& operator=(const husky_dialler&) = delete;

    /// Before run().
    void add_display(display_session& display);

    /// Completes after stop(), when nothing is dialled any more; links are served by the surroundings' tasks. Call
    /// once.
    link::asio::awaitable<void> run();
    /// Closes the links once all is written. After outlet::close()..
    void stop();

    /// Where the machine reached its host, or was reached by it, last.
    [[nodiscard]] std::string host_address() const;

  private:
    link::asio::awaitable<void> dial();
    link::asio::awaitable<void> listen();
    link::asio::awaitable<void> serve(link::link_socket socket);
    link::asio::awaitable<void> turn_away(link::tcp::socket socket);
    void take(link::tcp::socket socket);
    void note_linked();
    void note_failure(const std::string& why);

    link_surroundings& in_;
    husky_outlet& outlet_;
    place at_;
    std::function<void()> progressed_;
    link::notice woken_;
    std::unique_ptr<link::tcp::acceptor> acceptor_;  ///< of a machine that listens
    std::unique_ptr<display_dialler> display_;       ///< if it has one
    link::tcp::endpoint host_;                       ///< where the link was reached last
    bool has_host_ = false;                          ///< of a machine that listens
    bool counted_linked_ = false;
};

}  // namespace husky::cells
