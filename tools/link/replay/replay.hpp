#pragma once

#include <boost/asio/io_context.hpp>
#include <deque>
#include <functional>
#include <list>

#include "link/asio/task_group.hpp"
#include "link/net/endpoint.hpp"
#include "link/net/link_socket.hpp"
#include "protocol/wire/frame_reader.hpp"
#include "tools/link/replay/report.hpp"

namespace husky::tools {

struct replay_settings {
    protocol::sender as = protocol::sender::machine;
    std::optional<link::host_port> to;       ///< where to dial; none: `listen`
    const link::tls_context* tls = nullptr;  ///< of what is dialled; null: plain
    std::optional<link::host_port> listen;
    double speed = 1;                                             ///< 0: as fast as the other side answers
    std::chrono::nanoseconds timeout = std::chrono::seconds(60);  ///< beyond the pauses of the recording
    match_rules rules = match_rules::defaults();
};

/// Plays one side of a recording against a program: says what that side said, waits where it waited, and compares what
/// comes. Each connection goes its own way; one is opened when all that was recorded before it is done. Belongs to one
/// thread.
class replay {
  public:
    /// Binds if it is to listen. Throws settings::error. All must outlive it.
    replay(boost::asio::io_context& context, const replay_settings& settings, const recording& from,
           const frame_judge& judge);

    void start();
    /// `over` is called when all is played, or cannot be.
    void on_over(std::function<void()> over) { on_over_ = std::move(over); }
    /// Ends all connections; run() of the context returns.
    void stop();

    [[nodiscard]] std::string address() const { return link::to_text(acceptor_->local_endpoint()); }
    /// After the context has run. Throws settings::error if there was nobody to play with.
    [[nodiscard]] replay_outcome outcome() const;

  private:
    /// A connection while it is played.
    struct part {
        part(const link::asio::any_io_executor& executor, played_connection p, const protocol::dialect& d)
            : plays(std::move(p)), reader(d), news(executor) {}
        played_connection plays;
        std::optional<link::link_socket> socket;
        protocol::frame_reader reader;
        link::notice news;
        bool taken = false;  ///< has its socket, or is about to
        bool heard_end = false;
        bool ended = false;  ///< nothing more is to be done
    };

    link::asio::awaitable<void> dial(part& p);
    link::asio::awaitable<void> listen();
    link::asio::awaitable<void> meet(link::tcp::socket socket);
    link::asio::awaitable<std::optional<protocol::frame>> first_message(link::tcp::socket& socket,
                                                                        std::vector<std::byte>& begin);
    link::asio::awaitable<void> play(part& p);
    link::asio::awaitable<void> hear(part& p);
    link::asio::awaitable<bool> perform(part& p, const recorded_event& e);
    link::asio::awaitable<void> leave(part& p);
    link::asio::awaitable<void> watch();
    link::asio::awaitable<void> pause_until(part& p, std::chrono::steady_clock::time_point at);
    void hand_over(part& p, std::span<const std::byte> input);
    void progressed();
    void judge(part& p);
    [[nodiscard]] bool may_open(const part& p) const;
    [[nodiscard]] part* next_to_open(const protocol::frame* first);
    [[nodiscard]] std::chrono::steady_clock::time_point due(const recorded_event& e) const;

    boost::asio::io_context& context_;
    const replay_settings& settings_;
    const recording& from_;
    const frame_judge& judge_;
    link::task_group tasks_;
    std::optional<link::tcp::acceptor> acceptor_;
    link::notice given_up_;
    std::deque<part> parts_;
    std::list<link::tcp::socket*> meeting_;  ///< connections that are not yet known to be one of them
    link::asio::steady_timer silence_;
    std::chrono::nanoseconds max_pause_{0};
    std::chrono::steady_clock::time_point begun_, progress_at_;
    std::chrono::nanoseconds late_{0};  ///< how far the play lies behind the recording, at its speed
    std::size_t waits_for_time_ = 0;
    std::optional<divergence> diverged_;
    std::optional<recorded_event> waited_;  ///< when it was silent
    std::string unreachable_;
    std::function<void()> on_over_;
    std::vector<std::byte> input_;
    bool silent_ = false;
    bool over_ = false;
};

}  // namespace husky::tools
