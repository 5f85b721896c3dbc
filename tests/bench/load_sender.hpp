#pragma once

#include <cstdint>

namespace husky::bench {

/// Links to a host as a machine with this serial number and sends `messages` cycles, `at_once` in each write, then asks
/// identify and waits for the answer: by then the host has taken them all. Throws std::runtime_error.
void send_cycles_to_host(std::uint16_t port, const char* serial, std::uint32_t messages, std::uint32_t at_once);

/// The same bytes to a bare sink, which answers one byte when it has read them all.
void send_cycles_to_sink(std::uint16_t port, std::uint32_t messages, std::uint32_t at_once);

}  // namespace husky::bench
