#include "tests/threads/http_client.hpp"

#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "link/net/endpoint.hpp"

namespace husky::test {

namespace asio = boost::asio;
namespace http = boost::beast::http;

namespace {

asio::ip::tcp::socket connected(asio::io_context& context, const std::string& address) {
    const auto colon = address.rfind(':');
    asio::ip::tcp::socket socket(context);
    const auto port = static_cast<std::uint16_t>(std::stoul(address.substr(colon + 1)));
    socket.connect({asio::ip::make_address(address.substr(0, colon)), port});
    return socket;
}

}  // namespace

http_reply ask_http(const std::string& address, const std::string& method, const std::string& target,
                    const std::string& body, const std::string& accept) {
    asio::io_context context;
    auto socket = connected(context, address);
    http::request<http::string_body> request(http::string_to_verb(method), target, 11);
    request.set(http::field::host, address);
    if (!accept.empty()) request.set(http::field::accept, accept);
    if (!body.empty()) request.set(http::field::content_type, "application/octet-stream");
    request.body() = body;
    request.prepare_payload();
    http::write(socket, request);
    boost::beast::flat_buffer buffer;
    http::response<http::string_body> reply;
    http::read(socket, buffer, reply);
    return {static_cast<int>(reply.result_int()), reply.body()};
}

bool print_text(const std::string& address, const std::string& queue, const std::string& line) {
    asio::io_context context;
    auto socket = connected(context, address);
    const auto taken = [&](const std::string& said) {
        asio::write(socket, asio::buffer(said));
        std::array<char, 1> answer{1};
        asio::read(socket, asio::buffer(answer));
        return answer[0] == 0;
    };
    const auto file = [&](char command, const std::string& name, std::string content) {
        const auto size = std::to_string(content.size());
        content.push_back('\0');
        return taken(command + size + ' ' + name + '\n') && taken(content);
    };
    return taken("\2" + queue + "\n") && file('\3', "dfA001test", line + "\n") &&
           file('\2', "cfA001test", "Htest\nPtester\nJa line\nfdfA001test\nUdfA001test\nNline.txt\n");
}

}  // namespace husky::test
