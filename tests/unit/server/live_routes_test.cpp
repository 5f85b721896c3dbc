#include <boost/asio/post.hpp>
#include <boost/json.hpp>

#include "server/api/live/live_conversation.hpp"
#include "tests/catch.hpp"
#include "tests/unit/server/http_tools.hpp"
#include "tests/unit/server/live_tools.hpp"

using namespace husky::host;
using Catch::Matchers::Contains;

namespace {

struct watched_api : asked_api {
    watched_api() : asked_api("none") { live.add(1, "HY-0001"); }

    /// Runs until there is an answer, and no longer: ticks go on while its client is there.
    http_response upgrade(const std::string& query = "") {
        http_request request;
        request.target = "/api/v1/live" + query;
        request.upgrade = true;
        std::optional<http_response> got;
        boost::asio::co_spawn(context, router.handle(std::move(request)),
                              [&got](const std::exception_ptr&, http_response response) { got = std::move(response); });
        context.restart();
        while (!got)
            context.run_one();
        return std::move(*got);
    }
};

}  // namespace

TEST_CASE("a wrong request of the live feed is refused before the upgrade", "[live]") {
    watched_api api;
    for (const auto& [query, detail] : std::vector<std::pair<std::string, std::string>>{
             {"?machines=NOBODY", "no machine of the serial 'NOBODY' has reported"},
             {"?machines=HY-0001,%3Cscript%3E", "no machine of the serial '<script>' has reported"},
             {"?machines=", "machines: serials with commas"},
             {"?machines=HY-0001,", "machines: serials with commas"},
             {"?topics=", "topics: unknown topic ''"},
             {"?topics=all", "known here: status, cycles, events, frames"},
             {"?topics=status&topics=cycles", "topics: given more than once"},
             {"?serial=HY-0001", "unknown query parameter 'serial'; known here: machines, topics"},
             {"?machines=%ff", "not UTF-8"}}) {
        CAPTURE(query);
        const auto refused = api.upgrade(query);
        CHECK(refused.status == 400);
        CHECK(refused.content_type == "application/problem+json");
        CHECK_THAT(std::string(boost::json::parse(refused.body).at("detail").as_string()), Contains(detail));
        CHECK_FALSE(refused.conversation);
    }
    CHECK(api.live.watched.empty());
    CHECK(api.live.counted.live_clients.value() == 0);
}

TEST_CASE("the live feed without an upgrade says that it is a WebSocket", "[live]") {
    watched_api api;
    const auto plain = api.get("/api/v1/live");
    CHECK(plain.status == 426);
    CHECK_THAT(plain.body, Contains("Upgrade Required"));
    CHECK(api.get("/api/v1/live?topics=x").status == 400);
}

TEST_CASE("shards watch while a client is there, and no longer", "[live]") {
    watched_api api;
    auto answer = api.upgrade("?machines=HY-0001&topics=cycles");
    CHECK(answer.status == 101);
    REQUIRE(answer.conversation);
    CHECK(api.live.counted.live_clients.value() == 1);
    while (api.live.watched.empty())
        api.context.run_one();
    CHECK(api.live.watched[0]->of("HY-0001").has(topic::cycles));
    CHECK_FALSE(api.live.watched[0]->has("HY-0002"));
    answer = {};
    api.context.run();
    CHECK(api.live.counted.live_clients.value() == 0);
    REQUIRE(api.live.watched.size() == 2);
    CHECK(api.live.watched[1] == nullptr);
}

TEST_CASE("a tick fetches what changed, and the last client ends the ticks", "[live]") {
    watched_api api;
    std::string told;
    std::unique_ptr<live_client> client;
    client = api.feed.join({}, [&] {
        while (const auto message = client->next())
            told += short_form(*message) + "; ";
        if (told.find("delta") != std::string::npos)
            return boost::asio::post(api.context, [&client] { client.reset(); });
        api.live.changes.emplace_back().machines = {made_machine(1, "HY-0001", 8)};
    });
    api.live.changes.emplace_back().machines = {made_machine(1, "HY-0001", 7)};
    api.context.run();
    CHECK(told == "snapshot 1 HY-0001 host; delta 2 HY-0001 host; ");
    REQUIRE(api.live.watched.size() == 2);
    CHECK(api.live.watched[0]->has("HY-0001"));
    CHECK(api.live.watched[1] == nullptr);
}

TEST_CASE("a host that stops takes no client of the live feed, and too many are refused", "[live]") {
    watched_api api;
    std::vector<std::unique_ptr<live_client>> clients;
    for (std::size_t i = 0; i < live_feed::max_clients; ++i)
        clients.push_back(api.feed.join({}, [] {}));
    CHECK(api.feed.join({}, [] {}) == nullptr);
    api.feed.stop();
    clients.clear();
    const auto refused = api.upgrade();
    CHECK(refused.status == 503);
    CHECK(api.feed.join({}, [] {}) == nullptr);
}

TEST_CASE("the description has the messages of the live feed", "[live]") {
    watched_api api;
    const auto description = boost::json::parse(api.get("/openapi.json").body);
    const auto& operation = description.at("paths").at("/api/v1/live").at("get");
    const auto& schema =
        operation.at("responses").at("101").at("content").at("application/json").at("schema").at("properties");
    auto client = api.feed.join({}, [] {});
    machine_changes changes;
    changes.machines = {made_machine(1, "HY-0001")};
    add_machine(changes.reports, 1, "HY-0001");
    add_cycle(changes.reports, 1, 1);
    live_feed feed(api.live.counted);
    const auto told = feed.join({}, [] {});
    feed.wanted();
    feed.take({changes}, {}, {});
    for (int i = 0; i < 2; ++i) {
        const auto message = boost::json::parse(*told->next()).as_object();
        for (const auto& [name, ignored] : message)
            CHECK(schema.as_object().contains(name));
        for (const auto& [name, ignored] : message.at(i == 0 ? "machines" : "cycles").as_array()[0].as_object())
            CHECK(schema.at(i == 0 ? "machines" : "cycles").at("items").at("properties").as_object().contains(name));
    }
    CHECK_FALSE(operation.at("responses").as_object().contains("200"));
}
