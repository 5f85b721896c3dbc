#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <boost/system/result.hpp>

#include "server/records/records.hpp"
#include "settings/interface.hpp"

namespace husky::host {

constexpr int default_page = 100;
constexpr int max_page = 1000;

/// Rows of one machine from just after a cursor on; `after` 0 begins at the first, or at the newest where these come
/// first. Received by the host at `from` or later and before `to`, by its clock.
struct page_request {
    std::string serial;
    std::int64_t after = 0;
    int limit = default_page;  ///< 1 to max_page
    wall_time from = wall_time::min();
    wall_time to = wall_time::max();
    bool newest_first = false;
};

/// `next` is the cursor of the following page, empty if the last row is here.
template <class Row>
struct page {
    std::vector<Row> rows;
    std::optional<std::int64_t> next;
};

struct stored_cycle {
    std::int64_t cursor = 0;
    protocol::tandem_side side = 0;
    std::int32_t epoch = 0;
    std::int32_t life_counter = 0;
    std::chrono::sys_seconds machine_time{};
    wall_time receive_time{};
    std::string values;  ///< JSON object keyed by variable id
};

struct stored_gap {
    std::int64_t cursor = 0;
    std::int32_t epoch = 0;
    std::int32_t first_missing = 0;
    std::int32_t last_missing = 0;
    std::chrono::sys_seconds after{};
    std::chrono::sys_seconds before{};
    wall_time detected_at{};
};

struct stored_event {
    std::int64_t cursor = 0;
    std::string machine_time;
    wall_time receive_time{};
    std::string texts;  ///< JSON array
};

struct stored_interruption {
    std::int64_t cursor = 0;
    std::int32_t interruption = 0;
    std::int32_t state = 0;
    protocol::tandem_side side = 0;
    std::string machine_time;
    wall_time receive_time{};
    std::string texts;  ///< JSON array
};

/// A version of a set-up, without its content.
struct stored_setup {
    std::int64_t cursor = 0;
    std::uint16_t number = 0;
    std::int64_t version = 0;  ///< of that machine and number, from 1 up
    wall_time time{};          ///< when the machine first had it, as far as the host knows
    wall_time last_time{};     ///< when it was last found there
    std::string origin;        ///< upload or download
    std::string remark;
    std::int64_t size = 0;  ///< bytes
    std::uint32_t crc32 = 0;
    std::string sha256;  ///< hexadecimal
};

struct setup_version {
    stored_setup about;
    std::string content;
};

/// A print, without the content of its files.
struct stored_print {
    struct file {
        std::string name;
        std::string type;  ///< "image/png"
        std::int64_t size = 0;
    };
    std::int64_t cursor = 0;  ///< the print's number
    wall_time receive_time{};
    std::string job, user, host;
    std::vector<file> files;
};

struct printed_file {
    std::string type;
    std::string content;
};

/// A job of one side: the cycles between two clearings of its counters.
struct stored_job {
    std::int64_t cursor = 0;
    protocol::tandem_side side = 0;
    std::string job, mould;                         ///< empty if the machine never told them
    wall_time began{};                              ///< its first cycle was received
    wall_time newest{};                             ///< its newest cycle was received
    bool is_newest = false;                         ///< no other job of the side began after it
    std::optional<std::int64_t> cycles, good, bad;  ///< as its newest cycle counts
};

/// Subgroups of one variable of one side, from cycles that follow one another.
struct subgroup_request : page_request {
    protocol::variable_id variable = 0;
    protocol::tandem_side side = 0;
    int size = 5;  ///< 1 to max_subgroup
};

constexpr int max_subgroup = 25;

/// Cycles of production whose counters, divided by the size of a subgroup, give one number; all of them are there.
struct stored_subgroup {
    std::int64_t cursor = 0;
    std::int32_t epoch = 0;
    std::int32_t first = 0, last = 0;  ///< life counters
    wall_time first_received{}, last_received{};
    int size = 0;
    double mean = 0, min = 0, max = 0;
    double std_dev = 0;  ///< of the values about their mean, n - 1; 0 for one value
};

/// Cycles and stops of a window of time, of one machine or, without a serial, of all.
struct production_request {
    std::string serial;
    wall_time from{}, to{};  ///< `from` is part of it, `to` is not
};

/// What OEE is computed from. A cycle counts where it was received, of a stop what lies in the window.
struct production_sums {
    /// Time lost in stops of one kind.
    struct lost_time {
        double short_ms = 0;  ///< in stops shorter than longest_short_stop as a whole
        double long_ms = 0;
    };
    std::int64_t cycles = 0;
    std::int64_t counted = 0;  ///< cycles that say what they made
    std::int64_t busy_ms = 0, ideal_ms = 0, good = 0, bad = 0;
    std::array<lost_time, stop_kinds> lost{};  ///< by stop_kind
};

constexpr std::chrono::milliseconds longest_short_stop = std::chrono::minutes(5);

/// Why there is no answer.
struct query_error {
    enum class reason { unknown_serial, unavailable } why = reason::unavailable;
    std::string problem;  ///< one line for a person
};

template <class T>
using answer = boost::system::result<T, query_error>;

/// Makes answer::value() throw if the error was not checked.
[[noreturn]] inline void throw_exception_from_error(const query_error& error, const boost::source_location&) {
    throw std::runtime_error(error.problem);
}

/// Reads what is committed. Blocks on the disk, for two seconds at most. One thread at a time, but not always the same.
/// A failure is an answer, and the next call tries again. Cycles, events and interruptions come in the order of their
/// arrival, gaps in that of their discovery; or the other way round.
class store_reader : public settings::interface {
  public:
    virtual answer<page<stored_cycle>> cycles(const page_request& wanted) = 0;
    virtual answer<page<stored_gap>> gaps(const page_request& wanted) = 0;
    virtual answer<page<stored_event>> events(const page_request& wanted) = 0;
    virtual answer<page<stored_interruption>> interruptions(const page_request& wanted) = 0;
    /// In the order in which versions came up.
    virtual answer<page<stored_setup>> setups(const page_request& wanted) = 0;
    /// Empty if there is no such version.
    virtual answer<std::optional<setup_version>> setup(const std::string& serial, std::uint16_t number,
                                                       std::int64_t version) = 0;
    virtual answer<std::optional<stored_setup>> newest_setup(const std::string& serial, std::uint16_t number) = 0;
    /// In the order in which they began; the window is about that.
    virtual answer<page<stored_job>> jobs(const page_request& wanted) = 0;
    /// In the order of their cycles, all of which lie in the window.
    virtual answer<page<stored_subgroup>> subgroups(const subgroup_request& wanted) = 0;
    /// Costs in proportion to the machines and to the time, not to the cycles.
    virtual answer<production_sums> production(const production_request& wanted) = 0;
    /// In the order of their arrival.
    virtual answer<page<stored_print>> prints(const page_request& wanted) = 0;
    /// Empty if there is no such print of that machine, or no such file of it.
    virtual answer<std::optional<printed_file>> print_file(const std::string& serial, std::int64_t print,
                                                           const std::string& file) = 0;
};

}  // namespace husky::host
