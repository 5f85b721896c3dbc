#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/printing/print_sender.hpp"
#include "protocol/screen/screen_model.hpp"

namespace husky::cells {

/// Why a machine prints: its operator asks for it, or a job or a shift ends.
enum class print_cause : std::uint8_t { key, job, shift };

/// What a machine's screen showed when it was printed.
struct screen_print {
    protocol::screen_model shown;
    std::string_view page;          ///< its title in English; lives as long as the program
    std::chrono::sys_seconds at{};  ///< by the machine's clock
    print_cause cause = print_cause::key;
    std::uint16_t number = 0;  ///< of the job, 0 to 999
};

/// As a job of RFC 1179: screen.png, then screen.txt; the queue and the host are the machine's serial. Throws
/// std::runtime_error if the picture cannot be made.
protocol::printing::outgoing_job make_job(const screen_print& print, const std::string& serial);

}  // namespace husky::cells
