#include "server/http/page_rules.hpp"

#include <boost/json/parse.hpp>

#include "tests/catch.hpp"
#include "tests/unit/server/http_tools.hpp"

using namespace husky::host;
using Catch::Matchers::Contains;

namespace {

constexpr const char* fault_body = R"({"message":"cycle","way":"received","do":"drop"})";

/// A POST that changes something, from a page of this host.
http_request post_fault() {
    http_request request;
    request.method = "POST";
    request.target = "/api/v1/faults";
    request.host = "127.0.0.1:8310";
    request.origin = "http://127.0.0.1:8310";
    request.content_type = "application/json";
    request.body = fault_body;
    return request;
}

http_request from_page(const std::string& origin, const std::string& host) {
    http_request request;
    request.origin = origin;
    request.host = host;
    return request;
}

void is_problem(const http_response& answer, unsigned status) {
    CHECK(answer.status == status);
    CHECK(answer.content_type == "application/problem+json");
    CHECK(boost::json::parse(answer.body).at("status").as_int64() == status);
}

}  // namespace

TEST_CASE("a host is asked by an address, as localhost or by a name of its own", "[http][page]") {
    const std::vector<std::string> names{"plant.example", "Halle-3"};
    for (const char* host : {"127.0.0.1", "127.0.0.1:8310", "10.1.2.3", "[::1]", "[::1]:8310", "[fe80::1]:80",
                             "localhost", "LocalHost:8310", "localhost.", "a.localhost:1", "plant.example",
                             "PLANT.example.:8310", "halle-3:8310", "127.0.0.1:", ""}) {
        CAPTURE(host);
        CHECK(is_own_name(host, names));
    }
    for (const char* host :
         {"evil.example", "evil.example:8310", "localhost.evil.example", "notlocalhost", "plant.example.evil",
          "x.plant.example", "plant.example..", "127.0.0.1.evil.example", "127.0.0.1:8310:1", "127.0.0.1:x", "0x7f.1",
          "[::1", "[127.0.0.1]", "[localhost]", "::1", "127.0.0.1@evil.example", ":8310", "."}) {
        CAPTURE(host);
        CHECK_FALSE(is_own_name(host, names));
    }
    CHECK_FALSE(is_own_name("plant.example", {}));
}

TEST_CASE("a name for http.hosts has neither port nor pattern", "[http][page]") {
    for (const char* name : {"plant", "plant.example", "10.0.0.7", "xn--dse-hoa"})
        CHECK(is_host_name(name));
    for (const char* name : {"", "plant:8310", "*.example", "http://plant", "plant/", "a b", "D\xC3\xBCse", "[::1]"})
        CHECK_FALSE(is_host_name(name));
    CHECK_THROWS_WITH(http_guard::by_rules("127.0.0.1", "", false, {"plant:8310"}),
                      Contains("http hosts") && Contains("'plant:8310'"));
}

TEST_CASE("a request for another name is misdirected, but for the probes and the metrics", "[http][page]") {
    asked_api api("none", http_guard::by_rules("127.0.0.1", "", false, {"plant.example"}));
    http_request request;
    request.host = "evil.example:8310";
    for (const char* target : {"/livez", "/readyz", "/healthz", "/metrics"}) {
        request.target = target;
        CHECK(api.ask(request).status == 200);
    }
    for (const char* target : {"/api/v1/machines", "/openapi.json", "/nothing", "/api/v1/faults"}) {
        CAPTURE(target);
        request.target = target;
        const auto refused = api.ask(request);
        is_problem(refused, 421);
        CHECK_THAT(refused.body, Contains("http.hosts"));
    }
    request.target = "/api/v1/machines";
    request.host = "plant.example:8310";
    CHECK(api.ask(request).status == 200);
    request.method = "POST";
    request.target = "/livez";
    request.host = "evil.example";
    is_problem(api.ask(request), 421);
}

TEST_CASE("a page of another origin may read, and do no more", "[http][page]") {
    asked_api api("none");
    CHECK(api.ask(post_fault()).status == 201);
    for (const char* origin :
         {"http://evil.example", "null", "http://127.0.0.1:8311", "http://127.0.0.1", "file://", "x"}) {
        CAPTURE(origin);
        http_request request = post_fault();
        request.origin = origin;
        is_problem(api.ask(request), 403);
        request.method = "DELETE";
        is_problem(api.ask(request), 403);
        request.method = "OPTIONS";
        is_problem(api.ask(request), 403);
        request.method = GENERATE("GET", "HEAD");
        CHECK(api.ask(request).status == 200);
    }
    CHECK(api.live.board.placed()->size() == 1);
}

