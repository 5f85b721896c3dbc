#pragma once

#include <boost/asio/io_context.hpp>

#include "link/asio/asio.hpp"
#include "link/net/endpoint.hpp"

namespace husky::tools {

/// Listens on an address; port 0 is a free one. Throws settings::error with one line that names the address.
link::tcp::acceptor listen_on(boost::asio::io_context& context, const link::host_port& at);

/// "A:P" of an option; throws settings::error that names it. `default_port` where the text names none.
link::host_port address_of(const std::string& option, const std::string& text, std::uint16_t default_port,
                           bool may_be_free);

}  // namespace husky::tools
