#pragma once

#include <boost/asio/post.hpp>
#include <functional>
#include <list>
#include <memory>
#include <unordered_map>

#include "link/asio/shard.hpp"
#include "link/asio/task_group.hpp"
#include "link/capture/capture.hpp"
#include "link/faults/fault_context.hpp"
#include "link/faults/placed_faults.hpp"
#include "link/net/endpoint.hpp"
#include "link/net/link_socket.hpp"
#include "program/log_limit.hpp"
#include "protocol/links/host_link.hpp"
#include "server/intake/report_sink.hpp"
#include "server/links/dialler.hpp"
#include "server/questions/machine_reply.hpp"
#include "server/registry/registry.hpp"
#include "server/store/write_behind.hpp"
#include "server/trace/frame_ring.hpp"
#include "server/watch/frame_reader.hpp"

namespace husky::host {

class admissions;
class session;

/// What all shards share and do not change.
struct host_surroundings {
    const protocol::host_link_settings* link;
    const protocol::dialect* dialect;
    admissions* control;
    std::function<protocol::identify_response()> identity;
    write_behind* reports;  ///< null where nothing is stored
    int log_lines_per_second;
    protocol::duration max_reconnect;  ///< pause before a machine is dialled again
    bool dials_displays;               ///< of the machines that it dials
    link::placed_faults* faults;
    link::capture* captured;       ///< null where links are not captured
    const link::tls_context* tls;  ///< of links that are accepted; null: they are plain
    frame_ring::room frames;       ///< that each shard keeps
};

/// The links of one thread, and the batch of reports that they fill together. Everything here runs on the shard's
/// thread, but for post() and the counters.
class host_shard final : public report_sink {
  public:
    host_shard(std::size_t index, const host_surroundings& surroundings);

    /// Runs a task on this shard's thread. Any thread may call it.
    template <class Task>
    void post(Task task) {
        boost::asio::post(shard_.context(), std::move(task));
    }

    /// Runs a task with that session on this shard's thread, if the link is still there by then. Any thread may call
    /// it.
    template <class Task>
    void post_to(std::uint64_t number, Task task) {
        post([this, number, run = std::move(task)]() mutable {
            if (const auto at = sessions_.find(number); at != sessions_.end()) run(*at->second);
        });
    }

    /// Serves a connection until it is over. The socket belongs to this shard's context.
    void serve(link::tcp::socket socket);
    /// Dials a machine again and again until close_all(), and its display too unless the host is told not to.
    void dial(dialled_machine to, std::uint64_t seed);
    /// Closes every link. `closed` runs when the last is gone and their reports are handed to the store.
    void close_all(std::function<void()> closed);

    /// From now on these, on present and new links.
    void use_faults(std::shared_ptr<const link::fault_list> faults);

    /// As live_view::watch and take_changes, for the machines that are linked here.
    void watch(std::shared_ptr<const watch_list> wanted);
    machine_changes take_changes();

    /// As session::admit; what the link is admitted with goes back if it is gone.
    void admit(std::uint64_t number, const std::string& serial, std::unique_ptr<machine> m);
    /// Completes with the result of the question; `offline` if that link is gone. On this shard's thread. Ends when
    /// the link does; not cancelled.
    link::asio::awaitable<machine_reply> ask(std::uint64_t number, protocol::machine_question q);
    /// Sends a key to that display link's machine. False if it is gone or too many messages wait for it.
    link::asio::awaitable<bool> press(std::uint64_t number, std::uint16_t key_code);
    [[nodiscard]] const session* find(std::uint64_t number) const;
    void for_each_session(const std::function<void(const session&)>& visit) const;

    /// Completes once what had arrived is read, as far as links are read at all; by `until` in any case, for a busy
    /// link always has more. On this shard's thread.
    link::asio::awaitable<void> catch_up(std::chrono::steady_clock::time_point until);
    /// Forgets what machines of this shard have reported, as far as the store's queue does not have it. What they
    /// report from now on stays here, and links are not read, until go_on() follows: then the store has been told.
    void forget(const forgetting& f);
    void go_on();

    // For the sessions of this shard.
    [[nodiscard]] const host_surroundings& surroundings() const { return surroundings_; }
    [[nodiscard]] std::size_t index() const { return index_; }
    /// The clock is asked once for all messages of a read.
    void read_begins() { receive_time = wall_now(); }
    void changed(const machine&) override {
        if (reports == nullptr || batch_.empty()) return;
        if (batch_.bytes() >= batch_full)
            flush();
        else if (!flush_armed_)
            flush_later();
    }
    void bad_input(const machine& m, protocol::bad_input kind) override {
        tell_bad_input(kind, m.serial, m.address, 0);
    }
    void counts_anew(const machine& m, std::int32_t before, std::int32_t life_counter) override;
    /// Counts it and logs its sender.
    void tell_bad_input(protocol::bad_input kind, std::string_view who, std::string_view peer, std::uint16_t command);
    /// Gives a machine back to the registry once its reports are handed to the store: those of its next link, which may
    /// belong to another shard, are to come after them. A store that has failed and is full keeps no machine waiting.
    void give_back(const link_id& link, std::unique_ptr<machine> m);
    /// Writes what is left to be written of a machine that has no link, and gives it back.
    void write_gap_changes(const link_id& writer, std::unique_ptr<machine> m);
    [[nodiscard]] bool congested() const { return congested_ || forgettings_ > 0; }
    /// Whether one more line about bad input may be logged.
    bool may_log();

    [[nodiscard]] link::shard& thread() { return shard_; }
    /// What passed its links, as their sessions saw it: before faults in what is sent, after them in what is received.
    [[nodiscard]] frame_ring& frames() { return frames_; }
    [[nodiscard]] const frame_ring& frames() const { return frames_; }

    /// Serves a connection until it is over; completes with whether it came to be a machine's link.
    link::asio::awaitable<bool> serve_link(link::link_socket socket, link_purpose purpose);

  private:
    link::asio::awaitable<bool> secure(link::link_socket& socket);
    link::asio::awaitable<void> serve_accepted(link::tcp::socket socket);
    link::asio::awaitable<void> close_links(std::function<void()> closed);
    void flush_later();
    void flush();
    void set_congested(bool on);
    void read_on();
    void store_recovered();
    void let_leave();

    static constexpr std::size_t batch_full = 256 * 1024;

    std::size_t index_;
    host_surroundings surroundings_;
    link::shard shard_;
    link::task_group tasks_;
    link::asio::steady_timer flush_timer_;
    program::log_limit log_limit_;
    link::fault_context ground_;
    std::shared_ptr<const link::fault_list> faults_ = std::make_shared<link::fault_list>();
    std::unordered_map<std::uint64_t, session*> sessions_;
    std::vector<std::unique_ptr<dialler>> diallers_;
    std::list<link::notice> handshakes_;                                 ///< ends one that is under way
    std::vector<std::pair<link_id, std::unique_ptr<machine>>> leaving_;  ///< wait for the batch to be handed over
    std::uint64_t next_number_ = no_link + 1;
    frame_ring frames_;
    batch batch_;
    change_collector collector_;
    frame_reader frame_reader_{frames_};
    bool flush_armed_ = false;
    bool congested_ = false;
    int forgettings_ = 0;  ///< that go_on() has not followed yet
    bool closing_ = false;
};

}  // namespace husky::host
