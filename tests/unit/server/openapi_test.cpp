#include <boost/json.hpp>

#include "server/http/target.hpp"
#include "tests/catch.hpp"
#include "tests/unit/server/filled_api.hpp"
#include "tests/unit/server/store/made_up_backend.hpp"

using namespace husky;
using namespace husky::host;
namespace json = boost::json;

namespace {

bool is_of(const json::value& v, std::string_view type) {
    if (type == "null") return v.is_null();
    if (type == "string") return v.is_string();
    if (type == "boolean") return v.is_bool();
    if (type == "integer") return v.is_int64() || v.is_uint64();
    if (type == "number") return v.is_number();
    return type == "array" ? v.is_array() : v.is_object();
}

bool has_type(const json::value& v, const json::value& types) {
    if (types.is_string()) return is_of(v, types.get_string());
    for (const auto& type : types.as_array())
        if (is_of(v, type.as_string())) return true;
    return false;
}

/// What an answer has that its schema does not say, or the other way round; empty if nothing.
std::string difference(const json::value& v, const json::object& schema, const std::string& path) {
    if (!has_type(v, schema.at("type"))) return path + " is of another type";
    if (const auto* items = schema.if_contains("items"))
        for (const auto& item : v.as_array())
            if (auto wrong = difference(item, items->as_object(), path + "[]"); !wrong.empty()) return wrong;
    const auto* properties = schema.if_contains("properties");
    if (properties == nullptr) return {};
    for (const auto& [name, member] : v.as_object()) {
        const auto* said = properties->as_object().if_contains(name);
        if (said == nullptr) return path + '.' + std::string(name) + " is not described";
        auto wrong = difference(member, said->as_object(), path + '.' + std::string(name));
        if (!wrong.empty()) return wrong;
    }
    for (const auto& [name, ignored] : properties->as_object())
        if (!v.as_object().contains(name)) return path + '.' + std::string(name) + " is missing";
    return {};
}

struct described_api : filled_api {
    json::object description = json::parse(get("/openapi.json").body).as_object();

    const json::object& operation(const std::string& pattern, const std::string& method) {
        return description.at("paths").at(pattern).at(method).as_object();
    }
    http_response send(const std::string& method, const std::string& target, const std::string& body) {
        http_request request;
        request.method = method;
        request.target = target;
        request.body = body;
        request.content_type = "application/json";
        return ask(std::move(request));
    }
    std::string difference_of(const http_response& answer, const std::string& pattern, const std::string& method) {
        const auto& said = operation(pattern, method).at("responses").at(std::to_string(answer.status));
        return difference(json::parse(answer.body), said.at("content").at("application/json").at("schema").as_object(),
                          "");
    }
};

}  // namespace

TEST_CASE("what is listed and shown is what the description says", "[http][openapi]") {
    described_api api;
    for (const std::string path :
         {"/livez", "/readyz", "/healthz", "/version", "/api/v1/machines", "/api/v1/faults", "/api/v1/oee"}) {
        CAPTURE(path);
        CHECK(api.difference_of(api.get(path), path, "get").empty());
    }
    for (const std::string list :
         {"", "/cycles", "/gaps", "/events", "/interruptions", "/jobs", "/setups", "/prints", "/oee"}) {
        CAPTURE(list);
        const auto answer = api.get("/api/v1/machines/HY-0001" + list);
        CHECK(api.difference_of(answer, "/api/v1/machines/{serial}" + list, "get").empty());
    }
}

TEST_CASE("subgroups are what the description says", "[http][openapi]") {
    described_api api;
    const auto answer = api.get("/api/v1/machines/HY-0001/spc/101/history?subgroup_size=1");
    CHECK_THAT(answer.body, Catch::Matchers::Contains(R"("mean":5.5)"));
    CHECK(api.difference_of(answer, "/api/v1/machines/{serial}/spc/{variable}/history", "get").empty());
}

TEST_CASE("a host that is not ready answers what the description says", "[http][openapi]") {
    described_api api;
    const auto database = std::make_shared<made_up_database>();
    database->fail("stopping");
    asked_api failing(std::make_unique<write_behind>(std::make_unique<made_up_backend>(database), store_settings{}));
    batch b;
    add_machine(b, 1, "HY-0001");
    REQUIRE(failing.storage.reports()->push(b));
    REQUIRE(database->wait_for_failures(1));
    const auto answer = failing.get("/readyz");
    CHECK(answer.status == 503);
    CHECK(api.difference_of(answer, "/readyz", "get").empty());
}

