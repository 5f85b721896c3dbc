#include "server/http/connection/request_rate.hpp"

#include "tests/catch.hpp"

using namespace husky;
using namespace husky::host;
using namespace std::chrono_literals;
using boost::asio::ip::make_address;

namespace {

int allowed(request_rate& rate, const char* client, protocol::instant at, int asked) {
    int n = 0;
    for (int i = 0; i < asked; ++i)
        n += rate.allows(make_address(client), at) ? 1 : 0;
    return n;
}

}  // namespace

TEST_CASE("a client may send so many requests a second, and twice as many at once", "[http]") {
    request_rate rate(10);
    const protocol::instant start{};
    CHECK(allowed(rate, "10.0.0.1", start, 50) == 20);
    CHECK(allowed(rate, "10.0.0.1", start + 50ms, 50) == 0);
    CHECK(allowed(rate, "10.0.0.1", start + 100ms, 50) == 1);
    CHECK(allowed(rate, "10.0.0.1", start + 1100ms, 50) == 10);
    CHECK(allowed(rate, "10.0.0.1", start + 1h, 50) == 20);
}

TEST_CASE("one client does not use up what another may send", "[http]") {
    request_rate rate(1);
    CHECK(allowed(rate, "10.0.0.1", {}, 9) == 2);
    CHECK(allowed(rate, "::1", {}, 9) == 2);
}

TEST_CASE("of very many clients those at rest are forgotten", "[http]") {
    request_rate rate(1);
    const protocol::instant start{};
    for (unsigned i = 0; i < 3 * request_rate::max_clients; ++i) {
        rate.allows(boost::asio::ip::address_v4(0x0A000000U + i), start + i * 10ms);
        REQUIRE(rate.clients() <= request_rate::max_clients);
    }
    request_rate busy(1);
    for (unsigned i = 0; i < 3 * request_rate::max_clients; ++i) {
        busy.allows(boost::asio::ip::address_v4(0x0A000000U + i), start);
        REQUIRE(busy.clients() <= request_rate::max_clients);
    }
}
