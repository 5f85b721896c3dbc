#include "tests/bench/load_sender.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

#include "protocol/wire/codec.hpp"
#include "protocol/wire/frame_reader.hpp"
#include "tests/bench/sample_messages.hpp"

namespace husky::bench {

using namespace husky::protocol;

namespace {

class connection {
  public:
    explicit connection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
            throw std::runtime_error("cannot connect");
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    ~connection() { ::close(socket_); }
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    void write(std::span<const std::byte> bytes) {
        while (!bytes.empty()) {
            const auto n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (n <= 0) throw std::runtime_error("the other end closed the connection");
            bytes = bytes.subspan(static_cast<std::size_t>(n));
        }
    }
    std::span<const std::byte> read() {
        const auto n = ::recv(socket_, input_.data(), input_.size(), 0);
        if (n <= 0) throw std::runtime_error("the other end closed the connection");
        return std::span(input_).first(static_cast<std::size_t>(n));
    }

  private:
    int socket_;
    std::array<std::byte, 65536> input_{};
};

template <class Message>
void write_message(connection& to, const Message& m) {
    std::vector<std::byte> bytes;
    encode(m, default_dialect(), bytes);
    to.write(bytes);
}

/// Answers one question of the host with "not available". True if it was the last of the plan.
bool refuse(connection& to, std::uint16_t command) {
    constexpr auto no = result_code::not_available;
    const auto asked = default_dialect().find(command);
    if (asked == index_of<languages>) write_message(to, languages_response{no, {}});
    if (asked == index_of<list>) write_message(to, list_response{no, 0, 0, {}});
    if (asked == index_of<interruption_list>) write_message(to, interruption_list_response{no, 0, 0, {}});
    if (asked == index_of<cycle_select>) write_message(to, cycle_select_response{no});
    if (asked == index_of<status>) write_message(to, status_response{no, {}});
    return asked == index_of<status>;
}

/// Reads until `wanted` says that the last message was it.
template <class Wanted>
void read_until(connection& from, frame_reader& reader, Wanted wanted) {
    for (;;) {
        reader.push(from.read());
        while (const auto f = reader.next())
            if (wanted(f->command)) return;
    }
}

/// One write's worth of cycles, with their life counters to be set.
class chunk {
  public:
    explicit chunk(std::uint32_t messages) : messages_(messages) {
        for (std::uint32_t i = 0; i < messages; ++i)
            encode(cycle_of_300_bytes(1), default_dialect(), bytes_);
    }
    std::span<const std::byte> from(std::uint32_t first_counter, std::uint32_t messages) {
        for (std::uint32_t i = 0; i < messages; ++i) {
            const auto counter = first_counter + i;
            std::memcpy(bytes_.data() + i * cycle_size + life_counter_offset, &counter, sizeof counter);
        }
        return std::span(bytes_).first(messages * cycle_size);
    }
    [[nodiscard]] std::uint32_t messages() const { return messages_; }

  private:
    std::uint32_t messages_;
    std::vector<std::byte> bytes_;
};

void send_all(connection& to, std::uint32_t messages, std::uint32_t at_once) {
    chunk c(at_once);
    for (std::uint32_t sent = 0; sent < messages;) {
        const auto now = std::min(at_once, messages - sent);
        to.write(c.from(sent + 1, now));
        sent += now;
    }
}

}  // namespace

void send_cycles_to_host(std::uint16_t port, const char* serial, std::uint32_t messages, std::uint32_t at_once) {
    connection host(port);
    frame_reader reader(default_dialect());
    write_message(host, init{serial});
    read_until(host, reader, [&](std::uint16_t command) { return refuse(host, command); });
    send_all(host, messages, at_once);
    write_message(host, identify{});
    read_until(host, reader,
               [](std::uint16_t command) { return default_dialect().find(command) == index_of<identify_response>; });
}

void send_cycles_to_sink(std::uint16_t port, std::uint32_t messages, std::uint32_t at_once) {
    connection sink(port);
    send_all(sink, messages, at_once);
    sink.read();
}

}  // namespace husky::bench
