#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "client/printing/print_connection.hpp"
#include "client/printing/printing_keys.hpp"
#include "link/asio/shard.hpp"
#include "link/asio/task_group.hpp"
#include "program/log_limit.hpp"
#include "protocol/links/backoff.hpp"

namespace husky::cells {

struct fleet_counts;

/// Sends the prints of all machines on its own thread, so that no cell waits for a picture to be made,
/// on a limited number of connections at a time. Prints of one machine are sent one after the other; one that fails is
/// tried again after a pause, whole, and given up in the end.
class print_thread {
  public:
    /// Called on this thread for each print, once.
    using answer = std::function<void(bool printed)>;

    /// Pauses grow up to `max_pause`. Both references must outlive this.
    print_thread(const printing_keys& keys, protocol::duration max_pause, fleet_counts& counts);

    /// Before start(): one more machine that prints, at its host's address from `source`. Returns its place.
    std::size_t add(std::string serial, link::local_address source, std::uint64_t seed, answer ended);
    void start() { shard_.start(); }

    /// Sends it to the print server at that address, or where `printing.address` says. Any thread may call it.
    void print(std::size_t place, std::string address, screen_print screen);

    /// Sends what waits, without pauses and for a short time only, gives up the rest, then calls `stopped` on the
    /// print thread. Any thread may call it, once.
    void stop(std::function<void()> stopped);
    /// After stopped: ends the thread.
    void join();

  private:
    struct waiting_print {
        std::string address;
        screen_print screen;
    };
    /// A machine's way to the print server.
    struct lane {
        std::string serial;
        link::local_address source;
        answer ended;
        protocol::backoff pauses;
        std::deque<waiting_print> waiting{};  ///< bounded by the machine; the first is being sent, or next
        std::uint32_t attempts = 0;           ///< of the first
    };

    void take(lane& l, waiting_print print);
    void send_due();
    void wait_until_due();
    link::asio::awaitable<void> send(lane& l);
    link::asio::awaitable<void> finish(std::function<void()> stopped);
    void attempted(lane& l, const print_outcome& outcome);
    void give_up(lane& l, const std::string& why);
    void ended(lane& l, bool printed);
    [[nodiscard]] link::host_port place_of(const waiting_print& print) const;

    const printing_keys& keys_;
    protocol::duration max_pause_;
    fleet_counts& counts_;
    link::shard shard_;
    link::task_group tasks_;
    link::asio::steady_timer clock_;
    std::vector<std::unique_ptr<lane>> lanes_;
    std::multimap<protocol::instant, lane*> agenda_;  ///< lanes that have a print, once each, by when they are due
    std::vector<print_connection*> talks_;            ///< under way
    program::log_limit warnings_{1};
    std::size_t sending_ = 0;
    bool stopping_ = false;  ///< what waits is tried once more
    bool closed_ = false;    ///< nothing is sent any more
};

}  // namespace husky::cells
