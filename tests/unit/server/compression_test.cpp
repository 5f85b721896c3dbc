#include "server/http/connection/compression.hpp"

#include <stdexcept>

#include "tests/catch.hpp"

using namespace husky::host;

namespace {

http_response answer_of(std::string type, std::string body) {
    http_response answer;
    answer.content_type = std::move(type);
    answer.body = std::move(body);
    return answer;
}

}  // namespace

TEST_CASE("gzip is taken by who names it", "[http]") {
    struct {
        const char* header;
        bool takes;
    } const cases[] = {
        {"", false},        {"gzip", true},      {"GZip", true},           {"deflate, gzip;q=0.5, br", true},
        {"*", true},        {"gzip;q=0", false}, {"gzip; q=0.000", false}, {"identity", false},
        {"gzipped", false}, {",,,", false}};
    for (const auto& [header, takes] : cases) {
        INFO(header);
        CHECK(takes_gzip(header) == takes);
    }
}

TEST_CASE("a long text is packed, and says so", "[http]") {
    const std::string text(5000, 'x');
    http_response answer = answer_of("application/json", text);
    compress(answer, "gzip");
    CHECK(answer.body.size() < 200);
    CHECK(answer.headers == http_headers{{"Vary", "Accept-Encoding"}, {"Content-Encoding", "gzip"}});
    CHECK(unpack_gzip(answer.body, text.size()) == text);
    CHECK_THROWS_AS(unpack_gzip(answer.body, text.size() - 1), std::runtime_error);
    CHECK_THROWS_AS(unpack_gzip(answer.body, text.size() + 1), std::runtime_error);
    CHECK_THROWS_AS(unpack_gzip("no gzip", 3), std::runtime_error);
}

TEST_CASE("what gains nothing by it is not packed", "[http]") {
    const std::string text(5000, 'x');
    http_response plain = answer_of("application/json", text);
    compress(plain, "identity");
    CHECK(plain.body == text);
    CHECK(plain.headers == http_headers{{"Vary", "Accept-Encoding"}});

    for (http_response same : {answer_of("text/csv", "a,b\n"), answer_of("image/png", text)}) {
        const std::string before = same.body;
        compress(same, "gzip");
        CHECK(same.body == before);
        CHECK(same.headers.empty());
    }
    http_response packed = answer_of("text/javascript", text);
    packed.headers = {{"content-encoding", "gzip"}};
    compress(packed, "gzip");
    CHECK(packed.body == text);
}
