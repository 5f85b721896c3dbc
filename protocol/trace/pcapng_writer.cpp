#include "protocol/trace/pcapng_writer.hpp"

#include <algorithm>

namespace husky::protocol {

namespace {

using buffer = std::vector<std::byte>;

// Blocks of pcapng (draft-ietf-opsawg-pcapng), written in little-endian order.
constexpr std::uint32_t section_block = 0x0A0D0D0A;
constexpr std::uint32_t interface_block = 1;
constexpr std::uint32_t statistics_block = 5;
constexpr std::uint32_t packet_block = 6;
constexpr std::uint32_t byte_order_magic = 0x1A2B3C4D;
constexpr std::uint16_t layer_raw_ip = 101;
constexpr std::uint32_t snap_length = 262144;
constexpr std::uint16_t option_end = 0, option_application = 4, option_resolution = 9, option_received = 4,
                        option_dropped = 5;
constexpr std::uint8_t resolution_nanoseconds = 9;

constexpr std::uint8_t fin = 0x01, syn = 0x02, rst = 0x04, psh = 0x08, ack = 0x10;
/// A window no peer ever fills: 65535 * 2^14 bytes, by the window scale option of the handshake.
constexpr std::uint16_t window = 65535;
constexpr std::uint8_t window_scale = 14;
constexpr std::uint16_t max_segment = 65495;
constexpr std::size_t ipv4_head = 20, ipv6_head = 40, tcp_head = 20, syn_options = 8;

void put(buffer& out, std::uint64_t number, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i)
        out.push_back(static_cast<std::byte>(number >> (8 * i)));
}

void put_big(buffer& out, std::uint64_t number, std::size_t bytes) {
    for (std::size_t i = bytes; i > 0; --i)
        out.push_back(static_cast<std::byte>(number >> (8 * (i - 1))));
}

void pad(buffer& out, std::size_t written) { out.resize(out.size() + (4 - written % 4) % 4); }

void put_option(buffer& out, std::uint16_t code, std::span<const std::byte> value) {
    put(out, code, 2);
    put(out, value.size(), 2);
    out.insert(out.end(), value.begin(), value.end());
    pad(out, value.size());
}

/// Begins a block; its length is filled in by end_block.
std::size_t begin_block(buffer& out, std::uint32_t kind) {
    const auto at = out.size();
    put(out, kind, 4);
    put(out, 0, 4);
    return at;
}

void end_block(buffer& out, std::size_t at) {
    const auto length = static_cast<std::uint32_t>(out.size() + 4 - at);
    put(out, length, 4);
    for (std::size_t i = 0; i < 4; ++i)
        out[at + 4 + i] = static_cast<std::byte>(length >> (8 * i));
}

void put_time(buffer& out, trace_time at) {
    const auto since = static_cast<std::uint64_t>(std::max<std::int64_t>(0, at.time_since_epoch().count()));
    put(out, since >> 32U, 4);
    put(out, since, 4);
}

/// The sum that IP and TCP check their heads with: ones' complement, 16 bits at a time, big-endian. `others` are
/// numbers that are not among the bytes.
std::uint16_t internet_sum(std::span<const std::byte> bytes, std::uint64_t others) {
    auto sum = others;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2)
        sum += std::to_integer<unsigned>(bytes[i]) << 8U | std::to_integer<unsigned>(bytes[i + 1]);
    if (bytes.size() % 2 == 1) sum += std::to_integer<unsigned>(bytes.back()) << 8U;
    while (sum > 0xFFFF)
        sum = (sum >> 16U) + (sum & 0xFFFFU);
    return static_cast<std::uint16_t>(~sum);
}

void set_big(std::span<std::byte> at, std::uint16_t number) {
    at[0] = static_cast<std::byte>(number >> 8U);
    at[1] = static_cast<std::byte>(number & 0xFFU);
}

void put_address(buffer& out, const packet_end& end, bool as_v6) {
    const auto* first = reinterpret_cast<const std::byte*>(end.address.data());
    if (!as_v6) {
        out.insert(out.end(), first, first + 4);
    } else if (end.is_v6) {
        out.insert(out.end(), first, first + 16);
    } else {  // ::ffff:a.b.c.d
        out.resize(out.size() + 10);
        put_big(out, 0xFFFF, 2);
        out.insert(out.end(), first, first + 4);
    }
}

struct segment {
    trace_time at{};
    const packet_end* from = nullptr;
    const packet_end* to = nullptr;
    std::uint32_t sequence = 0;
    std::uint32_t acknowledged = 0;
    std::uint8_t flags = 0;
    std::span<const std::byte> data{};
};

void put_ip_head(buffer& out, const segment& s, bool as_v6, std::size_t tcp_size) {
    constexpr std::uint8_t tcp = 6, hops = 64;
    const auto at = out.size();
    if (as_v6) {
        put_big(out, 0x60000000, 4);
        put_big(out, tcp_size, 2);
        put_big(out, tcp, 1);
        put_big(out, hops, 1);
    } else {
        put_big(out, 0x4500, 2);
        put_big(out, ipv4_head + tcp_size, 2);
        put_big(out, 0x00004000, 4);  // not to be cut
        put_big(out, hops, 1);
        put_big(out, tcp, 1);
        put_big(out, 0, 2);
    }
    put_address(out, *s.from, as_v6);
    put_address(out, *s.to, as_v6);
    if (as_v6) return;
    const auto head = std::span(out).subspan(at);
    set_big(head.subspan(10), internet_sum(head, 0));
}

