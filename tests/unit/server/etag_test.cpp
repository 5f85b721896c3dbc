#include "tests/catch.hpp"
#include "tests/unit/server/filled_api.hpp"

using namespace husky::host;

namespace {

std::string etag_of(const http_response& answer) {
    for (const auto& [name, value] : answer.headers)
        if (name == "ETag") return value;
    return "";
}

http_response ask_again(asked_api& api, const std::string& target, const std::string& known,
                        const std::string& method = "GET") {
    http_request request;
    request.method = method;
    request.target = target;
    request.if_none_match = known;
    return api.ask(std::move(request));
}

}  // namespace

TEST_CASE("what the client has already is not sent again", "[http][etag]") {
    filled_api api;
    batch b;
    add_print(b, "job", "text");
    add_setup(b, 7, "a set-up", "abc");
    REQUIRE(commit(api.storage.archive_store(), b));
    const std::string target = GENERATE("/openapi.json", "/api/v1/machines/HY-0001/prints/2/a.txt",
                                        "/api/v1/machines/HY-0001/setups/7?version=1");
    CAPTURE(target);
    const auto first = api.get(target);
    REQUIRE(first.status == 200);
    const std::string whole = etag_of(first);
    const std::string tag = whole.substr(whole.starts_with("W/") ? 2 : 0);
    REQUIRE(tag.size() > 4);
    for (const std::string& known : {tag, "W/" + tag, "\"x\", " + tag + ", \"y\"", std::string("*")}) {
        const auto again = ask_again(api, target, known);
        CHECK(again.status == 304);
        CHECK(again.body.empty());
        CHECK(etag_of(again) == whole);
        CHECK(ask_again(api, target, known, "HEAD").status == 304);
    }
    for (const std::string& other : {std::string("\"x\""), tag.substr(1), tag.substr(0, tag.size() - 1),
                                     std::string(","), std::string(5000, '"'), std::string("\0", 1)}) {
        const auto again = ask_again(api, target, other);
        CHECK(again.status == 200);
        CHECK(again.body == first.body);
    }
}

TEST_CASE("only what is there and only reads can be left out", "[http][etag]") {
    filled_api api;
    CHECK(ask_again(api, "/api/v1/machines/HY-0001/prints/99/a.txt", "*").status == 404);
    CHECK(ask_again(api, "/api/v1/machines", "*").status == 200);  // lists have none
    http_request post;
    post.method = "POST";
    post.target = "/api/v1/faults";
    post.content_type = "application/json";
    post.body = R"({"message":"cycle","way":"received","do":"drop"})";
    post.if_none_match = "*";
    CHECK(api.ask(post).status == 201);
}
