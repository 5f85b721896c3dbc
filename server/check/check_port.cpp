#include "server/check/check_port.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>

#include "link/net/accept.hpp"
#include "link/net/endpoint.hpp"
#include "link/net/listen_problem.hpp"
#include "settings/error.hpp"

namespace husky::check {

post::post(const std::string& bind, std::uint16_t port) {
    const auto address = link::listening_address(bind);
    if (!address) settings::fail("--bind", 0, "", fmt::format("expected an IP address, got '{}'", bind));
    const link::tcp::endpoint at(*address, port);
    protocol_ = at.protocol();
    link::asio::io_context context;
    link::tcp::acceptor listening(context);
    if (const auto failed = link::listen(listening, at))
        settings::fail("--port", 0, "", link::listen_problem("TCP " + link::to_text(at), failed));
    address_ = link::to_text(listening.local_endpoint());
    handle_ = listening.release();
}

post::~post() {
    if (handle_ >= 0) ::close(handle_);
}

link::tcp::acceptor post::acceptor(link::asio::io_context& of) const {
    link::tcp::acceptor same(of);
    same.assign(protocol_, ::dup(handle_));
    return same;
}

}  // namespace husky::check
