#include "link/net/dial.hpp"

#include <boost/asio/co_spawn.hpp>

#include "tests/catch.hpp"

using namespace husky::link;
using namespace std::chrono_literals;

namespace {

/// Dials on an acceptor of its own; where the connection came from, or why there is none.
struct dialled {
    asio::io_context context;
    tcp::acceptor at{context, {asio::ip::make_address("127.0.0.1"), 0}};
    tcp::socket socket{context};
    notice give_up{context.get_executor()};
    error_code failed;

    void dial_from(const local_address& from, const std::string& host = "127.0.0.1") {
        const host_port to{host, at.local_endpoint().port()};
        const auto dials = [this, from, to]() -> asio::awaitable<void> {
            failed = co_await dial(socket, to, 10s, give_up, from);
        };
        asio::co_spawn(context, dials(), [](const std::exception_ptr& problem) { REQUIRE_FALSE(problem); });
        context.run();
    }
};

}  // namespace

TEST_CASE("a connection comes from the address that was asked for", "[dial]") {
    dialled d;
    d.dial_from(asio::ip::make_address("127.0.0.2"));
    REQUIRE_FALSE(d.failed);
    CHECK(d.at.accept().remote_endpoint().address().to_string() == "127.0.0.2");
}

TEST_CASE("two connections of two addresses may have the same port", "[dial]") {
    dialled d;
    d.dial_from(asio::ip::make_address("127.0.0.2"));
    REQUIRE_FALSE(d.failed);
    int port_is_chosen_late = 0;
    socklen_t size = sizeof port_is_chosen_late;
    REQUIRE(::getsockopt(d.socket.native_handle(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &port_is_chosen_late, &size) ==
            0);
    CHECK(port_is_chosen_late == 1);
}

TEST_CASE("a name is dialled at the addresses that can be reached from there", "[dial]") {
    dialled d;
    d.dial_from(asio::ip::make_address("127.0.0.3"), "localhost");
    REQUIRE_FALSE(d.failed);
    CHECK(d.at.accept().remote_endpoint().address().to_string() == "127.0.0.3");
}

TEST_CASE("an address of another computer is refused by the system", "[dial]") {
    dialled d;
    d.dial_from(asio::ip::make_address("192.0.2.1"));
    CHECK(d.failed == boost::system::errc::address_not_available);
}

TEST_CASE("a dial that is given up says so, one that takes too long says that", "[dial]") {
    dialled d;
    d.give_up.give();
    d.dial_from(std::nullopt, "192.0.2.1");
    CHECK((d.failed == asio::error::operation_aborted || d.failed == asio::error::network_unreachable));
}
