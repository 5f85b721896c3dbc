#include <boost/json.hpp>

#include "server/http/metric_writer.hpp"
#include "server/storage/open.hpp"
#include "tests/catch.hpp"
#include "tests/unit/server/http_tools.hpp"
#include "tests/unit/server/store/made_up_backend.hpp"

using namespace husky::host;
using namespace std::chrono_literals;
namespace json = boost::json;

TEST_CASE("a host tells of its links, its store and its settings", "[http][host]") {
    asked_api api("sqlite::memory:");
    api.live.counted.links_opened.add(5);
    api.live.counted.links_closed[close_reason::silence].add(2);
    const auto answer = api.get("/api/v1/host");
    CHECK(answer.status == 200);
    CHECK(answer.body == R"({"version":"1.2.3","links":3,"store":{"url":"sqlite:a.db","queued":0,"lag_ms":0},)"
                         R"("settings":{"port":1310}})");
    CHECK(api.get("/api/v1/host?secrets=1").status == 400);
    CHECK(api.get("/api/v1/host/").status == 404);
}

TEST_CASE("a store that does not commit has a lag", "[http][host]") {
    const auto database = std::make_shared<made_up_database>();
    store_settings settings;
    settings.retry_interval = std::chrono::milliseconds(5);
    asked_api api(std::make_unique<write_behind>(std::make_unique<made_up_backend>(database), settings));
    database->fail("disk is full");
    batch b;
    add_machine(b, 1, "HY-0001");
    REQUIRE(api.storage.reports()->push(b));
    REQUIRE(database->wait_for_failures(3));
    const auto store = json::parse(api.get("/api/v1/host").body).at("store");
    CHECK(store.at("queued") == 1);
    CHECK(store.at("lag_ms").as_int64() > 0);
    database->fail("");
    batch more;
    add_machine(more, 2, "HY-0002");
    REQUIRE(commit(*api.storage.reports(), more));
    CHECK(json::parse(api.get("/api/v1/host").body).at("store").at("lag_ms") == 0);
    CHECK_THAT(api.get("/metrics").body, Catch::Matchers::Contains("husky_store_lag_seconds_count 2\n"));
}

TEST_CASE("a URL of a store is shown without its password", "[store]") {
    const auto check = [](const char* url, const char* shown) { CHECK(without_password(url) == shown); };
    check("sqlite:husky.db", "sqlite:husky.db");
    check("sqlite:a:b@c.db", "sqlite:a:b@c.db");
    check("none", "none");
    check("postgresql://plant:s3cr:t@db:5432/husky", "postgresql://plant:***@db:5432/husky");
    check("postgresql://plant@db/husky?Password=s3cret&ssl=on", "postgresql://plant@db/husky?Password=***&ssl=on");
    check("postgresql://db/husky?user=a password='b c' x=1", "postgresql://db/husky?user=a password=*** x=1");
    check("postgresql://:@db", "postgresql://:***@db");
}

TEST_CASE("durations are counted in buckets, of all threads together", "[metrics]") {
    histogram first, second;
    for (const auto took :
         {std::chrono::nanoseconds(-5), std::chrono::nanoseconds(500'000), std::chrono::nanoseconds(500'001)})
        first.observe(took);
    second.observe(3s);
    second.observe(1h);
    CHECK(first.count(0) == 2);
    CHECK(first.count(1) == 1);
    CHECK(second.count(histogram::ends.size()) == 1);
    std::string text;
    metric_writer(text).histogram("husky_x_seconds", "Help.", {&first, &second});
    CHECK(text == R"(# HELP husky_x_seconds Help.
# TYPE husky_x_seconds histogram
husky_x_seconds_bucket{le="0.0005"} 2
husky_x_seconds_bucket{le="0.001"} 3
husky_x_seconds_bucket{le="0.0025"} 3
husky_x_seconds_bucket{le="0.005"} 3
husky_x_seconds_bucket{le="0.01"} 3
husky_x_seconds_bucket{le="0.025"} 3
husky_x_seconds_bucket{le="0.05"} 3
husky_x_seconds_bucket{le="0.1"} 3
husky_x_seconds_bucket{le="0.25"} 3
husky_x_seconds_bucket{le="0.5"} 3
husky_x_seconds_bucket{le="1"} 3
husky_x_seconds_bucket{le="2.5"} 3
husky_x_seconds_bucket{le="5"} 4
husky_x_seconds_bucket{le="10"} 4
husky_x_seconds_bucket{le="+Inf"} 5
husky_x_seconds_sum 3603.001
husky_x_seconds_count 5
)");
}