void put_tcp(buffer& out, const segment& s, bool as_v6, std::size_t tcp_size) {
    const auto at = out.size();
    const bool is_syn = (s.flags & syn) != 0;
    put_big(out, s.from->port, 2);
    put_big(out, s.to->port, 2);
    put_big(out, s.sequence, 4);
    put_big(out, s.acknowledged, 4);
    put_big(out, (tcp_head + (is_syn ? syn_options : 0)) / 4 << 4U, 1);
    put_big(out, s.flags, 1);
    put_big(out, window, 2);
    put_big(out, 0, 4);
    if (is_syn) {
        put_big(out, 0x02040000U | max_segment, 4);
        put_big(out, 0x01030300U | window_scale, 4);  // behind a filler
    }
    out.insert(out.end(), s.data.begin(), s.data.end());
    // The sum also counts what lies in the head of IP: the addresses, right before this, the protocol and the size.
    const auto from_addresses = std::span(out).subspan(at - (as_v6 ? 32 : 8));
    set_big(std::span(out).subspan(at + 16), internet_sum(from_addresses, 6 + tcp_size));
}

void put_packet(buffer& out, const segment& s) {
    const bool as_v6 = s.from->is_v6 || s.to->is_v6;
    const auto tcp_size = tcp_head + ((s.flags & syn) != 0 ? syn_options : 0) + s.data.size();
    const auto head = as_v6 ? ipv6_head : ipv4_head;
    const auto at = begin_block(out, packet_block);
    put(out, 0, 4);
    put_time(out, s.at);
    put(out, head + tcp_size, 4);
    put(out, head + tcp_size, 4);
    put_ip_head(out, s, as_v6, tcp_size);
    put_tcp(out, s, as_v6, tcp_size);
    pad(out, head + tcp_size);
    end_block(out, at);
}

/// The first sequence number of an end: another for each connection, so that one whose ends come again is told apart.
std::uint32_t first_sequence(const traced_moment& m, bool dialler) {
    return m.connection * 0x9E3779B1U + (dialler ? 0x10000000U : 0x90000000U);
}

/// A segment of the end that the moment is of, behind all that it sent before.
segment next_segment(const traced_moment& m, bool by_dialler, std::uint8_t flags) {
    const auto dialler = first_sequence(m, true) + 1 + static_cast<std::uint32_t>(m.from_dialler);
    const auto listener = first_sequence(m, false) + 1 + static_cast<std::uint32_t>(m.from_listener);
    if (by_dialler) return {m.at, &m.ends.dialler, &m.ends.listener, dialler, listener, flags, {}};
    return {m.at, &m.ends.listener, &m.ends.dialler, listener, dialler, flags, {}};
}

}  // namespace

void append_capture_head(std::vector<std::byte>& out, std::string_view writer) {
    auto at = begin_block(out, section_block);
    put(out, byte_order_magic, 4);
    put(out, 1, 2);  // version 1.0
    put(out, 0, 2);
    put(out, ~std::uint64_t{0}, 8);  // the length of the section is not given
    put_option(out, option_application, std::as_bytes(std::span(writer)));
    put_option(out, option_end, {});
    end_block(out, at);
    at = begin_block(out, interface_block);
    put(out, layer_raw_ip, 2);
    put(out, 0, 2);
    put(out, snap_length, 4);
    put_option(out, option_resolution, std::as_bytes(std::span(&resolution_nanoseconds, 1)));
    put_option(out, option_end, {});
    end_block(out, at);
}

void append_opening(std::vector<std::byte>& out, const traced_moment& m) {
    auto asks = next_segment(m, true, syn);
    asks.sequence = first_sequence(m, true);
    asks.acknowledged = 0;
    put_packet(out, asks);
    auto answers = next_segment(m, false, syn | ack);
    answers.sequence = first_sequence(m, false);
    answers.acknowledged = first_sequence(m, true) + 1;
    put_packet(out, answers);
    auto confirms = next_segment(m, true, ack);
    confirms.sequence = first_sequence(m, true) + 1;
    confirms.acknowledged = first_sequence(m, false) + 1;
    put_packet(out, confirms);
}

void append_data(std::vector<std::byte>& out, const traced_moment& m, std::span<const std::byte> bytes) {
    auto piece = next_segment(m, m.by_dialler, psh | ack);
    while (!bytes.empty()) {
        piece.data = bytes.first(std::min(bytes.size(), max_in_a_packet));
        put_packet(out, piece);
        piece.sequence += static_cast<std::uint32_t>(piece.data.size());
        bytes = bytes.subspan(piece.data.size());
    }
}

void append_ending(std::vector<std::byte>& out, const traced_moment& m, bool reset) {
    put_packet(out, next_segment(m, m.by_dialler, (reset ? rst : fin) | ack));
}

void append_statistics(std::vector<std::byte>& out, trace_time at, std::uint64_t taken, std::uint64_t left_out) {
    const auto put_count = [&](std::uint16_t code, std::uint64_t count) {
        buffer number;
        put(number, count, 8);
        put_option(out, code, number);
    };
    const auto block = begin_block(out, statistics_block);
    put(out, 0, 4);
    put_time(out, at);
    put_count(option_received, taken);
    put_count(option_dropped, left_out);
    put_option(out, option_end, {});
    end_block(out, block);
}

}  // namespace husky::protocol
