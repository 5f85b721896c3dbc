#pragma once

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
    /// In the order of their arrival.
    virtual answer<page<stored_print>> prints(const page_request& wanted) = 0;
    /// Empty if there is no such print of that machine, or no such file of it.
    virtual answer<std::optional<printed_file>> print_file(const std::string& serial, std::int64_t print,
                                                           const std::string& file) = 0;
};

}  // namespace husky::host
