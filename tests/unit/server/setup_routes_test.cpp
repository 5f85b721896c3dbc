#include <boost/json/parse.hpp>
#include <span>

#include "tests/catch.hpp"
#include "tests/unit/server/http_tools.hpp"

using namespace husky;
using namespace husky::host;
using result = machine_reply::result;
using Catch::Matchers::Contains;

namespace {

setup_settings waiting(std::chrono::milliseconds for_the_machine) {
    setup_settings s;
    s.resume = for_the_machine;
    return s;
}

struct setup_api : asked_api {
    explicit setup_api(std::chrono::milliseconds waits = std::chrono::seconds(20))
        : asked_api("none", {}, waiting(waits)) {
        live.add(1, "HY-0001");
    }

    /// A block of "123456789".
    void replies_with_block(std::uint32_t offset, std::string_view text, std::uint32_t crc32 = 0xCBF43926) {
        const auto data = std::as_bytes(std::span(text));
        live.replies_with(protocol::upload_setup_response{
            protocol::result_code::ok, 1, 9, crc32, offset, {data.begin(), data.end()}});
    }
    void replies(result what) { live.replies.push_back({.outcome = what, .error = protocol::error_code::busy}); }
    void takes(protocol::result_code result = protocol::result_code::ok, std::uint32_t next = 0) {
        live.replies_with(protocol::download_setup_response{result, next});
    }
    http_response read(const std::string& rest = "1") { return get("/api/v1/machines/HY-0001/setups/" + rest); }
    http_response write(const std::string& body, const std::string& rest = "1") {
        http_request request;
        request.method = "PUT";
        request.target = "/api/v1/machines/HY-0001/setups/" + rest;
        request.body = body;
        return ask(std::move(request));
    }
    boost::json::array versions() {
        return boost::json::parse(get("/api/v1/machines/HY-0001/setups").body).at("items").as_array();
    }
};

}  // namespace

TEST_CASE("a set-up is read from the machine, archived, and had again from the archive", "[http][setup]") {
    setup_api api;
    api.replies_with_block(0, "12345");
    api.replies_with_block(5, "6789");
    const auto answer = api.read();
    CHECK(answer.status == 200);
    CHECK(answer.content_type == "application/octet-stream");
    CHECK(answer.body == "123456789");
    REQUIRE(answer.headers.size() == 2);
    CHECK(answer.headers[0].second == "\"15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225\"");
    CHECK(answer.headers[1] == std::pair<std::string, std::string>("X-Setup-Version", "1"));
    const auto all = api.versions();
    REQUIRE(all.size() == 1);
    CHECK(all[0].at("crc32").to_number<std::uint32_t>() == 0xCBF43926);
    CHECK(api.read("1?version=1").body == "123456789");
    CHECK(api.read("1?version=2").status == 404);
    CHECK(api.live.questions.size() == 2);
}

TEST_CASE("a transfer goes on when the machine is back", "[http][setup]") {
    setup_api api;
    api.replies_with_block(0, "12345");
    api.replies(result::no_answer);
    api.replies(result::offline);
    api.replies(result::busy);
    api.replies_with_block(5, "6789");
    CHECK(api.read().body == "123456789");
}

TEST_CASE("a machine that does not come back in time is no answer", "[http][setup]") {
    setup_api api(std::chrono::milliseconds(60));
    api.replies_with_block(0, "12345");
    api.replies(result::no_answer);
    CHECK(api.read().status == 504);
    CHECK(api.live.questions.size() >= 2);
    CHECK(api.versions().empty());
}

TEST_CASE("what ends a transfer has the status that says why", "[http][setup]") {
    setup_api api;
    const auto [what, status] = GENERATE(table<result, unsigned>(
        {{result::unknown, 404}, {result::offline, 409}, {result::silent, 504}, {result::error, 502}}));
    api.replies(what);
    CHECK(api.read().status == status);
    CHECK(api.live.questions.size() == 1);
    api.live.replies.clear();
    api.replies(what);
    CHECK(api.write("abc").status == status);
    CHECK(api.versions().empty());
}

