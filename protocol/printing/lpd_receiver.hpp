#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/printing/byte_budget.hpp"
#include "protocol/printing/control_file.hpp"
#include "protocol/printing/lpd_refusal.hpp"
#include "protocol/printing/print_job.hpp"

namespace husky::protocol::printing {

/// Letters that tell the data files of one job apart: dfA to dfZ, dfa to dfz.
constexpr std::size_t max_data_files = 52;
/// Bytes of a line of a client, its end not counted.
constexpr std::size_t max_lpd_line = 1024;
/// Bytes of a control file.
constexpr std::size_t max_control_file = std::size_t{64} << 10U;
/// What Windows announces where it does not count bytes: the size of a data file that ends with the connection.
constexpr std::uint64_t uncounted_by_windows = 125'899'906'843'000;

struct lpd_limits {
    std::size_t max_job_bytes = std::size_t{16} << 20U;  ///< of all files that a connection has sent and not ended
    std::size_t max_files = max_data_files;              ///< of one job
};

/// What a client asks of a queue.
enum class lpd_command : std::uint8_t {
    print_waiting = 1,
    receive_job = 2,
    short_list = 3,
    long_list = 4,
    remove_jobs = 5,
};

struct lpd_request {
    lpd_command command = lpd_command::receive_job;
    std::string queue;
    std::string agent;               ///< the agent that wants jobs removed
    std::vector<std::string> names;  ///< users and job numbers
};

/// A whole job: the content of file i of `job` is contents[i].
struct received_job {
    print_job job;
    std::vector<std::string> contents;
};

/// What the owner of a conversation does next.
enum class lpd_step : std::uint8_t {
    receive,  ///< read, and call take() or ended()
    admit,    ///< tell with admitted() whether the queue of request() exists
    store,    ///< keep take_job(), and tell the result with stored()
    list,     ///< answer() request() with the text of a list
    remove,   ///< answer() request(), a removal
    close,    ///< send what waits, and close
};

/// The host's end of RFC 1179 over one connection. Bytes come in, answers wait in the outbox, and next() tells what the
/// owner must do. Whatever a client does wrong is answered with a byte of 1 (a list of an unknown queue with a
/// line of text) and ends the connection; what it had sent
/// of a job is dropped. Memory grows with what has arrived, within the limits and the budget that all connections
/// share. Pure: no socket, clock or thread.
///
/// Control and data files come in any order. A job is whole when the control file and every file it names are there;
/// the last of them is acknowledged once the job is stored. Files it does not name wait for the next control file.
/// After a job the client may send another, with or without a command of its own, or any other command.
///
/// A data file is taken up to the end of the connection if its size is what Windows announces for that, or if it is 0
/// and the file is the last that the job lacks. A zero byte at its end is the end mark if the file has no other.
class lpd_receiver {
  public:
    /// The budget must outlive the conversation.
    lpd_receiver(const lpd_limits& limits, byte_budget& budget) : limits_(limits), held_(budget) {}

    [[nodiscard]] lpd_step next() const { return step_; }

    /// Takes bytes until next() is something other than receive; tells how many.
    std::size_t take(std::span<const std::byte> bytes);
    /// The client has finished its half of the connection (FIN): a file that is taken up to there is whole.
    void finished();
    /// Of a file that is taken up to the end of the connection only a zero byte has come: the end mark of an empty
    /// file, whose client waits for an answer, or the first byte of one with content. Where nothing follows soon, the
    /// owner calls fell_silent().
    [[nodiscard]] bool may_be_empty() const { return reading_ == reading::up_to_end && arriving_.content == end_mark; }
    void fell_silent() { uncounted_arrived(); }
    /// The connection was cut, or the owner gives it up because it takes too long.
    void ended(lpd_refusal why = lpd_refusal::incomplete);

    [[nodiscard]] const lpd_request& request() const { return request_; }
    void admitted(bool known);

    [[nodiscard]] received_job take_job();
    void stored(bool kept);

    void answer(std::string_view text);

    /// What waits to be sent; the owner empties it.
    [[nodiscard]] std::string& outbox() { return outbox_; }
    /// What was wrong, once next() is close; empty if nothing was.
    [[nodiscard]] std::optional<lpd_refusal> refusal() const { return refusal_; }
    /// Of a bad control file.
    [[nodiscard]] std::optional<control_fault> fault() const { return fault_; }
    /// Bytes of files held, as counted by the budget.
    [[nodiscard]] std::size_t held() const { return held_.bytes(); }

  private:
    enum class reading : std::uint8_t { line, content, up_to_end, end_mark };
    enum class level : std::uint8_t { command, job, between_jobs };

    static constexpr std::string_view end_mark{"\0", 1};

    struct wire_file {
        std::string name;
        std::size_t size = 0;  ///< as announced
        std::string content;
    };

    void take_line(std::string_view& rest);
    void take_content(std::string_view& rest);
    void take_up_to_end(std::string_view& rest);
    void take_end_mark(char mark);

    void obey(std::string_view line);
    void command(std::string_view line);
    void sub_command(std::string_view line);
    void announce(bool control, std::string_view operands);
    void file_arrived();
    void uncounted_arrived();
    void control_arrived();
    void finish_if_whole();
    [[nodiscard]] wire_file* find(std::string_view name);
    [[nodiscard]] bool lacks_only(std::string_view name);
    [[nodiscard]] bool nothing_open() const { return !control_ && data_.empty(); }

    void acknowledge() { outbox_ += '\0'; }
    void refuse(lpd_refusal why);
    void refuse_queue();
    void close();
    void drop_files();

    lpd_limits limits_;
    held_bytes held_;
    lpd_step step_ = lpd_step::receive;
    level level_ = level::command;
    reading reading_ = reading::line;
    std::string line_;
    lpd_request request_;

    wire_file arriving_;
    bool arriving_control_ = false;
    std::optional<control_file> control_;
    std::string control_name_;
    std::vector<wire_file> data_;

    std::string outbox_;
    std::optional<lpd_refusal> refusal_;
    std::optional<control_fault> fault_;
};

}  // namespace husky::protocol::printing
