#include "settings/schema/load.hpp"

#include <boost/json.hpp>

#include "settings/schema/environment.hpp"
#include "tests/catch.hpp"

using namespace husky::settings;

namespace {

enum class policy { accept, refuse };

struct machine {
    std::string serial;
    int port = 5118;
};

struct example {
    int port = 1310;
    double factor = 1.0;
    bool loud = false;
    std::string name = "host";
    std::chrono::milliseconds wait{2500};
    policy unknown = policy::accept;
    std::vector<std::uint16_t> variables;
    std::vector<machine> machines;

    schema describe() {
        schema s("example");
        s.integer("port", port, 0, 65535, "", "where to listen");
        s.number("factor", factor, 0.5, 8, "", "a factor");
        s.boolean("loud", loud, "whether to shout");
        s.text("name", name, "what it is called");
        s.choice("unknown", unknown, {{"accept", policy::accept}, {"refuse", policy::refuse}},
                 "what to do with strangers");
        s.integers("variables", variables, 1, 65535, "what to ask for");
        s.list(
            "machines", machines,
            [](schema& item, machine& m) {
                item.required().text("serial", m.serial, "serial number");
                item.required(false).integer("port", m.port, 1, 65535, "", "its port");
            },
            "the machines");
        s.group("link").seconds("wait_s", wait, 0.05, 3600, "how long to wait");
        return s;
    }
};

std::string problem(const std::string& yaml) {
    example e;
    try {
        load_text(e.describe(), yaml, "example.yaml");
    } catch (const error& wrong) {
        return wrong.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("a file sets what it names and leaves the rest", "[settings]") {
    example e;
    load_text(e.describe(), R"(
port: 0x10
factor: 2.5
loud: yes
unknown: refuse
variables: [101, 102]
machines:
  - serial: HY-0001
  - {serial: HY-0002, port: 7}
link:
  wait_s: 0.25
)",
              "example.yaml");
    CHECK(e.port == 16);
    CHECK(e.factor == 2.5);
    CHECK(e.loud);
    CHECK(e.name == "host");
    CHECK(e.wait == std::chrono::milliseconds(250));
    CHECK(e.unknown == policy::refuse);
    CHECK(e.variables == std::vector<std::uint16_t>{101, 102});
    REQUIRE(e.machines.size() == 2);
    CHECK(e.machines[0].serial == "HY-0001");
    CHECK(e.machines[0].port == 5118);
    CHECK(e.machines[1].port == 7);
}

TEST_CASE("a wrong file names line, key and what was expected", "[settings]") {
    const auto [yaml, message] = GENERATE(table<std::string, std::string>({
        {"port: 70000", "example.yaml:1: port: expected a whole number from 0 to 65535, got '70000'"},
        {"\nport: many", "example.yaml:2: port: expected a whole number from 0 to 65535, got 'many'"},
        {"port: 1.5", "example.yaml:1: port: expected a whole number from 0 to 65535, got '1.5'"},
        {"factor: nan", "example.yaml:1: factor: expected a number from 0.5 to 8, got 'nan'"},
        {"factor: [1]", "example.yaml:1: factor: expected a number from 0.5 to 8, got a list"},
        {"loud: maybe", "example.yaml:1: loud: expected true or false, got 'maybe'"},
        {"unknown: panic", "example.yaml:1: unknown: expected one of accept, refuse, got 'panic'"},
        {"link:\n  wait_s: 0", "example.yaml:2: link.wait_s: expected a number from 0.05 to 3600 (seconds), got '0'"},
        {"link:\n  weight: 1", "example.yaml:2: link.weight: unknown key; known here: wait_s"},
        {"port: 1\nport: 2", "example.yaml:2: port: given twice"},
        {"variables: 5", "example.yaml:1: variables: expected a list of whole numbers from 1 to 65535, got '5'"},
        {"variables: [1, x]", "example.yaml:1: variables: expected a list of whole numbers from 1 to 65535, got 'x'"},
        {"machines:\n  - port: 7", "example.yaml:2: machines[0].serial: missing; expected a text"},
        {"machines:\n  - {serial: a, colour: red}",
         "example.yaml:2: machines[0].colour: unknown key; known here: port, serial"},
        {"- 1", "example.yaml:1: expected keys and values"},
        {"link: 5", "example.yaml:1: link: expected keys and values"},
    }));
    CHECK(problem(yaml) == message);
}

TEST_CASE("an error moves no terminal's cursor and does not end at a zero byte", "[settings]") {
    const std::string key("\0\x1B[2Jport\x7F", 10);
    try {
        husky::settings::fail({"host.yaml", 3, key}, "unknown key");
        FAIL("nothing was thrown");
    } catch (const husky::settings::error& wrong) {
        CHECK(std::string(wrong.what()) == "host.yaml:3: ??[2Jport?: unknown key");
    }
}

TEST_CASE("broken YAML is one line with its place", "[settings]") {
    CHECK_THAT(problem("a: [1"), Catch::Matchers::StartsWith("example.yaml:"));
    CHECK(problem("").empty() == false);
    CHECK(problem("") == "accepted");
}

TEST_CASE("a tab that indents is called a tab", "[settings]") {
    const auto yaml =
        GENERATE(as<std::string>{}, "link:\n\twait_s: 1", "name: a\n \tport: 1", "name: a\n\t- 1", "link:\n\t- 1");
    CHECK(problem(yaml) == "example.yaml:2: a tab; YAML is indented with spaces only");
    CHECK(problem("port:\t1") == "accepted");
    CHECK_THAT(problem("a: [1\n"), Catch::Matchers::Contains("not valid YAML"));
}

TEST_CASE("what is no file that is written by hand is not read", "[settings]") {
    CHECK_THROWS_WITH(read_file("/"), "/: is a folder; expected a file");
    CHECK_THROWS_WITH(read_file("/dev/zero"), "/dev/zero: is larger than 16 MiB");
    CHECK_THROWS_WITH(read_file("/nonexistent"), "/nonexistent: cannot be read; check the name and its permissions");
}

TEST_CASE("the environment comes after the file, flags after both", "[settings]") {
    example e;
    const auto keys = e.describe();
    load_text(keys, "port: 1\nname: file", "example.yaml");
    load_environment(keys, "HUSKY_HOST_",
                     {{"HUSKY_HOST_PORT", "2"}, {"HUSKY_HOST_LINK_WAIT_S", "1.5"}, {"HUSKY_HOST_VARIABLES", "7,8"}});
    CHECK(e.port == 2);
    CHECK(e.wait == std::chrono::milliseconds(1500));
    CHECK(e.variables == std::vector<std::uint16_t>{7, 8});
    set(keys, "port", "3", "--port");
    CHECK(e.port == 3);
    CHECK(e.name == "file");
    CHECK_THROWS_WITH(set(keys, "port", "x", "--port"), "--port: expected a whole number from 0 to 65535, got 'x'");
}

TEST_CASE("what was given knows its place, file, environment or flag", "[settings]") {
    const auto [key, message] = GENERATE(table<std::string, std::string>({
        {"name", "example.yaml:2: name: wrong"},
        {"link.wait_s", "example.yaml:8: link.wait_s: wrong"},
        {"link", "example.yaml:7: link: wrong"},
        {"machines[1].port", "example.yaml:6: machines[1].port: wrong"},
        {"machines[0].port", "example.yaml:4: machines[0].port: wrong"},
        {"machines[2].port", "example.yaml:4: machines[2].port: wrong"},
        {"factor", "HUSKY_HOST_FACTOR: wrong"},
        {"variables[0]", "HUSKY_HOST_VARIABLES: wrong"},
        {"port", "--port: wrong"},
        {"loud", "built-in default: loud: wrong"},
    }));
    example e;
    places given;
    const auto keys = e.describe();
    load_text(keys, R"(port: 1
name: file
machines:
  - serial: HY-0001
  - {serial: HY-0002,
     port: 7}
link:
  wait_s: 0.25
variables: [5]
)",
              "example.yaml", &given);
    load_environment(keys, "HUSKY_HOST_", {{"HUSKY_HOST_VARIABLES", "7,8"}, {"HUSKY_HOST_FACTOR", "2"}}, &given);
    set(keys, "port", "3", "--port", &given);
    CHECK_THROWS_WITH(given.fail_at(key, "wrong"), message);
}

TEST_CASE("a text may have to be of a kind", "[settings]") {
    std::string day = "monday";
    schema s("week");
    s.text(
        "day", day, "a day that ends in y", [](const std::string& text) { return text.ends_with('y'); }, "which day");
    load_text(s, "day: friday", "week.yaml");
    CHECK(day == "friday");
    CHECK_THROWS_WITH(load_text(s, "day: mardi", "week.yaml"),
                      "week.yaml:1: day: expected a day that ends in y, got 'mardi'");
    CHECK(day == "friday");
}

TEST_CASE("each text of a list may have to be of a kind", "[settings]") {
    std::vector<std::string> days;
    schema s("week");
    s.texts(
        "days", days, "a day that ends in y", [](const std::string& text) { return text.ends_with('y'); }, "which");
    load_text(s, "days: [friday, monday]", "week.yaml");
    CHECK(days == std::vector<std::string>{"friday", "monday"});
    CHECK_THROWS_WITH(load_text(s, "days: [friday,\n mardi]", "week.yaml"),
                      "week.yaml:2: days: expected a day that ends in y, got 'mardi'");
    CHECK_THROWS_WITH(set(s, "days", "friday,mardi", "--days"), "--days: expected a day that ends in y, got 'mardi'");
}

TEST_CASE("a list of values with a form of their own is judged at its place", "[settings]") {
    std::vector<std::string> taken;
    schema s("plan");
    s.values(
        "orders", [&] { taken.clear(); }, {},
        [&](const node& n) {
            if (const auto* bad = n.find("bad")) fail(bad->place_of("deep"), "wrong");
            taken.push_back(boost::json::serialize(to_json(n)));
        },
        "what to do");
    load_text(s, "orders:\n  - one line\n  - {n: 3, x: 2.5, quoted: '3', hex: 0x10, on: true, none: , list: [a, 1]}\n",
              "plan.yaml");
    CHECK(taken ==
          std::vector<std::string>{R"("one line")",
                                   R"({"n":3,"x":2.5E0,"quoted":"3","hex":16,"on":true,"none":null,"list":["a",1]})"});
    CHECK_THROWS_WITH(load_text(s, "orders:\n  - ok: 1\n  - bad:\n      first: 1\n      deep: 2\n", "plan.yaml"),
                      "plan.yaml:5: orders[1].bad.deep: wrong");
    CHECK_THROWS_WITH(load_text(s, "orders: 5\n", "plan.yaml"),
                      "plan.yaml:1: orders: expected a list of groups, got '5'");
    CHECK_THROWS_WITH(set(s, "orders", "x", "--orders"), "--orders: a list of groups can only be given in a file");
}
