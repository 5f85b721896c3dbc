#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace husky::protocol {

/// Results of requests. `reconstructed`, but for 0 which is documented.
enum class result_code : std::uint16_t {
    ok = 0,
    refused = 1,
    bad_argument = 2,
    not_available = 3,
    busy = 4,
    bad_checksum = 5,
    wrong_offset = 6,
};

/// Results of init and display_init, which have a list of their own. `reconstructed`, but for 0.
enum class init_result : std::uint16_t { ok = 0, unknown_serial = 1, already_linked = 2, refused = 3 };

/// Codes of the error message. `reconstructed`.
enum class error_code : std::uint16_t {
    unknown_command = 1,
    malformed = 2,
    not_initialised = 3,
    busy = 4,
    too_large = 5,
    timed_out = 6,
    internal = 7,
};

/// Machine mode, as in status_change. `reconstructed`.
enum class machine_mode : std::uint8_t {
    off = 0,
    idle = 1,
    heating = 2,
    manual = 3,
    set_up = 4,
    purge = 5,
    dry_cycle = 6,
    semi_auto = 7,
    automatic = 8,
    interrupted = 9,
    standby = 10,
    maintenance = 11,
};

/// Production status, numbered as EUROMAP 83 ProductionStatus.
enum class production_status : std::uint8_t {
    other = 0,
    no_production = 1,
    start_up = 2,
    ready = 3,
    production = 4,
    dry_run = 5,
};

/// Quality of a cycle (variable 5), numbered as EUROMAP 83 CycleQuality.
enum class cycle_quality : std::uint8_t { good = 0, bad = 1, test_sample = 2, failed = 3 };

enum class interruption_state : std::uint8_t { ends = 0, begins = 1 };

enum class link_role : std::uint8_t { host = 0, machine = 1 };

/// The word of an enumeration whose members are numbered from 0; "unknown" for a number that none of them has.
template <class Enum, std::size_t N>
constexpr std::string_view word_at(const std::array<std::string_view, N>& words, Enum number) {
    const auto at = static_cast<std::size_t>(number);
    return at < N ? words[at] : "unknown";
}

std::string_view name(result_code);
std::string_view name(init_result);
std::string_view name(error_code);
std::string_view name(machine_mode);
std::string_view name(production_status);
std::string_view name(cycle_quality);

/// Sides of a tandem machine are 0 and 1; a machine with one side uses 0.
using tandem_side = std::uint8_t;
constexpr tandem_side tandem_sides = 2;

using variable_id = std::uint16_t;

/// Variables that every machine has.
namespace variable {
constexpr variable_id life_cycle_counter = 1;
constexpr variable_id job_cycle_counter = 2;
constexpr variable_id side_cycle_counter = 3;
constexpr variable_id cycle_end_time = 4;
constexpr variable_id cycle_quality = 5;
constexpr variable_id machine_model = 201;
constexpr variable_id software_version = 202;
constexpr variable_id job = 203;
constexpr variable_id mould = 204;
}  // namespace variable

/// The life cycle counter runs from 1 to this and then from 1 again.
constexpr std::int32_t highest_life_counter = 0x7FFFFFFF;

/// Revision of the specification that identify answers report: 2.02.
constexpr std::uint16_t specification_revision = 0x0202;

}  // namespace husky::protocol
