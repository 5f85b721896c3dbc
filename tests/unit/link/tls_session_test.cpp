#include "link/tls/tls_session.hpp"

#include <fcntl.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/error.hpp>
#include <optional>
#include <vector>

#include "tests/catch.hpp"
#include "tests/unit/link/certificates.hpp"

using namespace husky;
using namespace husky::link;

namespace {

bool blocks(const error_code& failed) { return failed == boost::asio::error::would_block; }

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

/// Both ends of a stream, which are closed with it.
struct wire {
    std::array<int, 2> ends{};
    wire() { REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0); }
    wire(const wire&) = delete;
    wire& operator=(const wire&) = delete;
    ~wire() {
        close(0);
        close(1);
    }
    void close(std::size_t which) {
        if (ends.at(which) >= 0) ::close(std::exchange(ends.at(which), -1));
    }
};

/// A server and a client of TLS. Their bytes pass one by one between two wires if asked to, else at once.
struct tls_bench {
    wire near, far;
    bool trickles;
    tls_session server, client;
    std::optional<error_code> server_end, client_end;  ///< how the handshake ended

    tls_bench(const tls_context& server_rules, const tls_context& client_rules, bool one_by_one = false)
        : trickles(one_by_one),
          server(server_rules, near.ends[0]),
          client(client_rules, one_by_one ? far.ends[0] : near.ends[1]) {}

    /// One byte of each direction. False if there was none.
    bool pass() {
        if (!trickles) return false;
        bool moved = false;
        for (const auto& [from, to] : {std::pair(far.ends[1], near.ends[1]), std::pair(near.ends[1], far.ends[1])}) {
            char one = 0;
            if (::recv(from, &one, 1, MSG_DONTWAIT) == 1) moved = ::send(to, &one, 1, MSG_NOSIGNAL) == 1 || moved;
        }
        return moved;
    }
    static void step(tls_session& end, std::optional<error_code>& into) {
        if (into) return;
        error_code failed;
        end.handshake(failed);
        if (!blocks(failed)) into = failed;
    }
    void shake() {
        for (int i = 0; i < 100'000 && !(server_end && client_end); ++i) {
            step(client, client_end);
            step(server, server_end);
            pass();
        }
        REQUIRE(server_end);
        REQUIRE(client_end);
    }
    /// Reads until the other end has no more; how that showed.
    std::pair<std::string, error_code> read(tls_session& end, std::size_t at_a_time = 100'000) {
        std::string got;
        std::vector<std::byte> into(at_a_time);
        for (;;) {
            error_code failed;
            const auto n = end.read_some(into, failed);
            got.append(reinterpret_cast<const char*>(into.data()), n);
            if (failed && !(blocks(failed) && pass())) return {got, failed};
        }
    }
};

struct plant : certificates {
    plant() {
        authority("ca");
        issue("host", "host.example", "ca");
        issue("machine", "machine.example", "ca");
    }
    [[nodiscard]] tls_context server(const std::string& client_ca = "") const {
        return tls_context::accepting(of("host", client_ca));
    }
    [[nodiscard]] tls_context client(const std::string& peer = "host.example") const {
        return tls_context::dialling(only_ca("ca"), peer, false);
    }
};

/// How the handshake of a server ends with a client that sends this.
error_code end_with(const plant& p, std::string_view said) {
    const auto rules = p.server();
    wire w;
    tls_session server(rules, w.ends[0]);
    REQUIRE(::send(w.ends[1], said.data(), said.size(), 0) == static_cast<ssize_t>(said.size()));
    error_code failed;
    server.handshake(failed);
    return failed;
}

}  // namespace

