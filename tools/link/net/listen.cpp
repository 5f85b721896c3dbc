#include "tools/link/net/listen.hpp"

#include <fmt/format.h>

#include "link/net/accept.hpp"
#include "link/net/listen_problem.hpp"
#include "settings/error.hpp"

namespace husky::tools {

link::tcp::acceptor listen_on(boost::asio::io_context& context, const link::host_port& at) {
    using link::tcp;
    const auto address = link::listening_address(at.host);
    if (!address) throw settings::error(fmt::format("--listen: expected an IP address, got '{}'", at.host));
    const tcp::endpoint end(*address, at.port);
    tcp::acceptor acceptor(context);
    if (const auto failed = link::listen(acceptor, end))
        settings::fail("--listen", 0, "", link::listen_problem("TCP " + link::to_text(end), failed));
    return acceptor;
}

link::host_port address_of(const std::string& option, const std::string& text, std::uint16_t default_port,
                           bool may_be_free) {
    const auto at = link::parse_host_port(text, default_port);
    if (!at || (at->port == 0 && !may_be_free))
        throw settings::error(fmt::format("{}: '{}' is not an address and port, as 127.0.0.1:1310", option, text));
    return *at;
}

}  // namespace husky::tools
