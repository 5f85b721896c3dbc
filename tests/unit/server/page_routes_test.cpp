#include "server/web/page_routes.hpp"

#include <array>
#include <map>

#include "tests/catch.hpp"
#include "tests/unit/server/http_tools.hpp"

using namespace husky::host;
using Catch::Matchers::Contains;

namespace {

/// "<p>hello</p>", packed by another program.
constexpr std::array<unsigned char, 32> packed{0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xb3,
                                               0x29, 0xb0, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0xb7, 0xd1, 0x2f, 0xb0,
                                               0x03, 0x00, 0x44, 0xfb, 0xae, 0xd2, 0x0c, 0x00, 0x00, 0x00};

constexpr std::array<web_file, 2> made_up_files{
    web_file{"/", "text/html; charset=utf-8", "\"a1b2\"", 12, packed},
    web_file{"/page.js", "text/javascript; charset=utf-8", "\"c3d4\"", 12, packed}};

/// The page of a host, asked without a socket.
struct asked_page {
    boost::asio::io_context context{1};
    http_router router;

    explicit asked_page(std::span<const web_file> files, http_guard guard = {})
        : router(page_routes(files), std::move(guard)) {}

    http_response ask(http_request request) {
        http_response got;
        boost::asio::co_spawn(context, router.handle(std::move(request)),
                              [&got](const std::exception_ptr&, http_response answer) { got = std::move(answer); });
        context.restart();
        context.run();
        return got;
    }
    http_response get(const std::string& target, const std::string& coding = "", const std::string& known = "") {
        http_request request;
        request.target = target;
        request.accept_encoding = coding;
        request.if_none_match = known;
        return ask(std::move(request));
    }
};

std::map<std::string, std::string> headers_of(const http_response& answer) {
    return {answer.headers.begin(), answer.headers.end()};
}

std::string text_of(std::span<const unsigned char> bytes) { return {bytes.begin(), bytes.end()}; }

}  // namespace

TEST_CASE("the page is sent packed to those who can unpack it", "[http][page]") {
    asked_page page(made_up_files);
    for (const char* coding :
         {"gzip", "gzip, deflate, br", "br, GZIP", "deflate;q=1, gzip;q=0.1", "*", "br;q=1.0,*;q=0.5"}) {
        CAPTURE(coding);
        const auto answer = page.get("/", coding);
        CHECK(answer.body == text_of(packed));
        CHECK(headers_of(answer)["Content-Encoding"] == "gzip");
    }
    for (const char* coding : {"", "identity", "br", "gzip;q=0", "gzip;q=0.000, *", "gzipped", ",", "*;q=0"}) {
        CAPTURE(coding);
        const auto answer = page.get("/", coding);
        CHECK(answer.status == 200);
        CHECK(answer.body == "<p>hello</p>");
        CHECK(headers_of(answer).count("Content-Encoding") == 0);
    }
    CHECK(page.get("/page.js").content_type == "text/javascript; charset=utf-8");
}

TEST_CASE("a browser that has the page does not get it again", "[http][page]") {
    asked_page page(made_up_files);
    auto headers = headers_of(page.get("/"));
    CHECK(headers["ETag"] == "W/\"a1b2\"");
    CHECK(headers["Cache-Control"] == "no-cache");
    CHECK(headers["Vary"] == "Accept-Encoding");
    for (const char* known : {"W/\"a1b2\"", "\"a1b2\"", "\"x\", W/\"a1b2\"", "*"}) {
        CAPTURE(known);
        const auto answer = page.get("/", "gzip", known);
        CHECK(answer.status == 304);
        CHECK(answer.body.empty());
        CHECK(headers_of(answer)["ETag"] == "W/\"a1b2\"");
        CHECK(headers_of(answer).count("Content-Encoding") == 0);
    }
    for (const char* known : {"", "\"c3d4\"", "a1b2", "W/\"a1b20\""}) {
        CAPTURE(known);
        CHECK(page.get("/", "gzip", known).status == 200);
    }
}

TEST_CASE("nothing of the page is inline, and nobody shows it in a frame", "[http][page]") {
    asked_page page(made_up_files);
    for (const char* path : {"/", "/page.js"}) {
        auto headers = headers_of(page.get(path));
        const std::string policy = headers["Content-Security-Policy"];
        CHECK_THAT(policy, Contains("default-src 'none'") && Contains("script-src 'self';") &&
                               Contains("style-src 'self';") && Contains("frame-ancestors 'none'") &&
                               !Contains("unsafe"));
        CHECK(headers["X-Frame-Options"] == "DENY");
        CHECK(headers["Referrer-Policy"] == "no-referrer");
    }
}

TEST_CASE("the page needs no token, and a name of this host", "[http][page]") {
    asked_page page(made_up_files, http_guard("s3cret"));
    CHECK(page.get("/").status == 200);
    CHECK(page.get("/page.js").status == 200);
    CHECK(page.get("/api/v1/machines").status == 401);
    http_request request;
    request.target = "/";
    request.host = "evil.example";
    CHECK(page.ask(request).status == 421);
    request.host = "127.0.0.1:8310";
    request.method = "POST";
    CHECK(page.ask(request).status == 401);
    request.authorization = "Bearer s3cret";
    CHECK(page.ask(request).status == 405);
}

TEST_CASE("a path that is not exactly one of a file finds nothing", "[http][page]") {
    asked_page page(made_up_files);
    for (const char* target : {"//",
                               "/page.js/",
                               "//page.js",
                               "/../page.js",
                               "/x/../page.js",
                               "/%2e%2e/page.js",
                               "/..%2fpage.js",
                               "/..\\page.js",
                               "/page.js%00",
                               "/page.js%0a",
                               "/PAGE.JS",
                               "/index.html",
                               "/page.js.map",
                               "/etc/passwd",
                               "/%2fetc%2fpasswd",
                               "/%",
                               "page.js",
                               "",
                               "/%ff",
                               "/page.js?a=b"}) {
        CAPTURE(target);
        const auto answer = page.get(target);
        CHECK((answer.status == 404 || answer.status == 400));
        CHECK(answer.content_type == "application/problem+json");
    }
}

TEST_CASE("a host without its page says so", "[http][page]") {
    asked_page page({}, http_guard("s3cret"));
    const auto answer = page.get("/");
    CHECK(answer.status == 200);
    CHECK(answer.content_type == "text/plain; charset=utf-8");
    CHECK_THAT(answer.body, Contains("without its page") && Contains("/openapi.json"));
    CHECK(page.get("/page.js").status == 401);
}

TEST_CASE("the page that is built in can be unpacked", "[http][page]") {
    asked_page page(web_files());
    for (const web_file& each : web_files()) {
        const auto answer = page.get(std::string(each.path));
        CHECK(answer.status == 200);
        CHECK(answer.body.size() == each.size);
    }
}
