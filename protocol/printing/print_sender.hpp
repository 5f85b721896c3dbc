#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/time.hpp"

namespace husky::protocol::printing {

/// A file of a job under the name that it has on the wire, "dfA001HY-0001".
struct outgoing_file {
    std::string name;
    std::vector<std::byte> content;
};

/// A job as it goes to a print server. Names have no white space and no line feed.
struct outgoing_job {
    std::string queue;
    std::vector<outgoing_file> data;
    outgoing_file control;
};

/// Why a job failed. The server may have nothing of it, or all of it if only the last acknowledgement was lost.
enum class print_fault : std::uint8_t {
    none,
    not_reached,  ///< no connection
    refused,      ///< an acknowledgement other than zero
    out_of_step,  ///< an unexpected acknowledgement
    timed_out,
    lost,  ///< the connection ended first
};

/// In words, for a log.
std::string_view name(print_fault fault);

/// How long a server may take.
struct print_patience {
    duration step = std::chrono::seconds(10);    ///< without an acknowledgement, and without taking a byte
    duration whole = std::chrono::seconds(300);  ///< for all of the job
};

/// The client's side of RFC 1179 for one job on one connection: receive job, then each data file, then the control
/// file, so that a server that was cut off never has a control file without its data. After a failure nothing of the
/// job counts: the caller starts again, with a new sender on a new connection, or gives up. Pure: no socket, clock or
/// thread; its driver writes to_send() and tells it what came.
class print_sender {
  public:
    /// Limit of a server's text with a refusal.
    static constexpr std::size_t max_saying = 80;

    enum class state : std::uint8_t { connecting, talking, done, failed };

    /// `job` must outlive it.
    explicit print_sender(const outgoing_job& job, print_patience patience = {}) : job_(&job), patience_(patience) {}

    void connected(instant now);
    void received(std::span<const std::byte> input, instant now);
    /// The connection, or the attempt to get one, is over.
    void lost();
    void due(instant now);

    /// What waits to be written; sent() tells how much of it was.
    [[nodiscard]] std::span<const std::byte> to_send() const { return std::span(piece_).subspan(written_); }
    void sent(std::size_t count, instant now);

    [[nodiscard]] state now_is() const { return state_; }
    /// Done or failed: the connection is to be closed.
    [[nodiscard]] bool over() const { return state_ == state::done || state_ == state::failed; }
    [[nodiscard]] print_fault fault() const { return fault_; }
    /// What the server said with its refusal; printable ASCII, often nothing.
    [[nodiscard]] const std::string& said() const { return said_; }
    /// Never while there is no connection: dialling has its own limit.
    [[nodiscard]] instant deadline() const;

  private:
    void begin_piece();
    void acknowledged(instant now);
    void fail(print_fault why);
    void hear_refusal(std::span<const std::byte> words);

    const outgoing_job* job_;
    print_patience patience_;
    state state_ = state::connecting;
    print_fault fault_ = print_fault::none;
    std::size_t step_ = 0;  ///< pieces that were acknowledged
    std::vector<std::byte> piece_;
    std::size_t written_ = 0;
    std::string said_;
    instant step_due_ = never;
    instant whole_due_ = never;
};

}  // namespace husky::protocol::printing
