// Any text as a settings file with keys of every kind: it loads, or one error names the file.
#include <chrono>

#include "settings/schema/load.hpp"
#include "tests/fuzz/script.hpp"

using namespace husky;

namespace {

struct group {
    std::string serial;
    int port = 0;
};

struct everything {
    bool loud = false;
    int port = 1310;
    double factor = 1;
    std::string name;
    std::chrono::nanoseconds wait{1};
    std::vector<double> numbers;
    std::vector<std::uint16_t> ids;
    std::vector<std::string> names;
    std::vector<group> machines;

    settings::schema describe() {
        settings::schema s("everything");
        s.boolean("loud", loud, "whether to shout");
        s.integer("port", port, 0, 65535, "", "where to listen");
        s.number("factor", factor, 0.5, 8, "", "a factor");
        s.text("name", name, "what it is called");
        s.numbers("numbers", numbers, -1e6, 1e6, "", "some numbers");
        s.integers("ids", ids, 1, 65535, "some ids");
        s.texts("names", names, "some names");
        s.list(
            "machines", machines,
            [](settings::schema& item, group& g) {
                item.required().text("serial", g.serial, "serial number");
                item.required(false).integer("port", g.port, 1, 65535, "", "its port");
            },
            "the machines");
        s.group("link").seconds("wait_s", wait, 0.05, 3600, "how long to wait");
        return s;
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    everything all;
    try {
        settings::load_text(all.describe(), {reinterpret_cast<const char*>(data), size}, "fuzz.yaml");
        fuzz::require(all.port >= 0 && all.port <= 65535);
        fuzz::require(all.factor >= 0.5 && all.factor <= 8);
    } catch (const settings::error& wrong) {
        fuzz::require(std::string(wrong.what()).starts_with("fuzz.yaml"));
    }
    return 0;
}
