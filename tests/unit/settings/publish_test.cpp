#include "settings/schema/publish.hpp"

#include "settings/json_text.hpp"
#include "tests/catch.hpp"

using namespace husky::settings;

TEST_CASE("one description gives the JSON Schema and the reference table", "[settings]") {
    int port = 1310;
    double wait = 10;
    schema s("example");
    s.integer("port", port, 0, 65535, "", "where to listen");
    s.group("link").number("wait_s", wait, 1, 60, "seconds", "how long to wait");

    CHECK(
        json_schema(s) ==
        R"({"type":"object","additionalProperties":false,"properties":{)"
        R"("port":{"type":"integer","minimum":0,"maximum":65535,"default":1310,"description":"where to listen"},)"
        R"("link":{"type":"object","additionalProperties":false,"properties":{)"
        R"("wait_s":{"type":"number","minimum":1,"maximum":60,"default":10,"description":"how long to wait [seconds]"}}}},)"
        R"("$schema":"https://json-schema.org/draft/2020-12/schema","title":"example"})");
    CHECK(markdown_table(s) ==
          "| key | meaning | unit | default | limits |\n|---|---|---|---|---|\n"
          "| `port` | where to listen |  | `1310` | 0 to 65535 |\n"
          "| `link.wait_s` | how long to wait | seconds | `10` | 1 to 60 |\n");
}

TEST_CASE("one description gives the values of its variables", "[settings]") {
    int port = 8310;
    bool loud = true;
    double wait = 0.5;
    std::string name;
    std::vector<std::string> hosts{"plant.example", "halle-3"}, none;
    schema s("example");
    s.integer("port", port, 0, 65535, "", "where to listen");
    s.text("name", name, "what it is called");
    s.group("link").number("wait_s", wait, 1, 60, "seconds", "how long to wait");
    s.group("http.page").boolean("loud", loud, "whether to shout");
    s.texts("hosts", hosts, "names");
    s.texts("none", none, "names");
    CHECK(json_text(values_of(s)) == R"({"port":8310,"name":"","link":{"wait_s":0.5},)"
                                     R"("http":{"page":{"loud":true,"hosts":["plant.example","halle-3"],"none":[]}}})");
}