TEST_CASE("two ends of TLS understand each other, at once and byte by byte", "[tls]") {
    const plant p;
    for (const bool one_by_one : {false, true}) {
        tls_bench b(p.server(), p.client(), one_by_one);
        b.shake();
        CHECK_FALSE(*b.server_end);
        CHECK_FALSE(*b.client_end);
        error_code failed;
        CHECK(b.client.write_some(bytes_of("from a machine"), failed) == 14);
        CHECK(b.server.write_some(bytes_of("from a host"), failed) == 11);
        CHECK(b.read(b.server) ==
              std::pair(std::string("from a machine"), error_code(boost::asio::error::would_block)));
        CHECK(b.read(b.client, 1) ==
              std::pair(std::string("from a host"), error_code(boost::asio::error::would_block)));
        b.client.finish();
        CHECK(b.server.write_some(bytes_of("last"), failed) == 4);
        CHECK(b.read(b.server).second == boost::asio::error::eof);
        CHECK(b.read(b.client).first == "last");
    }
}

TEST_CASE("what was read off the socket but not taken is known", "[tls]") {
    const plant p;
    tls_bench b(p.server(), p.client());
    b.shake();
    error_code failed;
    b.client.write_some(bytes_of("abc"), failed);
    std::array<std::byte, 1> one{};
    CHECK_FALSE(b.server.has_unread());
    CHECK(b.server.read_some(one, failed) == 1);
    CHECK(b.server.has_unread());
    CHECK(b.read(b.server, 1).first == "bc");
    CHECK_FALSE(b.server.has_unread());
}

TEST_CASE("a peer that does not read makes writing wait, and nothing is lost when what waits has moved", "[tls]") {
    const plant p;
    tls_bench b(p.server(), p.client());
    b.shake();
    std::string all(3'000'000, ' ');
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = static_cast<char>('a' + i % 23);
    std::string got;
    std::size_t waits = 0;
    for (std::size_t sent = 0; sent < all.size();) {
        const std::string moved = all.substr(sent);
        error_code failed;
        sent += b.client.write_some(bytes_of(moved), failed);
        if (!failed) continue;
        REQUIRE(blocks(failed));
        CHECK(b.client.waits_to_write());
        ++waits;
        got += b.read(b.server).first;
    }
    got += b.read(b.server).first;
    CHECK(waits > 0);
    CHECK(got == all);
}

TEST_CASE("a peer that goes without a farewell has closed, and writing to it raises no signal", "[tls]") {
    const plant p;
    tls_bench b(p.server(), p.client());
    b.shake();
    b.near.close(1);
    CHECK(b.read(b.server).second == boost::asio::error::eof);
    error_code failed;
    CHECK(b.server.write_some(bytes_of("anybody?"), failed) == 0);
    CHECK(failed == boost::system::errc::broken_pipe);
    b.server.finish();
    CHECK(b.read(b.server).second);
}

TEST_CASE("a handshake that fails says why at both ends", "[tls]") {
    plant p;
    p.authority("other");
    p.issue("expired", "host.example", "ca", std::chrono::seconds(-60));
    p.issue("stranger", "machine.example", "other");
    SECTION("of an authority that the client does not know") {
        tls_bench b(p.server(), tls_context::dialling(p.only_ca("other"), "host.example", false));
        b.shake();
        CHECK(failure_of(*b.client_end) == tls_failure::untrusted);
        CHECK(failure_of(*b.server_end) == tls_failure::refused);
        CHECK(b.client_end->message() == "its certificate is not accepted: unable to get local issuer certificate");
        CHECK(b.server_end->message() == "the other end does not know the authority that signed our certificate");
    }
    SECTION("expired") {
        tls_bench b(tls_context::accepting(p.of("expired")), p.client());
        b.shake();
        CHECK(failure_of(*b.client_end) == tls_failure::untrusted);
        CHECK(b.client_end->message() == "its certificate is not accepted: certificate has expired");
        CHECK(failure_of(*b.server_end) == tls_failure::refused);
    }
    SECTION("of another name") {
        tls_bench b(p.server(), p.client("another.example"));
        b.shake();
        CHECK(b.client_end->message() == "its certificate is not accepted: hostname mismatch");
    }
    SECTION("of another address") {
        tls_bench b(p.server(), p.client("127.0.0.2"));
        b.shake();
        CHECK(b.client_end->message() == "its certificate is not accepted: IP address mismatch");
    }
    SECTION("of a client without a certificate, which learns it when it reads") {
        tls_bench b(p.server("ca"), p.client());
        b.shake();
        CHECK(failure_of(*b.server_end) == tls_failure::no_certificate);
        CHECK(b.server_end->message() == "the other end showed no certificate");
        CHECK_FALSE(*b.client_end);
        CHECK(b.read(b.client).second.message() == "the other end requires a certificate (tls.certificate, tls.key)");
        CHECK(b.client.problem());
    }
    SECTION("of a client with a certificate of somebody else") {
        auto files = p.of("stranger", "ca");
        tls_bench b(p.server("ca"), tls_context::dialling(files, "host.example", false));
        b.shake();
        CHECK(failure_of(*b.server_end) == tls_failure::untrusted);
    }
}

