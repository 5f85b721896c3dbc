#include <boost/asio/post.hpp>

#include "server/api/display/display_socket.hpp"
#include "server/api/display/key_message.hpp"
#include "tests/catch.hpp"
#include "tests/unit/server/http_tools.hpp"

using namespace husky;
using namespace husky::host;
using Catch::Matchers::StartsWith;

namespace {

/// A machine whose display answers each watch with one picture, or with a refusal.
struct shown_plant : asked_api, display_hub::orders {
    display_hub hub{*this};
    std::optional<machine_reply> refusal;
    int watches = 0, unwatches = 0;

    explicit shown_plant(http_guard guard = {}) : asked_api("none", std::move(guard)) {
        live.add(1, "HY-0001");
        live.displays = &hub;
    }
    void watch(const link_id& link, watch_number n) override {
        ++watches;
        boost::asio::post(context, [this, link, n] {
            if (refusal) return hub.failed("HY-0001", n, *refusal);
            hub.shown("HY-0001", link, n,
                      std::make_shared<const display_picture>(display_picture{protocol::screen_model(3, 2), {}}));
        });
    }
    void unwatch(const link_id&, watch_number) override { ++unwatches; }
    void taken(const link_id&) override {}
    void views_changed(std::size_t) override {}

    http_response look(const std::string& accept = "") { return get("/api/v1/machines/HY-0001/display", accept); }
    http_response upgrade(const std::string& origin, const std::string& target = "/api/v1/machines/HY-0001/display") {
        http_request request;
        request.target = target;
        request.upgrade = true;
        request.host = "127.0.0.1:8310";
        request.origin = origin;
        return ask(std::move(request));
    }
};

}  // namespace

TEST_CASE("a display is shown as text or as PNG", "[http][display]") {
    shown_plant plant;
    const auto text = plant.look();
    CHECK(text.status == 200);
    CHECK(text.content_type == "text/plain; charset=utf-8");
    CHECK(text.body == "\n\n");
    const auto png = plant.look("image/png");
    CHECK(png.content_type == "image/png");
    CHECK_THAT(png.body, StartsWith("\x89PNG"));
    CHECK(plant.look("image/webp,image/*;q=0.8").content_type == "image/png");
    CHECK(plant.look("text/html,image/png,*/*").content_type == "text/plain; charset=utf-8");
    CHECK(plant.look("*/*").content_type == "text/plain; charset=utf-8");
    CHECK(plant.watches == 5);
    CHECK(plant.unwatches == 5);
}

TEST_CASE("a display that cannot be shown says why", "[http][display]") {
    shown_plant plant;
    CHECK(plant.get("/api/v1/machines/NOBODY/display").status == 404);
    plant.refusal = machine_reply{.outcome = machine_reply::result::no_answer};
    CHECK(plant.look().status == 504);
    plant.refusal = machine_reply{.outcome = machine_reply::result::answered,
                                  .answer = protocol::display_start_response{protocol::result_code::refused, 0, 0}};
    CHECK(plant.look().status == 422);
    plant.refusal = machine_reply{.outcome = machine_reply::result::offline};
    CHECK(plant.look().status == 409);
    plant.live.displays = nullptr;
    CHECK(plant.look().status == 409);
}

TEST_CASE("an upgrade becomes a conversation, but not for a page of another origin", "[http][display]") {
    shown_plant plant;
    CHECK(plant.upgrade("").conversation);
    CHECK(plant.upgrade("http://127.0.0.1:8310").conversation);
    for (const auto* foreign : {"http://elsewhere.example", "null", "http://127.0.0.1:8311", "127.0.0.1:8310"})
        CHECK(plant.upgrade(foreign).status == 403);
    CHECK(plant.upgrade("", "/api/v1/machines/NOBODY/display").status == 404);
    const auto plain = plant.upgrade("http://elsewhere.example", "/livez");
    CHECK(plain.status == 200);
    CHECK_FALSE(plain.conversation);
    CHECK(plant.watches == plant.unwatches);
}

TEST_CASE("a WebSocket needs the token as every route does", "[http][display]") {
    shown_plant plant(http_guard("secret"));
    CHECK(plant.upgrade("").status == 401);
}

TEST_CASE("a key message is a code that a machine knows, and nothing else", "[http][display]") {
    for (const auto& [text, code] : std::vector<std::pair<std::string, std::uint16_t>>{{R"({"key":32})", 0x20},
                                                                                       {R"({"key":255})", 0xFF},
                                                                                       {R"( {"key" : 257} )", 0x0101},
                                                                                       {R"({"key":268})", 0x010C},
                                                                                       {R"({"key":272})", 0x0110},
                                                                                       {R"({"key":280})", 0x0118}}) {
        const auto parsed = parse_key_message(text);
        REQUIRE(std::holds_alternative<std::uint16_t>(parsed));
        CHECK(std::get<std::uint16_t>(parsed) == code);
    }
    for (const auto* wrong : {"", "{}", "[]", "257", "{\"key\":31}", "{\"key\":256}", "{\"key\":269}", "{\"key\":271}",
                              "{\"key\":281}", "{\"key\":65793}", "{\"key\":-1}", "{\"key\":257.5}", "{\"key\":\"F1\"}",
                              "{\"key\":257,\"x\":1}", "{\"key\":257", "\xff"})
        CHECK(std::holds_alternative<std::string>(parse_key_message(wrong)));
}

TEST_CASE("a key is pressed by a plain request", "[http][display]") {
    shown_plant plant;
    const auto press = [&](const std::string& body, const std::string& serial = "HY-0001",
                           const std::string& type = "application/json") {
        http_request request;
        request.method = "POST";
        request.target = "/api/v1/machines/" + serial + "/display";
        request.body = body;
        request.content_type = type;
        return plant.ask(std::move(request)).status;
    };
    CHECK(press(R"({"key":257})") == 409);
    CHECK(press(R"({"key":257})", "HY-0009") == 404);
    plant.live.display_links["HY-0001"] = {0, 1};
    CHECK(press(R"({"key":257})") == 204);
    CHECK(press(R"({"key":65})") == 204);
    CHECK(plant.live.keys == std::vector<std::uint16_t>{257, 65});
    for (const char* wrong : {"", "{}", "[]", "257", "{\"key\":0}", R"({"key":"F1"})", R"({"key":999})",
                              R"({"key":257,"x":1})", "{\"key\":", "\xff"}) {
        CAPTURE(wrong);
        CHECK(press(wrong) == 400);
    }
    CHECK(press(R"({"key":257})", "HY-0001", "text/plain") == 415);
    plant.live.takes_keys = false;
    CHECK(press(R"({"key":257})") == 503);
    CHECK(plant.live.keys.size() == 2);
    CHECK(plant.watches == 0);  // nobody looks
}
