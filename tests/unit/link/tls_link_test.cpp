#include <boost/asio/io_context.hpp>
#include <boost/asio/write.hpp>

#include "link/asio/task_group.hpp"
#include "link/driver/link_driver.hpp"
#include "link/net/timed_stream.hpp"
#include "tests/catch.hpp"
#include "tests/unit/link/certificates.hpp"

using namespace husky;
using namespace husky::link;
using namespace std::chrono_literals;

namespace {

/// Answers each frame with its own bytes, and closes after so many.
class repeating_session final : public link_session {
  public:
    void received(const protocol::frame& f, protocol::instant) override {
        queue.add(f.bytes);
        closed = ++frames == close_after;
    }
    void framing_broken() override { closed = true; }
    void due(protocol::instant) override {}
    [[nodiscard]] protocol::instant deadline() const override { return protocol::never; }
    [[nodiscard]] protocol::frame_queue& outbox() override { return queue; }
    [[nodiscard]] bool closing() const override { return closed; }

    protocol::frame_queue queue{{100'000, 64U << 20U}};
    std::size_t frames = 0, close_after = 0;
    bool closed = false;
};

/// A driver that accepts TLS, and a peer that dials it.
struct tls_link_bench : certificates {
    asio::io_context context;
    std::vector<std::byte> scratch = std::vector<std::byte>(4096);
    repeating_session session;
    task_group tasks{context.get_executor()};
    std::unique_ptr<tls_context> accepts, dials;
    tcp::acceptor acceptor{context, {asio::ip::address_v4::loopback(), 0}};
    notice given_up{context.get_executor()};
    std::optional<error_code> secured;  ///< how the handshake of the driver's end ended
    std::optional<ending> ended;
    error_code problem;

    tls_link_bench() {
        authority("ca");
        issue("host", "host.example", "ca");
        accepts = std::make_unique<tls_context>(tls_context::accepting(of("host")));
        dials = std::make_unique<tls_context>(tls_context::dialling(only_ca("ca"), "host.example", false));
    }
    tcp::socket dialled() {
        tcp::socket socket(context);
        socket.connect(acceptor.local_endpoint());
        return socket;
    }
    asio::awaitable<void> drive(std::chrono::nanoseconds patience = 20s) {
        link_socket socket(acceptor.accept(), accepts.get());
        secured = co_await handshake(socket, patience, given_up);
        if (*secured) co_return;
        link_driver driver(std::move(socket), session, protocol::default_dialect(), scratch);
        ended = co_await driver.run();
        problem = driver.stream().tls_problem();
    }
    template <class Condition>
    void until(Condition holds) {
        const auto give_up = std::chrono::steady_clock::now() + 20s;
        while (!holds()) {
            REQUIRE(std::chrono::steady_clock::now() < give_up);
            context.run_one_for(100ms);
        }
    }
};

std::string frames_of(std::size_t bytes) {
    std::string all;
    while (all.size() < bytes) {
        const auto size = static_cast<unsigned>(4 + all.size() % 200);
        std::string one(size, static_cast<char>('a' + all.size() % 23));
        one[0] = static_cast<char>(size & 0xFFU);
        one[1] = static_cast<char>(size >> 8U);
        all += one;
    }
    return all;
}

asio::awaitable<void> exchange(timed_stream& stream, const std::string& said, std::string& heard, error_code& end) {
    stream.expires_after(20s);
    const auto [failed, nothing] = co_await stream.async_handshake(as_result);
    end = failed;
    if (failed) co_return;
    std::size_t sent = 0;
    while (heard.size() < said.size() && !end) {
        if (sent < said.size()) {
            const std::size_t room = std::min<std::size_t>(said.size() - sent, 100'000);
            const auto [unsent, n] =
                co_await asio::async_write(stream, asio::buffer(said.data() + sent, room), as_result);
            sent += n;
        }
        std::string into(70'000, ' ');
        const std::size_t cut_frame = sent < said.size() ? 203 : 0;  // which is not answered yet
        while (heard.size() + cut_frame < sent && !end) {
            const auto [cut, n] = co_await stream.async_read_some(asio::buffer(into), as_result);
            heard.append(into.data(), n);
            end = cut;
        }
    }
    stream.shutdown_send();
}

}  // namespace

TEST_CASE("a link driver answers over TLS, whatever the sizes", "[tls][driver]") {
    tls_link_bench b;
    timed_stream peer(link_socket(b.dialled(), b.dials.get()));
    b.tasks.spawn(b.drive());
    const auto said = frames_of(1'000'000);
    std::string heard;
    error_code end;
    b.tasks.spawn(exchange(peer, said, heard, end));
    b.until([&] { return b.ended.has_value(); });
    CHECK_FALSE(*b.secured);
    CHECK(heard == said);
    CHECK(b.ended == ending::closed_by_peer);
}

TEST_CASE("a link that closes says so, and its last answers come", "[tls][driver]") {
    tls_link_bench b;
    timed_stream peer(link_socket(b.dialled(), b.dials.get()));
    b.session.close_after = 3;
    b.tasks.spawn(b.drive());
    const std::string said = frames_of(2000);
    std::string heard;
    error_code end;
    b.tasks.spawn(exchange(peer, said, heard, end));
    b.until([&] { return end || b.ended; });
    peer.close();
    b.until([&] { return b.ended.has_value(); });
    CHECK(end == asio::error::eof);
    CHECK(heard == said.substr(0, heard.size()));
    CHECK_FALSE(heard.empty());
    CHECK(b.ended == ending::closed_by_us);
}

TEST_CASE("a handshake ends when its time is over, when it is given up, and when the socket is closed", "[tls]") {
    tls_link_bench b;
    auto silent = b.dialled();
    SECTION("time") {
        b.tasks.spawn(b.drive(20ms));
        b.until([&] { return b.secured.has_value(); });
        CHECK(*b.secured == asio::error::timed_out);
        CHECK(failure_of(*b.secured) == tls_failure::timed_out);
    }
    SECTION("given up") {
        b.tasks.spawn(b.drive(1h));
        b.context.poll();
        b.given_up.give();
        b.until([&] { return b.secured.has_value(); });
        CHECK(*b.secured == asio::error::operation_aborted);
    }
    SECTION("closed by the peer") {
        b.tasks.spawn(b.drive(1h));
        b.context.poll();
        silent.close();
        b.until([&] { return b.secured.has_value(); });
        CHECK(failure_of(*b.secured) == tls_failure::closed);
    }
    SECTION("garbage, whose sender hears an alert") {
        asio::write(silent, asio::buffer(std::string("\x16\x03\x01\x00\x05\xFF\x00\x00\x01\x00", 10)));
        b.tasks.spawn(b.drive(1h));
        std::string heard(100, ' ');
        std::optional<error_code> cut;
        silent.async_read_some(asio::buffer(heard), [&](const error_code& failed, std::size_t n) {
            cut = failed;
            heard.resize(n);
        });
        b.until([&] { return cut.has_value(); });
        CHECK_FALSE(*cut);
        CHECK(heard.front() == '\x15');
        silent.close();
        b.until([&] { return b.secured.has_value(); });
        CHECK(failure_of(*b.secured) == tls_failure::other);
    }
}

TEST_CASE("a socket without TLS has no handshake", "[tls]") {
    tls_link_bench b;
    b.accepts.reset();
    auto peer = b.dialled();
    b.tasks.spawn(b.drive());
    b.until([&] { return b.secured.has_value(); });
    CHECK_FALSE(*b.secured);
    peer.close();
    b.until([&] { return b.ended.has_value(); });
    CHECK(b.ended == ending::closed_by_peer);
}
