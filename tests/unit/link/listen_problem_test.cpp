#include "link/net/listen_problem.hpp"

#include "tests/catch.hpp"

using namespace husky::link;

TEST_CASE("why nobody can listen decides what to do about it", "[listen]") {
    const auto [code, text] = GENERATE(table<boost::system::errc::errc_t, std::string>({
        {boost::system::errc::address_in_use,
         "cannot listen on TCP 0.0.0.0:515: Address already in use; choose another port or stop what uses it"},
        {boost::system::errc::permission_denied,
         "cannot listen on TCP 0.0.0.0:515: Permission denied; choose a port from 1024 up, or allow this one "
         "(CAP_NET_BIND_SERVICE, or the sysctl net.ipv4.ip_unprivileged_port_start)"},
        {boost::system::errc::address_not_available,
         "cannot listen on TCP 0.0.0.0:515: Cannot assign requested address; choose an address of this computer, or "
         "0.0.0.0 for all of them"},
        {boost::system::errc::address_family_not_supported,
         "cannot listen on TCP 0.0.0.0:515: Address family not supported by protocol; this computer has no IPv6, "
         "choose "
         "an IPv4 address"},
        {boost::system::errc::too_many_files_open, "cannot listen on TCP 0.0.0.0:515: Too many open files"},
    }));
    CHECK(listen_problem("TCP 0.0.0.0:515", error_code(code, boost::system::system_category())) == text);
}
