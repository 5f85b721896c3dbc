#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace husky::link {

/// An address (or host name) and a port, as people write them: "127.0.0.1:1310", "[::1]:1310", "host:1310", "host".
struct host_port {
    std::string host;
    std::uint16_t port = 0;
};

/// Empty if the text is neither; `default_port` where it names none.
std::optional<host_port> parse_host_port(std::string_view text, std::uint16_t default_port);

/// An IP address of this computer to listen on; "localhost" is 127.0.0.1. Empty for anything else.
std::optional<boost::asio::ip::address> listening_address(const std::string& text);

/// The address as people know it: what a socket for both families calls ::ffff:10.0.0.1 is 10.0.0.1.
boost::asio::ip::address known_as(const boost::asio::ip::address& address);

/// "127.0.0.1:1310", "[::1]:1310".
std::string to_text(const boost::asio::ip::address& address, std::uint16_t port);

inline std::string to_text(const host_port& place) {
    return place.host.find(':') == std::string::npos ? place.host + ":" + std::to_string(place.port)
                                                     : "[" + place.host + "]:" + std::to_string(place.port);
}

template <class Endpoint>
std::string to_text(const Endpoint& endpoint) {
    return to_text(endpoint.address(), endpoint.port());
}

}  // namespace husky::link
