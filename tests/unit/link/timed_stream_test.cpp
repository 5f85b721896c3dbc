#include "link/net/timed_stream.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <string>
#include <vector>

#include "tests/catch.hpp"

using namespace husky;
using namespace husky::link;
using namespace std::chrono_literals;

namespace {

/// A stream and its peer on the two ends of a loopback connection; what completed is written down.
struct stream_bench {
    asio::io_context context;
    tcp::socket peer{context};
    std::unique_ptr<timed_stream> stream;
    std::vector<std::pair<error_code, std::size_t>> completed;

    stream_bench() {
        tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
        peer.connect(acceptor.local_endpoint());
        stream = std::make_unique<timed_stream>(acceptor.accept());
    }
    auto note() {
        return [this](error_code failed, std::size_t n) { completed.emplace_back(failed, n); };
    }
};

}  // namespace

TEST_CASE("a stream reads into the first buffer that has room", "[timed_stream]") {
    stream_bench b;
    std::string first(3, '.'), second(9, '.');
    b.stream->async_read_some(std::array{asio::mutable_buffer(), asio::buffer(first), asio::buffer(second)}, b.note());
    CHECK(b.completed.empty());
    asio::write(b.peer, asio::buffer("hello", 5));
    b.context.run();
    CHECK(b.completed == std::vector{std::pair(error_code(), std::size_t{3})});
    CHECK(first == "hel");
    CHECK(second == ".........");
}

TEST_CASE("a stream gathers what it writes", "[timed_stream]") {
    stream_bench b;
    std::vector<std::string> words;
    for (char c = 'a'; c <= 'l'; ++c)
        words.emplace_back(1, c);
    std::vector<asio::const_buffer> all;
    for (const std::string& word : words)
        all.push_back(asio::buffer(word));
    b.stream->async_write_some(all, b.note());
    b.context.run();
    CHECK(b.completed == std::vector{std::pair(error_code(), std::size_t{8})});
    b.completed.clear();
    b.context.restart();
    asio::async_write(*b.stream, all, b.note());
    b.context.run();
    CHECK(b.completed == std::vector{std::pair(error_code(), std::size_t{12})});
    std::string got(20, '\0');
    asio::read(b.peer, asio::buffer(got));
    CHECK(got == "abcdefghabcdefghijkl");
}

TEST_CASE("a deadline ends what a silent peer keeps waiting", "[timed_stream]") {
    stream_bench b;
    std::string into(4, '.');
    b.stream->async_read_some(asio::buffer(into), b.note());
    b.stream->expires_after(0ns);
    b.context.run();
    REQUIRE(b.completed.size() == 1);
    CHECK(b.completed[0].first == asio::error::timed_out);
    CHECK_FALSE(b.stream->socket().is_open());
}

TEST_CASE("a deadline that was moved does not end anything", "[timed_stream]") {
    stream_bench b;
    std::string into(4, '.');
    b.stream->expires_after(0ns);
    SECTION("later") { b.stream->expires_after(1h); }
    SECTION("away") { b.stream->expires_never(); }
    b.stream->async_read_some(asio::buffer(into), [&](error_code failed, std::size_t n) {
        b.completed.emplace_back(failed, n);
        b.stream->expires_never();
    });
    asio::write(b.peer, asio::buffer("abcd", 4));
    b.context.run();
    CHECK(b.completed == std::vector{std::pair(error_code(), std::size_t{4})});
    CHECK(b.stream->socket().is_open());
}

TEST_CASE("what is under way ends with its stream", "[timed_stream]") {
    stream_bench b;
    std::string into(4, '.');
    b.stream->async_read_some(asio::buffer(into), b.note());
    b.context.poll();
    CHECK(b.completed.empty());
    b.stream.reset();
    b.context.restart();
    b.context.run();
    REQUIRE(b.completed.size() == 1);
    CHECK(b.completed[0].first == asio::error::operation_aborted);
}

TEST_CASE("a context that goes away takes along what is under way", "[timed_stream]") {
    auto b = std::make_unique<stream_bench>();
    auto held = std::make_shared<int>(1);
    std::string into(4, '.');
    b->stream->async_read_some(asio::buffer(into), [held](error_code, std::size_t) {});
    b->context.poll();
    CHECK(held.use_count() == 2);
    b.reset();
    CHECK(held.use_count() == 1);
}
