// What passed the host's links lately, decoded.

#include <algorithm>
#include <utility>
#include <variant>

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "server/api/api.hpp"
#include "server/api/documents/frame_decoder.hpp"
#include "server/api/documents/paging.hpp"
#include "server/http/problem.hpp"

namespace husky::host {

namespace {

using boost::asio::awaitable;

/// After so many frames others get their turn on this thread.
constexpr std::size_t frames_in_a_row = 16;

/// What is asked for, or one line about what is wrong.
std::variant<frame_query, std::string> read_frame_query(const http_call& call, int limit) {
    frame_query wanted;
    wanted.limit = static_cast<std::size_t>(limit);
    if (const auto* serial = call.target.find("serial")) wanted.serial = *serial;
    if (const auto* name = call.target.find("message"); name != nullptr && !name->empty()) {
        wanted.message = protocol::message_layouts::find(*name);
        if (!wanted.message) return "message: expected the name of a message, as cycle or init_response";
    }
    if (const auto* direction = call.target.find("direction")) {
        const auto at = std::find(frame_direction_names.begin(), frame_direction_names.end(), *direction);
        if (at == frame_direction_names.end()) return "direction: expected received or sent";
        wanted.direction = static_cast<frame_direction>(at - frame_direction_names.begin());
    }
    return wanted;
}

awaitable<http_response> show_frames(live_view* live, http_call call) {
    list_query asked;
    if (const std::string wrong = read_list_query(call, asked); !wrong.empty()) co_return problem(400, wrong);
    auto wanted = read_frame_query(call, asked.limit);
    if (const auto* wrong = std::get_if<std::string>(&wanted)) co_return problem(400, *wrong);
    const auto frames = co_await live->frames(std::move(std::get<frame_query>(wanted)));
    const auto executor = co_await boost::asio::this_coro::executor;
    frame_decoder decoder;
    page<field_list> shown;
    for (const auto& each : frames) {
        shown.rows.push_back(decoder.decode(each));
        if (shown.rows.size() % frames_in_a_row == 0) co_await boost::asio::post(executor, boost::asio::use_awaitable);
    }
    co_return render_page(call, asked, shown,
                          [](const field_list& row) { return row.all().empty() ? frame_decoder().decode({}) : row; });
}

std::vector<query_key> trace_keys() {
    std::vector<query_key> keys{
        {"serial", R"({"type":"string"})", "of one machine; all if missing"},
        {"message", R"({"type":"string"})", "frames of one message, by its name: init_response"},
        {"direction", R"({"enum":["received","sent"]})", "by the host"}};
    for (const query_key& each : list_keys())
        if (each.name != "after") keys.push_back(each);
    return keys;
}

}  // namespace

std::vector<http_route> trace_routes(const api_parts& parts) {
    return {{.method = "GET",
             .pattern = "/api/v1/trace",
             .summary = "The newest frames of the host's links, decoded, in the order in which they passed",
             .query = trace_keys(),
             .answers = answer_kind::list,
             .fields = [] { return frame_decoder().decode({}); },
             .handler = [live = parts.live](http_call call) { return show_frames(live, std::move(call)); }}};
}

}  // namespace husky::host
