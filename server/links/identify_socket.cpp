#include "server/links/identify_socket.hpp"

namespace husky::host {

using boost::asio::ip::udp;

identify_socket::identify_socket(boost::asio::io_context& context, const udp::endpoint& at,
                                 const protocol::dialect& wire_dialect, identity_source identity, counters& counted)
    : socket_(context, at), wire_dialect_(wire_dialect), identity_(std::move(identity)), counted_(counted) {}

link::asio::awaitable<void> identify_socket::run() {
    while (socket_.is_open()) {
        udp::endpoint from;
        const auto [failed, size] =
            co_await socket_.async_receive_from(boost::asio::buffer(datagram_), from, link::as_result);
        if (failed == boost::asio::error::operation_aborted) co_return;
        if (failed) continue;
        counted_.datagrams_received.add();
        const auto verdict =
            protocol::answer_datagram(std::span(datagram_).first(size), identity_(), wire_dialect_, answer_);
        count(verdict);
        if (verdict != protocol::datagram_verdict::answered) continue;
        link::error_code send_failed;
        socket_.send_to(boost::asio::buffer(answer_), from, 0, send_failed);
        if (send_failed) counted_.datagrams_dropped[datagram_drop::send_failed].add();
    }
}

void identify_socket::count(protocol::datagram_verdict verdict) {
    switch (verdict) {
        case protocol::datagram_verdict::answered:
            return counted_.datagrams_answered.add();
        case protocol::datagram_verdict::too_short:
            return counted_.datagrams_dropped[datagram_drop::too_short].add();
        default:
            return counted_.datagrams_dropped[datagram_drop::not_identify].add();
    }
}

void identify_socket::close() {
    link::error_code ignored;
    socket_.close(ignored);
}

}  // namespace husky::host
