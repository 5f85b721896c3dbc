#include "link/driver/link_driver.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include "link/asio/task_group.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/catch.hpp"

using namespace husky;
using namespace husky::link;
using namespace std::chrono_literals;

namespace {

/// Answers each frame with its own bytes, and can be told to close, to pause and to time out.
class echo_session final : public link_session {
  public:
    void received(const protocol::frame& f, protocol::instant) override {
        words.push_back(f.command);
        queue.add(f.bytes);
        if (f.command == close_at) closed = true;
        if (f.command == pause_at) stopped = true;
    }
    void framing_broken() override { closed = broken = true; }
    void due(protocol::instant) override { closed = timed_out = true; }
    [[nodiscard]] protocol::instant deadline() const override { return due_at; }
    [[nodiscard]] protocol::frame_queue& outbox() override { return queue; }
    [[nodiscard]] bool closing() const override { return closed; }
    [[nodiscard]] bool paused() const override { return stopped; }
    void bytes_received(std::size_t n) override { in += n; }
    void bytes_sent(std::size_t n) override { out += n; }

    protocol::frame_queue queue{{100'000, 64U << 20U}};
    std::vector<std::uint16_t> words;
    int close_at = -1, pause_at = -1;
    bool closed = false, broken = false, stopped = false, timed_out = false;
    protocol::instant due_at = protocol::never;
    std::size_t in = 0, out = 0;
};

/// A driver and a peer on the two ends of a loopback connection.
struct bench {
    asio::io_context context;
    std::vector<std::byte> scratch = std::vector<std::byte>(4096);
    tcp::socket peer{context};
    echo_session session;
    task_group tasks{context.get_executor()};
    std::unique_ptr<link_driver> driver;
    std::optional<ending> ended;

    bench() {
        tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
        peer.connect(acceptor.local_endpoint());
        driver = std::make_unique<link_driver>(acceptor.accept(), session, protocol::default_dialect(), scratch);
    }
    asio::awaitable<void> drive() { ended = co_await driver->run(); }
    void start() { tasks.spawn(drive()); }
    /// Lets both ends work until the condition holds; the test fails if that takes too long.
    template <class Condition>
    void until(Condition holds) {
        const auto give_up = std::chrono::steady_clock::now() + 20s;
        while (!holds()) {
            REQUIRE(std::chrono::steady_clock::now() < give_up);
            context.run_one_for(100ms);
        }
    }
    void send(std::span<const std::byte> bytes) { asio::write(peer, asio::buffer(bytes.data(), bytes.size())); }
    std::vector<std::byte> receive(std::size_t count) {
        std::vector<std::byte> bytes(count);
        peer.non_blocking(true);
        std::size_t got = 0;
        until([&] {
            error_code failed;
            if (got < count) got += peer.read_some(asio::buffer(bytes.data() + got, count - got), failed);
            return got == count;
        });
        return bytes;
    }
};

std::vector<std::byte> status_of_side(protocol::tandem_side side) {
    std::vector<std::byte> bytes;
    protocol::encode(protocol::status{side}, protocol::default_dialect(), bytes);
    return bytes;
}

}  // namespace

TEST_CASE("frames come out whole wherever the stream is cut, and answers go back in order", "[driver]") {
    std::vector<std::byte> stream;
    for (protocol::tandem_side side = 0; side < 3; ++side) {
        const auto one = status_of_side(side);
        stream.insert(stream.end(), one.begin(), one.end());
    }
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        CAPTURE(cut);
        bench b;
        b.start();
        b.send(std::span(stream).first(cut));
        b.until([&] { return b.session.in == cut; });
        b.send(std::span(stream).subspan(cut));
        CHECK(b.receive(stream.size()) == stream);
        b.peer.close();
        b.until([&] { return b.ended.has_value(); });
        CHECK(b.ended == ending::closed_by_peer);
        CHECK_FALSE(b.driver->cut_inside_message());
    }
}

TEST_CASE("a peer that closes inside a message is seen", "[driver]") {
    bench b;
    b.start();
    const auto message = status_of_side(0);
    b.send(std::span(message).first(3));
    b.peer.shutdown(tcp::socket::shutdown_send);
    b.until([&] { return b.ended.has_value(); });
    CHECK(b.ended == ending::closed_by_peer);
    CHECK(b.driver->cut_inside_message());
}

TEST_CASE("a session that closes gets its last answer delivered, unread input notwithstanding", "[driver]") {
    bench b;
    b.session.close_at = 0x000C;
    b.start();
    auto stream = status_of_side(0);
    const auto answer = stream;
    stream.resize(stream.size() + 3000);
    b.send(stream);
    CHECK(b.receive(answer.size()) == answer);
    b.peer.close();
    b.until([&] { return b.ended.has_value(); });
    CHECK(b.ended == ending::closed_by_us);
}

TEST_CASE("a size below 4 breaks the framing at once", "[driver]") {
    bench b;
    b.start();
    const std::array<std::byte, 2> size_of_three{std::byte{3}, std::byte{0}};
    b.send(size_of_three);
    b.until([&] { return b.session.broken; });
    b.peer.close();
    b.until([&] { return b.ended.has_value(); });
    CHECK(b.ended == ending::closed_by_us);
}

TEST_CASE("what arrives behind a pause waits, and is taken when the session goes on", "[driver]") {
    bench b;
    b.session.pause_at = 0x000C;
    b.start();
    auto stream = status_of_side(0);
    const auto second = status_of_side(1);
    stream.insert(stream.end(), second.begin(), second.end());
    b.send(stream);
    b.until([&] { return b.session.words.size() == 1; });
    b.context.poll();
    CHECK(b.session.words.size() == 1);
    b.session.pause_at = -1;
    b.session.stopped = false;
    b.driver->wake();
    b.until([&] { return b.session.words.size() == 2; });
    b.peer.close();
    b.until([&] { return b.ended.has_value(); });
}

TEST_CASE("a deadline that has passed is told, also when it was moved forward", "[driver]") {
    bench b;
    b.start();
    b.context.poll();
    b.session.due_at = link::now();
    b.driver->wake();
    b.until([&] { return b.session.timed_out; });
    b.peer.close();
    b.until([&] { return b.ended.has_value(); });
    CHECK(b.ended == ending::closed_by_us);
}

TEST_CASE("more than the socket takes is written when the peer reads", "[driver]") {
    bench b;
    b.start();
    constexpr std::size_t messages = 20'000;
    std::vector<std::byte> large(1000);
    large[0] = std::byte{0xE8};
    large[1] = std::byte{0x03};
    for (std::size_t i = 0; i < messages; ++i)
        REQUIRE(b.session.queue.add(large) == protocol::frame_queue::added::yes);
    b.driver->wake();
    CHECK(b.session.queue.bytes() > 0);
    const auto all = b.receive(messages * large.size());
    CHECK(b.session.out == all.size());
    CHECK(b.session.queue.empty());
    b.peer.close();
    b.until([&] { return b.ended.has_value(); });
}