TEST_CASE("what a machine refused is not archived", "[http][setup]") {
    setup_api api;
    api.takes(protocol::result_code::bad_checksum);
    const auto answer = api.write("abc");
    CHECK(answer.status == 422);
    CHECK(boost::json::parse(answer.body).at("result") == 5);
    api.replies_with_block(0, "123456789", 0xCBF43927);
    const auto broken = api.read();
    CHECK(broken.status == 502);
    CHECK_THAT(broken.body, Contains("checksum"));
    CHECK(api.versions().empty());
}

TEST_CASE("a set-up is written, and an archived one written again", "[http][setup]") {
    setup_api api;
    for (const char* content : {"one", "two"}) {
        api.takes();
        CHECK(api.write(content, "1?remark=night+shift").status == 204);
    }
    api.takes();
    const auto again = api.write("", "1?version=1");
    CHECK(again.status == 204);
    CHECK(again.body.empty());
    const auto all = api.versions();
    REQUIRE(all.size() == 3);
    CHECK(all[0].at("remark") == "night shift");
    CHECK(all[0].at("sha256") == all[2].at("sha256"));
    CHECK(all[2].at("origin") == "download");
}

TEST_CASE("whichever question fails, a set-up is read whole or not at all", "[http][setup]") {
    for (std::size_t n = 0; n < 3; ++n) {
        for (const result what : {result::no_answer, result::busy, result::error, result::silent}) {
            CAPTURE(n, static_cast<int>(what));
            setup_api api;
            for (std::uint32_t block = 0; block < 3; ++block) {
                if (block == n) api.replies(what);
                api.replies_with_block(3 * block, std::string_view("123456789").substr(3 * std::size_t{block}, 3));
            }
            const bool goes_on = what == result::no_answer || what == result::busy;
            const auto answer = api.read();
            CHECK((answer.status == 200) == goes_on);
            CHECK((answer.body == "123456789") == goes_on);
            CHECK(api.versions().size() == (goes_on ? 1U : 0U));
        }
    }
}

TEST_CASE("whichever question fails, a set-up is written from its beginning or not archived", "[http][setup]") {
    const std::string content(2 * protocol::download_block_size + 1, 'x');
    for (std::size_t n = 0; n < 3; ++n) {
        for (const result what : {result::no_answer, result::error, result::silent}) {
            CAPTURE(n, static_cast<int>(what));
            setup_api api;
            for (std::size_t block = 0; block < n; ++block)
                api.takes();
            api.replies(what);
            for (int block = 0; block < 3; ++block)
                api.takes();
            const bool goes_on = what == result::no_answer;
            CHECK((api.write(content).status == 204) == goes_on);
            CHECK(api.live.questions.size() == n + 1 + (goes_on ? 3U : 0U));
            CHECK(api.versions().size() == (goes_on ? 1U : 0U));
        }
    }
}

TEST_CASE("a store that keeps nothing in time is said, and the set-up delivered", "[http][setup]") {
    setup_api api;
    REQUIRE(api.storage.archive_store().close(soon()));
    api.replies_with_block(0, "123456789");
    const auto answer = api.read();
    CHECK(answer.status == 200);
    CHECK(answer.body == "123456789");
    REQUIRE(answer.headers.size() == 2);
    CHECK(answer.headers[1].first == "Warning");
}

TEST_CASE("only a set-up's route takes a large body, and only from who may use it", "[http][setup]") {
    asked_api api("none", http_guard("s3cret"));
    http_request head;
    head.method = "PUT";
    head.target = "/api/v1/machines/HY-0001/setups/1";
    CHECK(api.router.max_body(head) == 0);
    head.authorization = "Bearer s3cret";
    CHECK(api.router.max_body(head) == protocol::default_max_setup_size);
    head.method = "GET";
    CHECK(api.router.max_body(head) == 0);
    head.method = "PUT";
    head.target = "/api/v1/machines/HY-0001/spc/1";
    CHECK(api.router.max_body(head) == 0);
}
