#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>

#include "tools/link/captures/message_stream.hpp"
#include "tools/link/captures/packet.hpp"

namespace husky::tools {

using capture_time = std::chrono::sys_time<std::chrono::microseconds>;

/// Where a message was found.
struct message_origin {
    std::optional<capture_time> time;  ///< of the packet that completed it
    std::string link;                  ///< "127.0.0.1:40112 > 127.0.0.1:1310"; empty where there is none
    std::size_t offset = 0;            ///< in its stream, where there is no link
    protocol::link_kind kind = protocol::link_kind::any;
    bool wrong_end = false;      ///< the other end of this link sends such messages
    std::size_t connection = 0;  ///< of a capture, from 1 in their order; 0 where there is none
    std::size_t by = 0;          ///< which of its two ends sent it
    bool from_begin = false;     ///< the capture has the start of this direction
};

/// Takes what a decoder finds.
class message_sink {
  public:
    virtual ~message_sink() = default;
    virtual void message(const protocol::frame& f, const message_origin& at) = 0;
    /// Something about a link (or the whole, if `link` is empty) that a reader must know to trust what is shown.
    virtual void note(const std::string& link, const std::string& text) = 0;
    /// A TCP connection was seen first, or one of its ends finished it (FIN) or tore it down (RST).
    virtual void opened(std::size_t /*connection*/, capture_time /*at*/) {}
    virtual void ended(std::size_t /*connection*/, std::size_t /*by*/, bool /*reset*/, capture_time /*at*/) {}
};

/// What a decoder saw, for its exit code and final notes.
struct decode_counts {
    std::size_t messages = 0;
    std::size_t streams = 0;  ///< connections, datagrams or texts that were examined
    bool incomplete = false;  ///< bytes that should be messages could not be shown
};

/// Finds the messages in the packets of a capture: TCP connections put in order, and datagrams.
class capture_decoder {
  public:
    /// Connections that are followed at once; packets of one more are left out and counted.
    static constexpr std::size_t max_connections = 16384;

    capture_decoder(const protocol::dialect& d, message_sink& to);
    ~capture_decoder();

    void packet_at(capture_time time, int layer, std::span<const std::byte> captured, std::size_t sent);
    /// The capture ended.
    decode_counts finish();

  private:
    class connection;
    using connection_key = std::pair<packet_end, packet_end>;

    void on_tcp(const packet& p);
    void on_udp(const packet& p);
    void close(connection& one);
    [[nodiscard]] bool is_husky_port(const packet& p) const;

    frame_judge judge_;
    message_sink& to_;
    capture_time now_{};
    std::map<connection_key, std::unique_ptr<connection>> connections_;
    decode_counts counts_;
    std::size_t opened_ = 0;
    std::size_t cut_ = 0;
    std::size_t fragments_ = 0;
    std::size_t broken_ = 0;
    std::size_t left_out_ = 0;
};

}  // namespace husky::tools
