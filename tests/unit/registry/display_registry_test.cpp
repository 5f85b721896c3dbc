#include "server/registry/registry.hpp"

#include <fmt/format.h>

#include "tests/catch.hpp"

using namespace husky::host;
using husky::protocol::init_result;
using words = std::vector<std::string>;

namespace {

constexpr auto display = husky::protocol::link_kind::display;

struct display_plant final : registry::decisions {
    words notes;
    registry displays;

    explicit display_plant(admission_policy rules = {}) : displays(*this, std::move(rules), {}) {}
    void admit(const link_id& link, const std::string& serial, std::unique_ptr<machine> m) override {
        CHECK(m == nullptr);
        notes.push_back(fmt::format("admit {} as {}", link.number, serial));
    }
    void refuse(const link_id& link, init_result result) override {
        notes.push_back(fmt::format("refuse {}: {}", link.number, static_cast<int>(result)));
    }
    void probe(const link_id& link) override { notes.push_back(fmt::format("probe {}", link.number)); }
    words told() { return std::exchange(notes, {}); }
    words asks(std::uint64_t number, const std::string& serial = "HY-0001") {
        displays.asked({0, number}, serial, display);
        return told();
    }
};

}  // namespace

TEST_CASE("a display link is admitted, found and let go", "[registry][display]") {
    display_plant p;
    CHECK(p.asks(1) == words{"admit 1 as HY-0001"});
    CHECK(p.displays.find_display("HY-0001") == link_id{0, 1});
    CHECK_FALSE(p.displays.find_display("HY-0002"));
    p.displays.released({0, 2}, "HY-0001", nullptr);
    CHECK(p.displays.find_display("HY-0001"));
    p.displays.released({0, 1}, "HY-0001", nullptr);
    CHECK_FALSE(p.displays.find_display("HY-0001"));
}

TEST_CASE("a serial that the policy refuses gets no display link", "[registry][display]") {
    display_plant p({.known = {"HY-0001"}, .refuse_unknown = true});
    CHECK(p.asks(1) == words{"admit 1 as HY-0001"});
    CHECK(p.asks(2, "HY-0002") == words{"refuse 2: 1"});
}

TEST_CASE("more display links than machines may be remembered are refused", "[registry][display]") {
    display_plant p({.known = {}, .max_machines = 2});
    p.asks(1, "A");
    p.asks(2, "B");
    CHECK(p.asks(3, "C") == words{"refuse 3: 3"});
    CHECK(p.asks(4, "A") == words{"probe 1"});
    p.displays.released({0, 2}, "B", nullptr);
    CHECK(p.asks(5, "C") == words{"admit 5 as C"});
}

TEST_CASE("a living display keeps its place, a dead one gives way", "[registry][display]") {
    display_plant p;
    p.asks(1);
    CHECK(p.asks(2) == words{"probe 1"});
    CHECK(p.asks(3) == words{"refuse 3: 2"});
    SECTION("alive") {
        p.displays.probed({0, 1}, "HY-0001", display, true);
        CHECK(p.told() == words{"refuse 2: 2"});
        p.displays.probed({0, 1}, "HY-0001", display, true);
        CHECK(p.told().empty());
    }
    SECTION("dead") {
        p.displays.probed({0, 1}, "HY-0001", display, false);
        CHECK(p.told().empty());
        p.displays.released({0, 1}, "HY-0001", nullptr);
        CHECK(p.told() == words{"admit 2 as HY-0001"});
        CHECK(p.displays.find_display("HY-0001") == link_id{0, 2});
    }
    SECTION("the newcomer has gone") {
        p.displays.abandoned({0, 2}, "HY-0001", display);
        p.displays.released({0, 1}, "HY-0001", nullptr);
        CHECK(p.told().empty());
        CHECK_FALSE(p.displays.find_display("HY-0001"));
    }
    SECTION("a probe's answer from another link is nobody's") {
        p.displays.probed({0, 9}, "HY-0001", display, true);
        p.displays.probed({0, 1}, "HY-0009", display, true);
        CHECK(p.told().empty());
    }
}
