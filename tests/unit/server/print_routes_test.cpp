#include <boost/json/parse.hpp>

#include "tests/catch.hpp"
#include "tests/unit/server/http_tools.hpp"

using namespace husky::host;
using Catch::Matchers::StartsWith;
using namespace std::string_literals;

namespace {

struct print_api : asked_api {
    print_api() : asked_api("none") {
        live.add(1, "HY-0001");
        live.add(2, "HY-0002");
        batch b;
        add_machine(b, 1, "HY-0001");
        print(b, "Screen, \"main\"",
              {{"screen.png", "image/png", "\x89PNG\0"s}, {"a.txt", "text/plain", "Grad \xC2\xB0"}});
        print(b, "other",
              {{"\xC3\xA4 \xE2\x82\xAC.txt", "text/plain", "Grad \xB0"},
               {"page.ps", "application/postscript", "%!PS"},
               {"raw", "application/octet-stream", "<script>\0"s}});
        REQUIRE(commit(storage.archive_store(), b));
    }

    static void print(batch& to, std::string_view job, const std::vector<std::array<std::string, 3>>& files) {
        to.records.emplace_back(
            print_record{1, new_year + std::chrono::milliseconds{7}, to.keep(job), to.keep("jane"), to.keep("mill")});
        for (const auto& [name, type, content] : files)
            to.records.emplace_back(print_file_record{to.keep(name), to.keep(type), to.keep(content)});
    }
    http_response prints(const std::string& rest = "", const std::string& accept = "") {
        return get("/api/v1/machines/HY-0001/prints" + rest, accept);
    }
};

std::string disposition(const http_response& answer) {
    for (const auto& [name, value] : answer.headers)
        if (name == "Content-Disposition") return value;
    return "";
}

}  // namespace

TEST_CASE("prints are listed with their files, page by page", "[http][printing]") {
    print_api api;
    const auto first = api.prints("?limit=1");
    CHECK(first.status == 200);
    CHECK(first.body ==
          R"({"items":[{"serial":"HY-0001","id":1,"time":"2026-01-01T00:00:00.007Z","job":"Screen, \"main\"",)"
          R"("user":"jane","host":"mill","files":[{"file":"screen.png","type":"image/png","size":5},)"
          R"({"file":"a.txt","type":"text/plain","size":7}]}],"next":1})");
    const auto second = boost::json::parse(api.prints("?limit=1&after=1").body);
    CHECK(second.at("next").is_null());
    CHECK(second.at("items").at(0).at("job") == "other");
    CHECK(second.at("items").at(0).at("files").as_array().size() == 3);
}

TEST_CASE("prints come as CSV when asked so", "[http][printing]") {
    print_api api;
    CHECK_THAT(api.prints("?limit=1", "text/csv").body,
               StartsWith("serial,id,time,job,user,host,files\r\nHY-0001,1,2026-01-01T00:00:00.007Z,"
                          "\"Screen, \"\"main\"\"\",jane,mill,\"[{\"\"file\"\":\"\"screen.png\"\""));
}

TEST_CASE("a printed file has the type of its content and is no page of its own", "[http][printing]") {
    struct row {
        const char *path, *type, *disposition;
        std::string body;
    };
    const std::vector<row> rows{
        {"/1/screen.png", "image/png", "inline; filename*=UTF-8''screen.png", "\x89PNG\0"s},
        {"/1/a.txt", "text/plain; charset=utf-8", "inline; filename*=UTF-8''a.txt", "Grad \xC2\xB0"},
        {"/2/%C3%A4%20%E2%82%AC.txt", "text/plain; charset=iso-8859-1",
         "inline; filename*=UTF-8''%C3%A4%20%E2%82%AC.txt", "Grad \xB0"},
        {"/2/page.ps", "application/postscript", "attachment; filename*=UTF-8''page.ps", "%!PS"},
        {"/2/raw", "application/octet-stream", "attachment; filename*=UTF-8''raw", "<script>\0"s},
    };
    print_api api;
    for (const row& each : rows) {
        CAPTURE(each.path);
        const auto answer = api.prints(each.path);
        CHECK(answer.status == 200);
        CHECK(answer.content_type == each.type);
        CHECK(disposition(answer) == each.disposition);
        CHECK(answer.body == each.body);
    }
}

TEST_CASE("what was not printed is not there", "[http][printing]") {
    print_api api;
    CHECK(api.prints("/1/b.txt").status == 404);
    CHECK(api.prints("/3/a.txt").status == 404);
    CHECK(api.prints("/1/..%2Fa.txt").status == 404);
    CHECK(api.prints("/1").status == 404);
    CHECK(api.prints("/0/a.txt").status == 400);
    CHECK(api.prints("/x/a.txt").status == 400);
    CHECK(api.prints("/99999999999999999999/a.txt").status == 400);
    CHECK(api.prints("?limit=0").status == 400);
    CHECK(api.get("/api/v1/machines/HY-0002/prints/1/a.txt").status == 404);
    CHECK(api.get("/api/v1/machines/HY-0002/prints").body == R"({"items":[],"next":null})");
    CHECK(api.get("/api/v1/machines/HY-0003/prints").status == 404);
    CHECK(api.get("/api/v1/machines/HY-0003/prints/1/a.txt").status == 404);
}

TEST_CASE("a removed print is gone", "[http][printing]") {
    print_api api;
    batch b;
    b.records.emplace_back(print_removed_record{1, 1});
    REQUIRE(commit(api.storage.archive_store(), b));
    CHECK(api.prints("/1/a.txt").status == 404);
    CHECK(boost::json::parse(api.prints().body).at("items").as_array().size() == 1);
}