TEST_CASE("a page is of the host that is asked, however a proxy writes its port", "[http][page]") {
    for (const auto& [origin, host] :
         std::vector<std::pair<std::string, std::string>>{{"http://plant", "plant"},
                                                          {"http://plant", "Plant:80"},
                                                          {"https://plant", "plant:443"},
                                                          {"http://[::1]:8310", "[::1]:8310"}}) {
        CAPTURE(origin);
        CHECK_FALSE(is_foreign(from_page(origin, host)));
    }
    for (const auto& [origin, host] : std::vector<std::pair<std::string, std::string>>{{"http://plant", "plant:443"},
                                                                                       {"https://plant", "plant:80"},
                                                                                       {"http://plant:8310", "plant"},
                                                                                       {"http://", "plant"}}) {
        CAPTURE(origin);
        CHECK(is_foreign(from_page(origin, host)));
    }
}

TEST_CASE("a browser that tells no origin says from where else it comes", "[http][page]") {
    asked_api api("none");
    http_request request = post_fault();
    request.origin.clear();
    for (const char* site : {"cross-site", "same-site"}) {
        request.fetch_site = site;
        is_problem(api.ask(request), 403);
    }
    for (const char* site : {"", "same-origin", "none"}) {
        request.fetch_site = site;
        CHECK(api.ask(request).status == 201);
    }
}

TEST_CASE("who has the token may ask from any page", "[http][page]") {
    asked_api api("none", http_guard("s3cret"));
    http_request request = post_fault();
    request.origin = "http://evil.example";
    is_problem(api.ask(request), 401);
    request.authorization = "Bearer s3cret";
    CHECK(api.ask(request).status == 201);
    asked_api open("none");
    is_problem(open.ask(request), 403);
}

TEST_CASE("a body of JSON says that it is", "[http][page]") {
    asked_api api("none");
    api.live.add(1, "HY-0001");
    for (const char* type : {"text/plain", "", "application/x-www-form-urlencoded", "application/json-seq", "json",
                             "text/plain; application/json"}) {
        CAPTURE(type);
        http_request request = post_fault();
        request.content_type = type;
        is_problem(api.ask(request), 415);
    }
    for (const char* type :
         {"application/json", "Application/JSON", "application/json; charset=utf-8", "application/json ;x=y"}) {
        CAPTURE(type);
        http_request request = post_fault();
        request.content_type = type;
        CHECK(api.ask(request).status == 201);
    }
    http_request start = post_fault();
    start.target = "/api/v1/machines/HY-0001/start";
    start.content_type = "text/plain";
    is_problem(api.ask(start), 415);
    start.body.clear();
    CHECK(api.ask(start).status == 409);  // asked, and offline
}

TEST_CASE("a parameter that a route does not take is refused with those that it takes", "[http]") {
    asked_api api("sqlite::memory:");
    api.live.add(1, "HY-0001");
    for (const auto& [target, detail] : std::vector<std::pair<std::string, std::string>>{
             {"/api/v1/machines?page=2", "unknown query parameter 'page'; known here: limit, after, format, formulas"},
             {"/api/v1/machines/HY-0001/cycles?since=1",
              "unknown query parameter 'since'; known here: limit, after, format, formulas, order, from, to, columns"},
             {"/api/v1/machines?from=2026-01-01",
              "unknown query parameter 'from'; known here: limit, after, format, formulas"},
             {"/api/v1/machines/HY-0001?limit=5", "unknown query parameter 'limit'; this takes none"},
             {"/livez?x", "unknown query parameter 'x'; this takes none"},
             {"/api/v1/machines/HY-0001/spc/101?side=1", "unknown query parameter 'side'; known here: tandem_side"},
             {"/api/v1/machines/HY-0001/setups/1/diff?from=1&to=2&x=%20",
              "unknown query parameter 'x'; known here: from, to"},
             {"/api/v1/machines?limit=5&limit=6", "limit: given more than once"}}) {
        CAPTURE(target);
        const auto answer = api.get(target);
        is_problem(answer, 400);
        CHECK(std::string(boost::json::parse(answer.body).at("detail").as_string()) == detail);
    }
    CHECK(api.get("/api/v1/machines?").status == 200);
    CHECK(api.get("/api/v1/machines?&limit=5&").status == 200);
}
