#include "settings/schema/publish.hpp"

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
