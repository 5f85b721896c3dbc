#include <boost/json/parse.hpp>

#include "tests/catch.hpp"
#include "tests/unit/server/http_tools.hpp"

using namespace husky;
using namespace husky::host;
using result = machine_reply::result;

namespace {

struct plant_api : asked_api {
    plant_api() : asked_api("none") { live.add(1, "HY-0001"); }

    http_response send(const std::string& method, const std::string& path, const std::string& body = "") {
        http_request request;
        request.method = method;
        request.target = "/api/v1/machines/HY-0001/" + path;
        request.body = body;
        request.content_type = "application/json";
        return ask(std::move(request));
    }
};

}  // namespace

TEST_CASE("start of job shows the machine's result", "[http][question]") {
    plant_api api;
    api.live.replies_with(protocol::start_response{});
    const auto answer = api.send("POST", "start", R"({"tandem_side":1})");
    CHECK(answer.status == 200);
    CHECK(answer.body == R"({"result":0})");
    CHECK(api.live.questions.size() == 1);
}

TEST_CASE("a whole number is whole however it is written", "[http][question]") {
    plant_api api;
    api.live.replies_with(protocol::start_response{});
    CHECK(api.send("POST", "start", R"({"tandem_side":1.0})").status == 200);
    api.live.replies_with(protocol::read_response{});
    CHECK(api.send("POST", "read", R"({"variables":[1e2,101]})").status == 200);
}

TEST_CASE("what a machine did not do has the status that says why", "[http][question]") {
    plant_api api;
    const auto [what, status] = GENERATE(table<result, unsigned>({{result::unknown, 404},
                                                                  {result::offline, 409},
                                                                  {result::busy, 503},
                                                                  {result::no_answer, 504},
                                                                  {result::error, 502}}));
    api.live.replies.push_back({.outcome = what, .error = protocol::error_code::too_large});
    const auto answer = api.send("POST", "start");
    CHECK(answer.status == status);
    CHECK(answer.content_type == "application/problem+json");
}

TEST_CASE("a machine's result that is not ok is in the problem", "[http][question]") {
    plant_api api;
    api.live.replies_with(protocol::spc_read_response{.result = protocol::result_code::not_available});
    const auto answer = api.send("GET", "spc/101");
    CHECK(answer.status == 422);
    CHECK(boost::json::parse(answer.body).at("result").as_int64() == 3);
}

TEST_CASE("values are read by their ids", "[http][question]") {
    plant_api api;
    protocol::read_response r;
    r.values.resize(3);
    r.values[0].id = 101;
    r.values[0].content = 5.5F;
    r.values[1].id = 203;
    r.values[1].content = std::string("A-4711");
    r.values[2].id = 9999;
    api.live.replies_with(r);
    const auto answer = api.send("POST", "read", R"({"variables":[101,203,9999]})");
    CHECK(answer.body == R"({"serial":"HY-0001","tandem_side":0,"values":{"101":5.5,"203":"A-4711","9999":null}})");
}

TEST_CASE("SPC figures come by the names of the wire, limits that are not set as null", "[http][question]") {
    plant_api api;
    api.live.replies_with(protocol::spc_read_response{.id = 101, .subgroup_size = 5, .mean = 5.5F, .usl = 6});
    const auto figures = boost::json::parse(api.send("GET", "spc/101?tandem_side=1").body);
    CHECK(figures.at("variable_id") == 101);
    CHECK(figures.at("usl") == 6);
    CHECK(figures.at("ucl").is_null());
}

TEST_CASE("variables are listed with their present values, page by page", "[http][question]") {
    plant_api api;
    protocol::list_response list{
        protocol::result_code::ok, 3, 0, {{101, protocol::value_kind::f32, "s", "Zykluszeit"}}};
    list.items.push_back({203, protocol::value_kind::text, "", "Auftrag"});
    protocol::read_response now;
    now.values.resize(1);
    now.values[0].id = 101;
    now.values[0].content = 5.5F;
    api.live.replies_with(list);
    api.live.replies_with(now);
    const auto answer = api.send("GET", "variables?language=D&limit=1");
    CHECK(answer.body == R"({"items":[{"variable_id":101,"value_type":"f32","units":"s","description":"Zykluszeit",)"
                         R"("value":5.5}],"next":1})");
}

TEST_CASE("a wrong question is refused before the machine is asked", "[http][question]") {
    plant_api api;
    const auto [method, path, body] = GENERATE(table<std::string, std::string, std::string>({
        {"POST", "start", "x"},
        {"POST", "start", R"({"tandem_side":0.5})"},
        {"POST", "start", "[]"},
        {"POST", "start", R"({"tandem_side":2})"},
        {"POST", "start", R"({"tandem_side":"0"})"},
        {"POST", "start", R"({"side":0})"},
        {"POST", "read", R"({"variables":101})"},
        {"POST", "read", R"({"variables":[-1]})"},
        {"POST", "read", R"({"variables":[65536]})"},
        {"GET", "spc/CycleTime", ""},
        {"GET", "spc/65536", ""},
        {"GET", "spc/101?tandem_side=2", ""},
        {"PUT", "spc/101", R"({"ucl":"high"})"},
        {"PUT", "spc/101", R"({"variable_id":102})"},
        {"GET", "variables?language=DE", ""},
        {"GET", "variables?after=65536", ""},
    }));
    CAPTURE(method, path, body);
    const auto answer = api.send(method, path, body);
    CHECK(answer.status == 400);
    CHECK(api.live.questions.empty());
}
