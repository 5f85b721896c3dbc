#include "server/watch/rest_collector.hpp"

#include "tests/catch.hpp"

using namespace husky;
using namespace husky::host;

namespace {

/// Three machines at rest, and links that take them.
struct resting : registry::decisions {
    registry known{*this, {}, {}};
    rest_collector collector{known};
    std::map<std::uint64_t, std::unique_ptr<machine>> linked;

    resting() {
        for (const auto* serial : {"A", "B", "C"})
            known.know(serial);
    }
    void admit(const link_id& link, const std::string&, std::unique_ptr<machine> m) override {
        linked[link.number] = std::move(m);
    }
    void refuse(const link_id&, protocol::init_result) override {}
    void probe(const link_id&) override {}

    void link_up(std::uint64_t number, const std::string& serial) {
        known.asked({0, number}, serial, protocol::link_kind::machine_functions);
    }
    void link_down(std::uint64_t number, const std::string& serial) {
        known.released({0, number}, serial, std::move(linked[number]));
        collector.rests(serial);
    }
    void watch(const std::vector<std::string>& serials) {
        auto list = std::make_shared<watch_list>();
        for (const auto& each : serials)
            list->add(each, {topic::status});
        collector.watch(list);
    }
    std::string taken() {
        std::string out;
        const auto changes = collector.take();
        if (changes.begins_anew) out += "anew ";
        for (const auto& each : changes.machines)
            out += each.serial + (each.online ? "!" : "") + ' ';
        return out;
    }
};

}  // namespace

TEST_CASE("machines at rest are told once when they are watched, and when they come to rest", "[watch]") {
    resting plant;
    CHECK(plant.taken().empty());
    plant.watch({"A", "B"});
    CHECK(plant.taken() == "A B ");
    CHECK(plant.taken().empty());
    plant.watch({"A", "B", "C"});
    CHECK(plant.taken() == "C ");
    plant.link_up(1, "A");
    plant.link_down(1, "A");
    plant.link_up(2, "B");
    CHECK(plant.taken() == "A ");
}

TEST_CASE("a machine that has a link again is told of by that", "[watch]") {
    resting plant;
    plant.watch({"A"});
    plant.link_up(1, "A");
    CHECK(plant.taken().empty());
    plant.link_down(1, "A");
    plant.link_up(2, "A");
    CHECK(plant.taken().empty());
    plant.link_down(2, "A");
    plant.collector.watch(nullptr);
    CHECK(plant.taken().empty());
}

TEST_CASE("a machine that is unknown when its link ends leaves the others to be told anew", "[watch]") {
    resting plant;
    plant.watch({"A", "B"});
    plant.taken();
    plant.link_up(1, "A");
    const auto all = plant.known.forget_all();
    plant.linked[1]->begin_anew(all);
    plant.link_down(1, "A");
    CHECK(plant.taken() == "anew ");
    CHECK(plant.taken().empty());
}
