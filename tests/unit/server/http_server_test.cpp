#include "server/http/connection/server.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <thread>

#include "link/asio/asio.hpp"
#include "server/http/connection/web_socket.hpp"
#include "tests/catch.hpp"

using namespace husky::host;
using boost::asio::ip::tcp;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

boost::asio::awaitable<http_response> echo(http_request request) {
    http_response response;
    response.content_type = "text/plain";
    response.body = request.method + ' ' + request.target + ' ' + request.body;
    if (request.accept == "text/host") response.body += " of " + request.host;
    if (request.target == "/long") response.body.append(5000, 'x');
    if (request.target == "/same") response = {.status = 304, .headers = {{"ETag", "W/\"1\""}}};
    if (request.target == "/talk")
        response.conversation = [](web_socket& with) -> boost::asio::awaitable<void> {
            while (const auto text = co_await with.receive())
                if (!co_await with.send(*text)) break;
        };
    co_return response;
}

boost::asio::awaitable<void> stop_server(http_server& server) { co_await server.stop(std::chrono::milliseconds(500)); }

/// A server on a thread of its own, and clients that block.
class running_server {
  public:
    explicit running_server(const http_limits& limits = {}, body_rule bodies = {})
        : server_(context_, echo, limits, std::move(bodies)) {
        server_.listen({boost::asio::ip::make_address("127.0.0.1"), 0});
        endpoint_ = server_.local();
        server_.start();
        thread_ = std::thread([this] { context_.run(); });
    }
    ~running_server() {
        if (thread_.joinable()) stop();
    }
    void stop() {
        boost::asio::co_spawn(context_, stop_server(server_), [](const std::exception_ptr&) {});
        thread_.join();
    }

    [[nodiscard]] tcp::socket connect() {
        tcp::socket socket(client_);
        socket.connect(endpoint_);
        return socket;
    }
    [[nodiscard]] tcp::endpoint endpoint() const { return endpoint_; }

  private:
    boost::asio::io_context context_{1}, client_{1};
    http_server server_;
    tcp::endpoint endpoint_;
    std::thread thread_;
};

void send(tcp::socket& to, std::string_view text) {
    boost::system::error_code ignored;
    boost::asio::write(to, boost::asio::buffer(text), ignored);
}

std::string read_to_end(tcp::socket& from) {
    std::string all;
    boost::system::error_code ended;
    boost::asio::read(from, boost::asio::dynamic_buffer(all), ended);
    return all;
}

std::string read_until(tcp::socket& from, const std::string& end) {
    std::string all;
    while (!all.ends_with(end)) {
        char c = 0;
        boost::asio::read(from, boost::asio::buffer(&c, 1));
        all += c;
    }
    return all;
}

}  // namespace

