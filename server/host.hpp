#pragma once

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <optional>
#include <vector>

#include "link/asio/loop_watch.hpp"
#include "link/faults/placed_faults.hpp"
#include "server/host_config.hpp"
#include "server/links/admissions.hpp"
#include "server/links/identify_socket.hpp"

namespace husky::host {

/// The host without its HTTP side: listens, gives each connection to a shard, and keeps the registry. The registry, the
/// acceptor and UDP live on a control thread of their own; links never wait for them.
class host final {
  public:
    /// `reports` may be null: nothing is stored; so may `captured`. Everything referred to must outlive the host.
    host(const host_config& config, const protocol::dialect& wire_dialect, write_behind* reports,
         link::capture* captured);
    /// A machine to dial from start() on. Before start().
    void add_dialled(dialled_machine m) { dialled_.push_back(std::move(m)); }
    ~host();
    host(const host&) = delete;
    host& operator=(const host&) = delete;

    /// Binds. Throws settings::error with one line that names the address.
    void listen();
    /// Starts all threads; after listen().
    void start();
    /// Closes every link and hands all reports to the store; completes when both is done. On the control thread, once.
    link::asio::awaitable<void> stop();
    /// Ends all threads. After it nothing runs.
    void join();

    [[nodiscard]] link::shard& control() { return control_; }
    [[nodiscard]] std::string tcp_address() const;
    [[nodiscard]] std::string udp_address() const;
    [[nodiscard]] std::vector<const counters*> all_counters() const;
    [[nodiscard]] std::size_t links() const;
    [[nodiscard]] const std::vector<std::unique_ptr<host_shard>>& shards() const { return shards_; }
    /// On the control thread only.
    [[nodiscard]] registry& known() { return admissions_.links(); }
    /// `linked` is called on the control thread with the serial of each machine that gets a link. Once, before start()
    /// or on that thread.
    void tell_linked(std::function<void(const std::string& serial)> linked) {
        admissions_.tell_linked(std::move(linked));
    }
    /// Counted on the control thread only.
    [[nodiscard]] counters& control_counters() { return control_counters_; }
    /// After placing faults, call faults_changed().
    [[nodiscard]] link::placed_faults& faults() { return faults_; }
    /// Links take the faults that are placed now. Any thread may call it.
    void faults_changed();
    /// The faults of the configuration are placed, and no others; with faults_changed().
    void place_configured_faults();
    /// Forgets what this machine, or all, have reported: in the registry and on all shards, whose links wait from then
    /// on until go_on(), which must follow each, once the store was told. Completes with the number of the machine, or
    /// every_machine; empty if the serial is unknown, and then links do not wait. On the control thread; many may run
    /// at once; not cancelled.
    link::asio::awaitable<std::optional<machine_id>> forget(std::optional<std::string> serial);
    void go_on();
    /// On the control thread only.
    [[nodiscard]] rest_collector& rests() { return admissions_.rests(); }
    /// On the control thread only.
    [[nodiscard]] display_hub& displays() { return admissions_.displays(); }

  private:
    /// Any thread may call it.
    [[nodiscard]] protocol::identify_response identity() const;
    link::asio::awaitable<void> accept_links();
    void watch(link::shard& thread, counters& counted);

    const host_config& config_;
    const protocol::dialect& wire_dialect_;
    write_behind* reports_;
    link::placed_faults faults_;
    std::unique_ptr<link::tls_context> tls_;  ///< null: links are plain
    host_surroundings surroundings_;
    link::shard control_;
    counters control_counters_;
    std::vector<std::unique_ptr<host_shard>> shards_;
    admissions admissions_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::unique_ptr<identify_socket> udp_;
    link::task_group tasks_;
    std::string tcp_address_;
    std::vector<dialled_machine> dialled_;
    std::vector<std::unique_ptr<link::loop_watch>> watches_;  ///< of every thread
};

}  // namespace husky::host
