#include "server/check/post.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>

#include "link/endpoint.hpp"
#include "settings/error.hpp"

namespace husky::check {

post::post(const std::string& bind, std::uint16_t port) {
    link::error_code failed;
    const auto address = link::asio::ip::make_address(bind == "localhost" ? "127.0.0.1" : bind, failed);
    if (failed) settings::fail("--bind", 0, "", fmt::format("expected an IP address, got '{}'", bind));
    const link::tcp::endpoint at(address, port);
    protocol_ = at.protocol();
    link::asio::io_context context;
    link::tcp::acceptor listening(context);
    listening.open(protocol_, failed);
    if (!failed) listening.set_option(link::tcp::acceptor::reuse_address(true), failed);
    if (!failed) listening.bind(at, failed);
    if (!failed) listening.listen(link::asio::socket_base::max_listen_connections, failed);
    if (failed)
        settings::fail("--port", 0, "",
                       fmt::format("cannot listen on {}: {}; choose another port or stop what uses it",
                                   link::to_text(address, port), failed.message()));
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