TEST_CASE("a connection carries request after request", "[http][socket]") {
    running_server server;
    tcp::socket client = server.connect();
    send(client, "GET /one HTTP/1.1\r\nHost: x\r\n\r\nPOST /two HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
    const std::string first = read_until(client, "GET /one ");
    CHECK_THAT(first, StartsWith("HTTP/1.1 200 OK\r\n"));
    CHECK_THAT(first, Contains("Content-Type: text/plain\r\n"));
    CHECK_THAT(read_until(client, "POST /two hello"), StartsWith("HTTP/1.1 200 OK\r\n"));
    send(client, "GET /three HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK_THAT(read_to_end(client), Catch::Matchers::EndsWith("GET /three "));
}

TEST_CASE("HEAD gets the head only", "[http][socket]") {
    running_server server;
    tcp::socket client = server.connect();
    send(client, "HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const std::string answer = read_to_end(client);
    CHECK_THAT(answer, Contains("Content-Length: 7\r\n"));
    CHECK_THAT(answer, Catch::Matchers::EndsWith("\r\n\r\n"));
}

TEST_CASE("a client that takes gzip gets a long text packed", "[http][socket]") {
    running_server server;
    tcp::socket client = server.connect();
    send(client, "GET /long HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n");
    const std::string answer = read_to_end(client);
    CHECK_THAT(answer, Contains("Content-Encoding: gzip\r\n"));
    CHECK(answer.size() < 500);
}

TEST_CASE("what has not changed has neither body nor length", "[http][socket]") {
    running_server server;
    tcp::socket client = server.connect();
    send(client, "GET /same HTTP/1.1\r\nHost: x\r\n\r\nGET /next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const std::string answer = read_until(client, "\r\n\r\n");
    CHECK_THAT(answer, StartsWith("HTTP/1.1 304 Not Modified\r\n"));
    CHECK_THAT(answer, !Contains("\r\nContent-"));
    CHECK_THAT(read_to_end(client), StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST_CASE("a WebSocket speaks a subprotocol that is known here, and never says the token", "[http][socket]") {
    struct {
        std::string_view offered, spoken;
    } const cases[] = {{"husky.live", "husky.live"},
                       {"husky.token.c2VjcmV0, husky.display", "husky.display"},
                       {"chat , husky.live,husky.display", "husky.live"},
                       {"husky.token.c2VjcmV0", ""},
                       {"chat", ""}};
    for (const auto& [offered, spoken] : cases) {
        INFO(offered);
        running_server server;
        tcp::socket client = server.connect();
        send(client,
             "GET /talk HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: "
             "13\r\n"
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: " +
                 std::string(offered) + "\r\n\r\n");
        const std::string answer = read_until(client, "\r\n\r\n");
        CHECK_THAT(answer, StartsWith("HTTP/1.1 101 "));
        CHECK_THAT(answer, Contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
        CHECK_THAT(answer, !Contains("token"));
        if (spoken.empty())
            CHECK_THAT(answer, !Contains("Sec-WebSocket-Protocol"));
        else
            CHECK_THAT(answer, Contains("Sec-WebSocket-Protocol: " + std::string(spoken) + "\r\n"));
        const std::string masked("\x81\x82\x01\x02\x03\x04\x69\x6b", 8);  // "hi"
        send(client, masked);
        CHECK(read_until(client, "hi") == "\x81\x02hi");
    }
}

TEST_CASE("a request that breaks a bound is answered and ended", "[http][socket]") {
    http_limits small;
    small.max_header = 1024;
    small.max_body = 100;
    running_server server(small);
    const auto [request, status] = GENERATE(table<std::string, std::string>({
        {"GET /" + std::string(5000, 'x') + " HTTP/1.1\r\n\r\n", "431"},
        {"GET / HTTP/1.1\r\n" + std::string(2000, 'a') + ": b\r\n\r\n", "431"},
        {"POST / HTTP/1.1\r\nContent-Length: 101\r\n\r\n", "413"},
        {"nonsense\r\n\r\n", "400"},
        {"GET\r\n\r\n", "400"},
        {"GET / HTTP/9.9\r\n\r\n", "400"},
    }));
    tcp::socket client = server.connect();
    send(client, request);
    CHECK_THAT(read_to_end(client), StartsWith("HTTP/1.1 " + status + ' '));
}

TEST_CASE("a request says once for whom it is", "[http][socket]") {
    running_server server;
    const auto [head, status] = GENERATE(table<std::string, std::string>({
        {"GET / HTTP/1.1\r\n", "400"},
        {"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n", "400"},
        {"GET / HTTP/1.0\r\nHost: x\r\nHost: x\r\n", "400"},
        {"GET / HTTP/1.1\r\nHost: x\r\n", "200"},
        {"GET / HTTP/1.0\r\n", "200"},
    }));
    CAPTURE(head);
    tcp::socket client = server.connect();
    send(client, head + "Connection: close\r\n\r\n");
    CHECK(read_to_end(client).substr(9, 3) == status);
}

TEST_CASE("a target in absolute form is for the host that it names", "[http][socket]") {
    running_server server;
    for (const auto& [target, told] : std::vector<std::pair<std::string, std::string>>{
             {"http://evil.example/livez?x=1", "/livez?x=1  of evil.example"},
             {"HTTP://plant:8310", "/  of plant:8310"},
             {"http://plant?x", "/?x  of plant"},
             {"/livez", "/livez  of h"}}) {
        tcp::socket client = server.connect();
        send(client, "GET " + target + " HTTP/1.1\r\nHost: h\r\nAccept: text/host\r\nConnection: close\r\n\r\n");
        CHECK_THAT(read_to_end(client), Catch::Matchers::EndsWith("\r\n\r\nGET " + told));
    }
}

TEST_CASE("a body is as long as its route allows", "[http][socket]") {
    http_limits small;
    small.max_body = 100;
    small.max_large = 1;
    running_server server(small, [](const http_request& head) { return head.target == "/large" ? 1000U : 0U; });
    const std::string head = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ";
    const std::string long_body(1000, 'x');
    tcp::socket client = server.connect();
    SECTION("and no longer") {
        send(client, "PUT /large" + head + "1000\r\n\r\n" + long_body);
        CHECK_THAT(read_to_end(client), StartsWith("HTTP/1.1 200 ") && Catch::Matchers::EndsWith(long_body));
        tcp::socket longer = server.connect();
        send(longer, "PUT /large" + head + "1001\r\n\r\n" + long_body + 'x');
        CHECK_THAT(read_to_end(longer), StartsWith("HTTP/1.1 413 "));
        tcp::socket elsewhere = server.connect();
        send(elsewhere, "PUT /small" + head + "101\r\n\r\n" + long_body);
        CHECK_THAT(read_to_end(elsewhere), StartsWith("HTTP/1.1 413 "));
    }
    SECTION("also where it does not say how long it is") {
        const std::string chunked = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
        send(client, "PUT /large" + chunked + "3e8\r\n" + long_body + "\r\n0\r\n\r\n");
        CHECK_THAT(read_to_end(client), StartsWith("HTTP/1.1 200 ") && Catch::Matchers::EndsWith(long_body));
        tcp::socket longer = server.connect();
        send(longer, "PUT /large" + chunked + "3e8\r\n" + long_body + "\r\n1\r\nx\r\n0\r\n\r\n");
        CHECK_THAT(read_to_end(longer), StartsWith("HTTP/1.1 413 "));
    }
    SECTION("and only so many are read at one time") {
        send(client, "PUT /large" + head + "1000\r\nExpect: 100-continue\r\n\r\n");
        CHECK_THAT(read_until(client, "\r\n\r\n"), StartsWith("HTTP/1.1 100 "));
        tcp::socket second = server.connect();
        send(second, "PUT /large" + head + "1000\r\n\r\n" + long_body);
        CHECK_THAT(read_to_end(second), StartsWith("HTTP/1.1 503 "));
        tcp::socket little = server.connect();
        send(little, "PUT /large" + head + "1\r\n\r\nx");
        CHECK_THAT(read_to_end(little), StartsWith("HTTP/1.1 200 "));
        send(client, long_body);
        CHECK_THAT(read_to_end(client), StartsWith("HTTP/1.1 200 "));
    }
}

TEST_CASE("a client that says nothing is closed", "[http][socket]") {
    http_limits brief;
    brief.read_timeout = std::chrono::seconds(0);
    running_server server(brief);
    tcp::socket client = server.connect();
    send(client, "GET / HT");
    CHECK(read_to_end(client).empty());
}

TEST_CASE("connections are bounded", "[http][socket]") {
    http_limits few;
    few.max_connections = 1;
    running_server server(few);
    tcp::socket first = server.connect();
    send(first, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    read_until(first, "GET / ");
    tcp::socket second = server.connect();
    CHECK_THAT(read_to_end(second), StartsWith("HTTP/1.1 503 ") && Contains("too many connections"));
}

TEST_CASE("a client that asks too often is told to wait", "[http][socket]") {
    running_server server({.max_request_rate = 1});
    tcp::socket client = server.connect();
    std::string answers;
    for (int i = 0; i < 3; ++i) {
        send(client, "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
        answers = read_until(client, "\r\n\r\n");
    }
    CHECK_THAT(answers, StartsWith("HTTP/1.1 429 Too Many Requests\r\n"));
    CHECK_THAT(answers, Contains("Retry-After: 1\r\n"));
}

TEST_CASE("a stop ends connections that wait", "[http][socket]") {
    running_server server;
    tcp::socket idle = server.connect();
    send(idle, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    read_until(idle, "GET / ");
    server.stop();
    CHECK(read_to_end(idle).empty());
}

TEST_CASE("an address in use is an error", "[http][socket]") {
    running_server server;
    boost::asio::io_context context{1};
    http_server other(context, echo);
    CHECK_THROWS_AS(other.listen(server.endpoint()), boost::system::system_error);
}