TEST_CASE("what a machine or a fault board answers is what the description says", "[http][openapi]") {
    described_api api;
    const auto placed = api.send("POST", "/api/v1/faults", R"({"message":"cycle","way":"received","do":"drop"})");
    CHECK(api.difference_of(placed, "/api/v1/faults", "post").empty());
    CHECK(api.difference_of(api.get("/api/v1/faults/1"), "/api/v1/faults/{id}", "get").empty());
    CHECK(api.difference_of(api.get("/api/v1/faults"), "/api/v1/faults", "get").empty());
    api.live.replies_with(protocol::spc_read_response{.id = 101, .mean = 5.665F});
    const auto figures = api.get("/api/v1/machines/HY-0001/spc/101");
    CHECK(api.difference_of(figures, "/api/v1/machines/{serial}/spc/{variable}", "get").empty());
    CHECK(figures.body ==
          R"({"result":0,"variable_id":101,"subgroup_size":0,"subgroups":0,"mean":5.665,"range_mean":0,"std_dev":0,)"
          R"("ucl":null,"lcl":null,"usl":null,"lsl":null,"cp":0,"cpk":0})");
    api.live.replies_with(protocol::spc_write_response{});
    CHECK(api.difference_of(api.send("PUT", "/api/v1/machines/HY-0001/spc/101", "{}"),
                            "/api/v1/machines/{serial}/spc/{variable}", "put")
              .empty());
    api.live.replies_with(protocol::start_response{});
    CHECK(api.difference_of(api.send("POST", "/api/v1/machines/HY-0001/start", ""), "/api/v1/machines/{serial}/start",
                            "post")
              .empty());
    api.live.replies_with(protocol::read_response{});
    CHECK(api.difference_of(api.send("POST", "/api/v1/machines/HY-0001/read", "{}"), "/api/v1/machines/{serial}/read",
                            "post")
              .empty());
}

TEST_CASE("every key that a body may have is described, and no other", "[http][openapi]") {
    described_api api;
    for (const auto& [pattern, method, keys] : std::vector<std::tuple<std::string, std::string, std::string>>{
             {"/api/v1/machines/{serial}/start", "post", "tandem_side"},
             {"/api/v1/machines/{serial}/read", "post", "tandem_side, variables"},
             {"/api/v1/machines/{serial}/spc/{variable}", "put",
              "tandem_side, variable_id, subgroup_size, ucl, lcl, usl, lsl"}}) {
        CAPTURE(pattern);
        std::string described;
        const auto& schema =
            api.operation(pattern, method).at("requestBody").at("content").at("application/json").at("schema");
        for (const auto& [name, ignored] : schema.at("properties").as_object())
            described += (described.empty() ? "" : ", ") + std::string(name);
        CHECK(described == keys);
        CHECK(schema.at("additionalProperties") == false);
        std::string target = pattern;
        target.replace(target.find("{serial}"), 8, "HY-0001");
        if (const auto at = target.find("{variable}"); at != std::string::npos) target.replace(at, 10, "101");
        std::string upper = method == "put" ? "PUT" : "POST";
        const auto refused = json::parse(api.send(upper, target, R"({"unknown":1})").body);
        CHECK(std::string(refused.at("detail").as_string()) == "unknown: unknown key; known here: " + keys);
    }
}

TEST_CASE("the parameters that are described are those that a route takes", "[http][openapi]") {
    described_api api;
    std::string names;
    for (const auto& each : api.operation("/api/v1/machines/{serial}/events", "get").at("parameters").as_array())
        names += std::string(each.at("name").as_string()) + ' ';
    CHECK(names == "serial limit after format formulas order from to ");
    for (const auto& route : api.router.routes())
        for (const auto& key : route.query)
            CHECK(json::parse(key.schema).is_object());
}

TEST_CASE("a text of a machine is no formula in CSV, unless that is asked for", "[http]") {
    filled_api api;
    const std::string prints = "/api/v1/machines/HY-0001/prints";
    CHECK(api.get(prints, "text/csv").body.find(",'=cmd|' /C calc'!A0,") != std::string::npos);
    CHECK(api.get(prints + "?formulas=keep", "text/csv").body.find(",=cmd|' /C calc'!A0,") != std::string::npos);
    CHECK(api.get(prints).body.find(R"("job":"=cmd|' /C calc'!A0")") != std::string::npos);
    CHECK(api.get(prints + "?formulas=drop").status == 400);
}
