#include "link/net/listen_problem.hpp"

#include <fmt/format.h>

namespace husky::link {

namespace {

std::string_view advice_on(const error_code& why) {
    namespace error = boost::asio::error;
    if (why == error::address_in_use) return "; choose another port or stop what uses it";
    if (why == error::access_denied)
        return "; choose a port from 1024 up, or allow this one (CAP_NET_BIND_SERVICE, or the sysctl "
               "net.ipv4.ip_unprivileged_port_start)";
    if (why == boost::system::errc::address_not_available)
        return "; choose an address of this computer, or 0.0.0.0 for all of them";
    if (why == error::address_family_not_supported) return "; this computer has no IPv6, choose an IPv4 address";
    return "";
}

}  // namespace

std::string listen_problem(std::string_view place, const error_code& why) {
    return fmt::format("cannot listen on {}: {}{}", place, why.message(), advice_on(why));
}

}  // namespace husky::link
