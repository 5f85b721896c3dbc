#include "link/net/endpoint.hpp"

#include "tests/catch.hpp"

using namespace husky::link;

TEST_CASE("an address is written as people write it", "[endpoint]") {
    const auto [text, host, port] = GENERATE(table<std::string, std::string, int>({
        {"127.0.0.1:1311", "127.0.0.1", 1311},
        {"plant-host", "plant-host", 1310},
        {"plant-host:0", "plant-host", 0},
        {"[::1]:7", "::1", 7},
        {"[::1]", "::1", 1310},
        {"::1", "::1", 1310},
        {"fe80::1%lo", "fe80::1%lo", 1310},
        {"husky_host.plant-4.example.:1311", "husky_host.plant-4.example.", 1311},
        {"4711-host", "4711-host", 1310},
    }));
    CAPTURE(text);
    const auto parsed = parse_host_port(text, 1310);
    REQUIRE(parsed);
    CHECK(parsed->host == host);
    CHECK(parsed->port == port);
}

TEST_CASE("anything else is no address", "[endpoint]") {
    for (const char* text : {"",
                             ":1310",
                             "host:",
                             "host:port",
                             "host:65536",
                             "host:-1",
                             "[::1",
                             "[::1]x",
                             "[::1]:",
                             "http://127.0.0.1:1310",
                             "http://127.0.0.1",
                             "tcp://10.0.0.7:1310",
                             "host/path",
                             "127.0.0.1:1310/",
                             "user@host:1310",
                             "a:b:c",
                             "::1:x",
                             "[127.0.0.1]:1310",
                             "[host]:1310",
                             "1310",
                             "127.0.0",
                             "127.0.0.256:1310",
                             "host..plant",
                             ".host",
                             " host",
                             "host ",
                             "h\xC3\xB6st",
                             "127.0.0.1,127.0.0.2"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_host_port(text, 1310));
    }
}

TEST_CASE("an IPv6 address stands in brackets before its port", "[endpoint]") {
    CHECK(to_text(boost::asio::ip::make_address("::1"), 1310) == "[::1]:1310");
    CHECK(to_text(boost::asio::ip::make_address("127.0.0.1"), 1310) == "127.0.0.1:1310");
}

TEST_CASE("an IPv4 address is shown as such where a socket is for both families", "[endpoint]") {
    const auto at = [](const char* text) { return boost::asio::ip::make_address(text); };
    CHECK(to_text(at("::ffff:10.0.0.1"), 1310) == "10.0.0.1:1310");
    CHECK(known_as(at("::ffff:10.0.0.1")) == at("10.0.0.1"));
    CHECK(known_as(at("10.0.0.1")) == at("10.0.0.1"));
    CHECK(known_as(at("fe80::1")) == at("fe80::1"));
    CHECK(known_as(at("::")) == at("::"));
    CHECK(known_as(at("64:ff9b::a00:1")) == at("64:ff9b::a00:1"));
}