TEST_CASE("an address, a client's certificate and any certificate at all are accepted where they may be", "[tls]") {
    plant p;
    p.authority("other");
    SECTION("an address") {
        tls_bench b(p.server(), p.client("127.0.0.1"));
        b.shake();
        CHECK_FALSE(*b.client_end);
    }
    SECTION("a client's certificate") {
        tls_bench b(p.server("ca"), tls_context::dialling(p.of("machine", "ca"), "host.example", false));
        b.shake();
        CHECK_FALSE(*b.server_end);
        CHECK(b.read(b.client).second == boost::asio::error::would_block);
    }
    SECTION("any") {
        tls_bench b(p.server(), tls_context::dialling(p.only_ca("other"), "another.example", true));
        b.shake();
        CHECK_FALSE(*b.client_end);
        CHECK_FALSE(*b.server_end);
    }
}

TEST_CASE("what is no TLS is told apart", "[tls]") {
    const plant p;
    using namespace std::string_literals;
    const auto http = end_with(p, "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(is_plain_http(http));
    CHECK(failure_of(http) == tls_failure::not_tls);
    const auto husky = end_with(p, "\x00\x20\x00\x01HY-0001\0\0\0\0\0"s);
    CHECK(failure_of(husky) == tls_failure::not_tls);
    CHECK(husky.message() == "the other end does not speak TLS");
    CHECK_FALSE(is_plain_http(husky));
    CHECK(failure_of(end_with(p, std::string(5000, '\xFF'))) == tls_failure::not_tls);
    CHECK(blocks(end_with(p, "\x16\x03\x01"s)));
}

TEST_CASE("a peer that leaves during the handshake is gone", "[tls]") {
    const plant p;
    const auto rules = p.server();
    wire w;
    tls_session server(rules, w.ends[0]);
    error_code failed;
    server.handshake(failed);
    CHECK(blocks(failed));
    CHECK_FALSE(server.waits_to_write());
    w.close(1);
    server.handshake(failed);
    CHECK(failure_of(failed) == tls_failure::closed);
    CHECK(failed.message() == "the other end left during the handshake of TLS");
}

TEST_CASE("a peer that wants to renegotiate is refused, and what it said before has come", "[tls]") {
    const plant p;
    const auto rules = p.server();
    wire w;
    tls_session server(rules, w.ends[0]);
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION);
    const std::unique_ptr<SSL, decltype(&SSL_free)> client(SSL_new(context.get()), SSL_free);
    REQUIRE(::fcntl(w.ends[1], F_SETFL, O_NONBLOCK) == 0);
    SSL_set_fd(client.get(), w.ends[1]);
    error_code failed = boost::asio::error::would_block;
    while (blocks(failed)) {
        SSL_connect(client.get());
        server.handshake(failed);
    }
    REQUIRE_FALSE(failed);
    SSL_connect(client.get());
    REQUIRE(SSL_write(client.get(), "abc", 3) == 3);
    SSL_renegotiate(client.get());
    SSL_do_handshake(client.get());
    std::array<std::byte, 100> into{};
    CHECK(server.read_some(into, failed) == 3);
    CHECK(server.read_some(into, failed) == 0);
    CHECK(failed);
    CHECK(SSL_do_handshake(client.get()) != 1);
}
