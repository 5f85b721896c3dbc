#include "link/net/address_flag.hpp"

#include "settings/error.hpp"

namespace husky::link {

host_port address_of(const std::string& flag, const std::string& text, std::uint16_t default_port) {
    const auto at = parse_host_port(text, default_port);
    if (!at || at->port == 0) settings::fail(flag, 0, "", "expected ADDRESS:PORT, got '" + text + "'");
    return *at;
}

}  // namespace husky::link
