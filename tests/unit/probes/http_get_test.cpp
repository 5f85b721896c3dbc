#include "link/probes/http_get.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>

#include "tests/catch.hpp"

using namespace husky;
using namespace husky::link;
using namespace std::chrono_literals;

namespace {

/// A server that answers one question with `answer` as it is, or not at all, and what comes of it.
struct play {
    asio::io_context context{1};
    tcp::acceptor acceptor{context, {asio::ip::make_address("127.0.0.1"), 0}};
    std::string asked;
    http_answer got;

    asio::awaitable<void> serve(std::string answer, bool closes) {
        auto [failed, socket] = co_await acceptor.async_accept(as_result);
        asio::streambuf question;
        co_await asio::async_read_until(socket, question, "\r\n\r\n", as_result);
        asked.assign(asio::buffers_begin(question.data()), asio::buffers_end(question.data()));
        co_await asio::async_write(socket, asio::buffer(answer), as_result);
        char rest = 0;
        if (!closes) co_await socket.async_read_some(asio::buffer(&rest, 1), as_result);
    }
    asio::awaitable<void> ask(http_question what, std::chrono::nanoseconds timeout, notice& give_up) {
        got = co_await http_get(std::move(what), timeout, give_up);
    }
    http_question question(std::string path = "/metrics", std::string token = "") {
        return {{"127.0.0.1", acceptor.local_endpoint().port()}, std::move(path), std::move(token)};
    }
    void run(const http_question& what, std::chrono::nanoseconds timeout = 20s, bool gives_up = false) {
        notice give_up(context.get_executor());
        if (gives_up) give_up.give();
        asio::co_spawn(context, ask(what, timeout, give_up), [this](const std::exception_ptr& failure) {
            context.stop();
            if (failure) std::rethrow_exception(failure);
        });
        context.run();
    }
    void answer(const std::string& with, bool closes = true) {
        asio::co_spawn(context, serve(with, closes), [](const std::exception_ptr&) {});
    }
    std::string problem() {
        const auto place = "http://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port()) + "/metrics: ";
        CHECK(got.problem.starts_with(place));
        return got.problem.substr(std::min(place.size(), got.problem.size()));
    }
};

}  // namespace

TEST_CASE("an answer over HTTP is a status and a body", "[probes][http]") {
    play p;
    p.answer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nup \r\n");
    p.run(p.question("/metrics", "secret"));
    CHECK(p.got.problem.empty());
    CHECK(p.got.status == 200);
    CHECK(p.got.body == "up ");
    CHECK(p.asked.starts_with("GET /metrics HTTP/1.1\r\n"));
    CHECK(p.asked.find("Authorization: Bearer secret\r\n") != std::string::npos);
}

TEST_CASE("a body may end with its connection", "[probes][http]") {
    play p;
    p.answer("HTTP/1.0 404 Not Found\r\n\r\nnothing");
    p.run(p.question());
    CHECK(p.got.problem.empty());
    CHECK(p.got.status == 404);
    CHECK(p.got.body == "nothing");
}

TEST_CASE("what is no answer is a problem in words", "[probes][http]") {
    const auto problem = [](const std::string& answer) {
        play p;
        p.answer(answer);
        p.run(p.question());
        return p.problem();
    };
    CHECK(problem("SSH-2.0-OpenSSH\r\n\r\n") == "bad version");
    CHECK(problem("") == "end of stream");
    CHECK(problem("HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\nshort") == "partial message");
    CHECK(problem("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n") == "body limit exceeded");
    CHECK(problem("HTTP/1.1 200 OK\r\nA: " + std::string(100'000, 'a') + "\r\n\r\n") == "header limit exceeded");
}

TEST_CASE("nobody waits for ever", "[probes][http]") {
    play p;
    p.answer("", false);
    SECTION("a silent server") {
        p.run(p.question(), 50ms);
        CHECK(p.problem() == "no answer in time");
    }
    SECTION("one that is given up") {
        p.run(p.question(), 1h, true);
        CHECK_FALSE(p.problem().empty());
    }
}

TEST_CASE("nobody there is a problem", "[probes][http]") {
    play p;
    auto what = p.question();
    p.acceptor.close();
    p.run(what);
    CHECK(p.got.problem == "http://127.0.0.1:" + std::to_string(what.at.port) + "/metrics: Connection refused");
}

TEST_CASE("a path or token that would begin another header is not sent", "[probes][http]") {
    play p;
    p.run(p.question("/a\r\nHost: b"));
    CHECK(p.got.problem.find("not a path that can be requested") != std::string::npos);
    p.context.restart();
    p.run(p.question("metrics"));
    CHECK(p.got.problem.find("not a path that can be requested") != std::string::npos);
    p.context.restart();
    p.run(p.question("/metrics", "a\r\nb"));
    CHECK(p.got.problem.find("not a valid token") != std::string::npos);
}
