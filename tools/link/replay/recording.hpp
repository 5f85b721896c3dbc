#pragma once

#include <string>
#include <vector>

#include "protocol/trace/pcapng_writer.hpp"
#include "tools/link/captures/capture_reader.hpp"

namespace husky::tools {

/// What happened on a connection, in the order of the recording.
struct recorded_event {
    enum class kind : std::uint8_t { opened, frame, finished, reset };
    kind type = kind::opened;
    capture_time at{};
    std::size_t connection = 0;  ///< its place in the recording
    bool by_machine = false;
    std::size_t order = 0;   ///< in the recording
    std::size_t number = 0;  ///< of a frame: its number in `husky-link decode`, from 1
    std::size_t begin = 0;   ///< of a frame: where its bytes lie
    std::size_t size = 0;
};

struct recorded_connection {
    std::string name;  ///< "10.0.0.1:40000 > 10.0.0.2:1310", from the end that sent first
    protocol::link_kind kind = protocol::link_kind::any;
    std::size_t by_machine = 0;  ///< frames
    std::size_t by_host = 0;
};

/// Frames of links, whole and in order, with the end of each.
struct recording {
    std::vector<recorded_connection> connections;
    std::vector<recorded_event> events;
    std::vector<std::byte> bytes;

    [[nodiscard]] protocol::frame frame_of(const recorded_event& e, const protocol::dialect& d) const;
};

/// A recording is read into memory, up to this.
constexpr std::size_t max_recording = std::size_t{256} * 1024 * 1024;

/// Reads a capture (pcapng, pcap) or a trace (JSONL), packed with gzip or not. `source` names it in errors. Throws
/// settings::error for what cannot be played: another protocol, bytes that are missing, a file that is cut.
recording read_recording(open_file file, const std::string& source, const protocol::dialect& d);

}  // namespace husky::tools
