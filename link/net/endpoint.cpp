#include "link/net/endpoint.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "settings/scalar.hpp"

namespace husky::link {

namespace {

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/// A name as of DNS, with the underscores of container networks. One whose last part is a number would be a misspelt
/// IPv4 address, or a port alone.
bool is_name(std::string_view text) {
    constexpr std::size_t max = 253;
    if (text.ends_with('.')) text.remove_suffix(1);
    if (text.empty() || text.size() > max) return false;
    std::string_view part;
    while (true) {
        part = text.substr(0, text.find('.'));
        if (part.empty() || !std::all_of(part.begin(), part.end(), is_name_character)) return false;
        if (part.size() == text.size()) break;
        text.remove_prefix(part.size() + 1);
    }
    return !settings::is_digits(part);
}

bool is_host(std::string_view text, bool in_brackets) {
    boost::system::error_code not_an_address;
    const auto address = boost::asio::ip::make_address(std::string(text), not_an_address);
    if (in_brackets) return !not_an_address && address.is_v6();
    return !not_an_address || is_name(text);
}

}  // namespace

std::optional<host_port> parse_host_port(std::string_view text, std::uint16_t default_port) {
    std::string_view host = text, port;
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        if (close == std::string_view::npos) return std::nullopt;
        host = text.substr(1, close - 1);
        const auto rest = text.substr(close + 1);
        if (!rest.empty() && rest.front() != ':') return std::nullopt;
        port = rest.empty() ? rest : rest.substr(1);
        if (!rest.empty() && port.empty()) return std::nullopt;
    } else if (const auto colon = text.find(':'); colon != std::string_view::npos && colon == text.rfind(':')) {
        host = text.substr(0, colon);
        port = text.substr(colon + 1);
        if (port.empty()) return std::nullopt;
    }
    if (!is_host(host, text.starts_with('['))) return std::nullopt;
    if (port.empty()) return host_port{std::string(host), default_port};
    const auto number = settings::parse_integer(port);
    if (!number || *number < 0 || *number > 65535) return std::nullopt;
    return host_port{std::string(host), static_cast<std::uint16_t>(*number)};
}

std::optional<boost::asio::ip::address> listening_address(const std::string& text) {
    boost::system::error_code failed;
    const auto address = boost::asio::ip::make_address(text == "localhost" ? "127.0.0.1" : text, failed);
    return failed ? std::nullopt : std::optional(address);
}

boost::asio::ip::address known_as(const boost::asio::ip::address& address) {
    if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
    return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
}

std::string to_text(const boost::asio::ip::address& address, std::uint16_t port) {
    const auto known = known_as(address);
    return known.is_v6() ? fmt::format("[{}]:{}", known.to_string(), port)
                         : fmt::format("{}:{}", known.to_string(), port);
}

}  // namespace husky::link
