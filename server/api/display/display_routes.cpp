// The screen of a machine: as text, as a picture, and as a WebSocket that shows changes and takes keys.
#include "protocol/screen/screen_png.hpp"
#include "server/api/api.hpp"
#include "server/api/display/display_socket.hpp"
#include "server/api/display/key_message.hpp"
#include "server/api/documents/reply_document.hpp"
#include "server/http/problem.hpp"

namespace husky::host {

namespace {

namespace json = boost::json;
using boost::asio::awaitable;

/// A machine that has drawn nothing for this long does not answer.
constexpr std::chrono::seconds first_picture_within{10};
/// A screen may be drawn in several messages: what is shown is what they leave.
constexpr std::chrono::milliseconds drawing_time{50};

bool prefers_png(std::string_view accept) {
    const auto png = std::min(accept.find("image/png"), accept.find("image/*"));
    return png != std::string_view::npos && png < accept.find("text/");
}

http_response shown(const display_picture& picture, bool as_png) {
    http_response response;
    if (as_png) {
        const auto png = protocol::render_png(picture.screen);
        response.content_type = "image/png";
        response.body.assign(reinterpret_cast<const char*>(png.data()), png.size());
    } else {
        response.content_type = "text/plain; charset=utf-8";
        response.body = picture.screen.text();
    }
    return response;
}

http_response no_entry(machine_reply::result why) {
    if (why == machine_reply::result::offline) return problem(409, "the machine has no display link");
    if (why == machine_reply::result::busy) return problem(503, "too many clients watch this display already");
    return *reply_problem({.outcome = why});
}

/// What a new view sees first, or what is wrong.
awaitable<std::variant<shared_picture, http_response>> first_picture(link::notice& news, display_view& view) {
    if (view.has_news()) co_return view.take();
    link::asio::steady_timer limit(co_await boost::asio::this_coro::executor, first_picture_within);
    bool late = false;
    limit.async_wait([&](const link::error_code& cancelled) {
        late = !cancelled;
        if (late) news.give();
    });
    while (!view.has_news() && !view.over() && !late)
        co_await news.wait();
    limit.expires_after(drawing_time);
    co_await limit.async_wait(link::as_result);
    if (const auto& why = view.over()) {
        if (why->outcome == machine_reply::result::offline) co_return no_entry(why->outcome);
        if (auto failed = reply_problem(*why)) co_return std::move(*failed);
    }
    if (!view.has_news()) co_return problem(504, "the machine has drawn nothing");
    co_return view.take();
}

awaitable<http_response> show_display(live_view* live, http_call call) {
    const auto news = std::make_shared<link::notice>(co_await boost::asio::this_coro::executor);
    auto entry = live->look(call.parameters[0], [news] { news->give(); });
    if (!entry.view) co_return no_entry(entry.outcome);
    if (!call.request.upgrade) {
        auto seen = co_await first_picture(*news, *entry.view);
        if (auto* failed = std::get_if<http_response>(&seen)) co_return std::move(*failed);
        co_return shown(*std::get<shared_picture>(seen), prefers_png(call.request.accept));
    }
    const auto talk = std::make_shared<display_conversation>(*live, news, std::move(entry.view));
    http_response response;
    response.status = 101;
    response.conversation = [talk](web_socket& socket) { return talk->run(socket); };
    co_return response;
}

/// Of what its WebSocket sends.
json::object picture_schema() {
    const json::object number{{"type", "integer"}};
    const json::object rows{{"type", "array"}, {"items", json::object{{"type", "string"}}}};
    const json::object numbers{{"type", "array"}, {"items", number}};
    return {{"type", "object"},
            {"properties",
             json::object{
                 {"columns", number},
                 {"rows", number},
                 {"text", rows},
                 {"attributes", json::object{{"type", "array"}, {"items", numbers}}},
                 {"cursor", json::object{{"type", json::array{"object", "null"}}}},
                 {"menu", json::object{{"type", "array"}}},
                 {"error", json::object{{"type", "string"}, {"description", "alone, of a message that is wrong"}}}}}};
}

awaitable<http_response> press_key(live_view* live, http_call call) {
    const auto parsed = parse_key_message(call.request.body);
    if (const auto* wrong = std::get_if<std::string>(&parsed)) co_return problem(400, *wrong);
    const auto display = live->display_of(call.parameters[0]);
    if (!display) {
        const auto known = co_await live->machine(call.parameters[0]);
        co_return no_entry(known ? machine_reply::result::offline : machine_reply::result::unknown);
    }
    const bool sent = co_await live->press(*display, std::get<std::uint16_t>(parsed));
    if (!sent) co_return problem(503, "the machine does not take keys now");
    co_return http_response{.status = 204};
}

}  // namespace

std::vector<http_route> display_routes(const api_parts& parts) {
    return {{.method = "GET",
             .pattern = "/api/v1/machines/{serial}/display",
             .summary = "The screen of a machine with a display link. As a WebSocket it sends "
                        "{columns, rows, text, attributes, cursor, menu} at each change, and takes {key: code}",
             .socket = true,
             .message_schema = picture_schema(),
             .answers = answer_kind::screen,
             .handler = [live = parts.live](http_call call) { return show_display(live, std::move(call)); }},
            {.method = "POST",
             .pattern = "/api/v1/machines/{serial}/display",
             .summary = "Presses a key of the operator screen, as the WebSocket does",
             .body_schema = key_message_schema(),
             .needs_body = true,
             .answers = answer_kind::nothing,
             .handler = [live = parts.live](http_call call) { return press_key(live, std::move(call)); }}};
}

}  // namespace husky::host
