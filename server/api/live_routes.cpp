#include "server/api/api.hpp"
#include "server/api/live/live_conversation.hpp"
#include "server/api/live/live_documents.hpp"
#include "server/http/problem.hpp"

namespace husky::host {

namespace {

using boost::asio::awaitable;

http_response not_a_web_socket() {
    auto response = problem(426, "this is a WebSocket: ask for the upgrade");
    response.headers.emplace_back("Upgrade", "websocket");
    return response;
}

awaitable<http_response> watch_plant(live_view* live, live_service* feed, http_call call) {
    auto parsed = parse_live_request(call.target.find("machines"), call.target.find("topics"));
    if (const auto* wrong = std::get_if<std::string>(&parsed)) co_return problem(400, *wrong);
    auto& asked = std::get<live_request>(parsed);
    for (const auto& serial : asked.machines) {
        const auto known = co_await live->machine(serial);
        if (!known) co_return problem(400, "machines: no machine of the serial '" + serial + "' has reported");
    }
    if (!call.request.upgrade) co_return not_a_web_socket();
    const auto talk = std::make_shared<live_conversation>(co_await boost::asio::this_coro::executor);
    if (!talk->join(*feed, std::move(asked))) co_return problem(503, "too many clients watch the live feed already");
    http_response response;
    response.status = 101;
    response.conversation = [talk](web_socket& socket) { return talk->run(socket); };
    co_return response;
}

}  // namespace

std::vector<http_route> live_routes(const api_parts& parts) {
    return {{.method = "GET",
             .pattern = "/api/v1/live",
             .summary =
                 "The live feed, a WebSocket: a snapshot, then every 100 ms what changed; after a loss a snapshot "
                 "again. One JSON object a message",
             .socket = true,
             .message_schema = live_message_schema(),
             .query = {{"machines", R"({"type":"string"})",
                        "Serials with commas between them, 256 at most; all if missing"},
                       {"topics", R"({"type":"string","default":"status,cycles,events"})",
                        "What is told, with commas between: status, cycles, events, frames"}},
             .answers = answer_kind::messages,
             .handler = [live = parts.live, feed = parts.feed](http_call call) {
                 return watch_plant(live, feed, std::move(call));
             }}};
}

}  // namespace husky::host
