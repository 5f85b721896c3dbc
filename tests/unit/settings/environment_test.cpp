#include "settings/schema/environment.hpp"

#include "settings/error.hpp"
#include "tests/catch.hpp"

using namespace husky::settings;

namespace {

struct environment_example {
    int port = 1310, http_port = 8310;
    double silence_s = 90;
    std::string name = "host";

    schema describe() {
        schema s("example");
        s.integer("port", port, 0, 65535, "", "where to listen");
        s.text("name", name, "what it is called");
        s.group("link").number("silence_timeout_s", silence_s, 0, 1000, "seconds", "how long");
        s.group("http").integer("port", http_port, 0, 65535, "", "where to ask");
        return s;
    }
};

/// The remarks on these variables, which leave everything as it is.
std::vector<remark> ignored(const environment& from) {
    environment_example e;
    auto remarks = load_environment(e.describe(), "HUSKY_HOST_", from, nullptr, {}, {"HUSKY_HOST_BIN"});
    CHECK(e.port == 1310);
    CHECK(e.http_port == 8310);
    CHECK(e.silence_s == 90);
    CHECK(e.name == "host");
    return remarks;
}

}  // namespace

TEST_CASE("an empty variable is not set", "[settings]") {
    CHECK(ignored({{"HUSKY_HOST_PORT", ""}, {"HUSKY_HOST_NAME", ""}, {"HUSKY_HOST_NO_SUCH", ""}}).empty());
}

TEST_CASE("what Kubernetes makes of a service's name is passed over in one line", "[settings]") {
    const auto remarks = ignored({{"HUSKY_HOST_PORT", "tcp://10.0.0.7:1310"},
                                  {"HUSKY_HOST_SERVICE_HOST", "10.0.0.7"},
                                  {"HUSKY_HOST_SERVICE_PORT", "1310"},
                                  {"HUSKY_HOST_SERVICE_PORT_MACHINES", "1310"},
                                  {"HUSKY_HOST_PORT_1310_TCP", "tcp://10.0.0.7:1310"},
                                  {"HUSKY_HOST_PORT_1310_TCP_PROTO", "tcp"},
                                  {"HUSKY_HOST_PORT_1310_TCP_PORT", "1310"},
                                  {"HUSKY_HOST_PORT_1310_TCP_ADDR", "10.0.0.7"},
                                  {"HUSKY_HOST_PORT_1310_UDP", "udp://10.0.0.7:1310"},
                                  {"HUSKY_HOST_HTTP_PORT", "tcp://10.0.0.8:8310"}});  // of a service husky-host-http
    CHECK(remarks == std::vector<remark>{{false,
                                          "ignored variables that Kubernetes sets for a service: HUSKY_HOST_HTTP_PORT, "
                                          "HUSKY_HOST_PORT, HUSKY_HOST_PORT_1310_TCP, HUSKY_HOST_PORT_1310_TCP_ADDR, "
                                          "HUSKY_HOST_PORT_1310_TCP_PORT, HUSKY_HOST_PORT_1310_TCP_PROTO, "
                                          "HUSKY_HOST_PORT_1310_UDP, HUSKY_HOST_SERVICE_HOST, HUSKY_HOST_SERVICE_PORT, "
                                          "HUSKY_HOST_SERVICE_PORT_MACHINES"}});
}

TEST_CASE("a name that is no key is warned of, and the near one named", "[settings]") {
    const auto [name, warning] = GENERATE(table<std::string, std::string>({
        {"HUSKY_HOST_LINK_SILENCE", "HUSKY_HOST_LINK_SILENCE is not a setting; HUSKY_HOST_LINK_SILENCE_TIMEOUT_S is"},
        {"HUSKY_HOST_PROT", "HUSKY_HOST_PROT is not a setting; HUSKY_HOST_PORT is"},
        {"HUSKY_HOST_HTTP_PORTS", "HUSKY_HOST_HTTP_PORTS is not a setting; HUSKY_HOST_HTTP_PORT is"},
        {"HUSKY_HOST_GRAVITY", "HUSKY_HOST_GRAVITY is not a setting; docs/configuration.md lists them"},
    }));
    const auto remarks = ignored({{name, "1"}});
    REQUIRE(remarks.size() == 1);
    CHECK(remarks[0].warns);
    CHECK(remarks[0].text == warning);
}

TEST_CASE("names of others, and those that only look like ours, are no business of a program", "[settings]") {
    CHECK(ignored({{"HUSKY_HOST_BIN", "/bin/husky-host"}, {"HUSKY_FLEET_SEED", "1"}, {"HUSKY_HOSTS", "2"}}).empty());
}

TEST_CASE("a variable whose key a flag gives is not looked at", "[settings]") {
    environment_example e;
    const auto remarks =
        load_environment(e.describe(), "HUSKY_HOST_", {{"HUSKY_HOST_PORT", "nonsense"}, {"HUSKY_HOST_NAME", "plant"}},
                         nullptr, {"port"});
    CHECK(remarks.empty());
    CHECK(e.port == 1310);
    CHECK(e.name == "plant");
}

TEST_CASE("a wrong value of a variable names the variable once", "[settings]") {
    environment_example e;
    const auto keys = e.describe();
    const auto load = [&](const char* value) { load_environment(keys, "HUSKY_HOST_", {{"HUSKY_HOST_PORT", value}}); };
    CHECK_THROWS_WITH(load("soon"), "HUSKY_HOST_PORT: expected a whole number from 0 to 65535, got 'soon'");
    CHECK_THROWS_WITH(load("M\xFChle"), "HUSKY_HOST_PORT: is not UTF-8");
}
