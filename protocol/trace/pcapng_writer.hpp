#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "protocol/trace/packet_end.hpp"

/// Writes what went over TCP connections as a capture (pcapng, link layer raw IP, times in nanoseconds): Wireshark and
/// `husky-link decode` reassemble the streams. Packets are synthetic: one for each piece of a stream that a
/// socket sent or received, with correct sequence numbers and checksums.
namespace husky::protocol {

using trace_time = std::chrono::sys_time<std::chrono::nanoseconds>;

/// The ends of a connection: the one that dialled, and the one that listened.
struct traced_ends {
    packet_end dialler;
    packet_end listener;
};

/// A moment of a connection. The writer keeps nothing between two: what is left out of a capture is a gap in it, no
/// more.
struct traced_moment {
    trace_time at{};
    traced_ends ends;
    std::uint32_t connection = 0;    ///< tells connections with the same ends apart
    bool by_dialler = true;          ///< whose bytes these are, or who ends
    std::uint64_t from_dialler = 0;  ///< bytes that were sent before this, by each end
    std::uint64_t from_listener = 0;
};

/// Largest piece of a stream in one packet.
constexpr std::size_t max_in_a_packet = std::size_t{32} * 1024;

/// What a capture file begins with. `writer` names the program.
void append_capture_head(std::vector<std::byte>& out, std::string_view writer);

/// The handshake of a connection.
void append_opening(std::vector<std::byte>& out, const traced_moment& m);

/// Bytes that one end sent.
void append_data(std::vector<std::byte>& out, const traced_moment& m, std::span<const std::byte> bytes);

/// One end sends nothing more (FIN), or tears the connection down (RST).
void append_ending(std::vector<std::byte>& out, const traced_moment& m, bool reset);

/// Statistics at the end of a capture: pieces that were written and pieces that were left out.
void append_statistics(std::vector<std::byte>& out, trace_time at, std::uint64_t taken, std::uint64_t left_out);

}  // namespace husky::protocol
