#include "server/registry/registry.hpp"

#include <fmt/format.h>

#include <utility>

#include "tests/catch.hpp"

using namespace husky::host;
using husky::protocol::init_result;

namespace {

using words = std::vector<std::string>;
constexpr auto functions = husky::protocol::link_kind::machine_functions;

/// Writes down what the registry decides and keeps the machines that links were given.
class note_taker final : public registry::decisions {
  public:
    void admit(const link_id& link, const std::string& serial, std::unique_ptr<machine> m) override {
        CHECK(m->serial == serial);
        notes_.push_back(fmt::format("admit {} as {}", link.number, serial));
        linked[link.number] = std::move(m);
    }
    void refuse(const link_id& link, init_result result) override {
        notes_.push_back(fmt::format("refuse {}: {}", link.number, name(result)));
    }
    void probe(const link_id& link) override { notes_.push_back(fmt::format("probe {}", link.number)); }

    words take() { return std::exchange(notes_, {}); }
    std::unique_ptr<machine> give_back(std::uint64_t number) { return std::exchange(linked[number], nullptr); }

    std::map<std::uint64_t, std::unique_ptr<machine>> linked;

  private:
    words notes_;
};

link_id link(std::uint64_t number) { return {0, number}; }

struct plant {
    explicit plant(registry::policy rules = {}, std::vector<remembered_machine> remembered = {})
        : machines(notes, std::move(rules), remembered) {}

    void ends(std::uint64_t number) {
        auto m = notes.give_back(number);
        const auto serial = m->serial;
        machines.released(link(number), serial, std::move(m));
    }

    note_taker notes;
    registry machines;
};

}  // namespace

TEST_CASE("an unknown serial becomes a machine with a number of its own", "[registry]") {
    plant p;
    p.machines.asked(link(1), "HY-0001", functions);
    p.machines.asked(link(2), "HY-0002", functions);
    CHECK(p.notes.take() == words{"admit 1 as HY-0001", "admit 2 as HY-0002"});
    CHECK(p.notes.linked[1]->id != p.notes.linked[2]->id);
    CHECK(p.machines.find("HY-0001")->holder == link(1));
    CHECK_FALSE(p.machines.find("HY-0003"));
}

TEST_CASE("a machine that comes back is the same machine", "[registry]") {
    plant p;
    p.machines.asked(link(1), "HY-0001", functions);
    p.notes.linked[1]->cycles = 17;
    const auto id = p.notes.linked[1]->id;
    CHECK(p.machines.find("HY-0001")->resting == nullptr);
    p.ends(1);
    CHECK_FALSE(p.machines.find("HY-0001")->holder);
    CHECK(p.machines.find("HY-0001")->resting->cycles == 17);
    p.machines.asked(link(2), "HY-0001", functions);
    CHECK(p.notes.linked[2]->id == id);
    CHECK(p.notes.linked[2]->cycles == 17);
}

TEST_CASE("what the store remembers is known again, and numbers go on", "[registry]") {
    remembered_machine before;
    before.machine = 7;
    before.serial = "HY-0007";
    before.cycles = 99;
    before.events = 5;
    before.interruptions = 3;
    before.epoch = 2;
    before.highest_counter = 1000;
    plant p({}, {before});
    CHECK(p.machines.find("HY-0007")->resting->ledger.highest_counter() == 1000);
    p.machines.asked(link(1), "HY-0007", functions);
    p.machines.asked(link(2), "HY-0008", functions);
    CHECK(p.notes.linked[1]->id == 7);
    CHECK(p.notes.linked[1]->cycles == 99);
    CHECK(p.notes.linked[1]->events == 5);
    CHECK(p.notes.linked[1]->interruptions == 3);
    CHECK(p.notes.linked[2]->id == 8);
}

TEST_CASE("a host that refuses strangers admits those on its list", "[registry]") {
    plant p({.known = {"HY-0001"}, .refuse_unknown = true});
    p.machines.asked(link(1), "HY-0001", functions);
    p.machines.asked(link(2), "HY-0002", functions);
    CHECK(p.notes.take() == words{"admit 1 as HY-0001", "refuse 2: unknown serial"});
}

TEST_CASE("serials are remembered up to a bound, and known ones are still admitted at it", "[registry]") {
    plant p({.known = {}, .refuse_unknown = false, .max_machines = 2});
    p.machines.asked(link(1), "HY-0001", functions);
    p.machines.asked(link(2), "HY-0002", functions);
    p.machines.asked(link(3), "HY-0003", functions);
    p.ends(1);
    p.machines.asked(link(4), "HY-0001", functions);
    CHECK(p.notes.take() ==
          words{"admit 1 as HY-0001", "admit 2 as HY-0002", "refuse 3: refused", "admit 4 as HY-0001"});
}

TEST_CASE("a serial that only prints is a machine that rests, and keeps its number when it links", "[registry]") {
    plant p({.known = {}, .refuse_unknown = false, .max_machines = 2});
    CHECK(p.machines.may_know("HY-0001"));
    CHECK_FALSE(p.machines.find("HY-0001"));
    const auto id = p.machines.know("HY-0001");
    REQUIRE(id);
    CHECK(p.machines.find("HY-0001")->resting->id == id);
    p.machines.asked(link(1), "HY-0001", functions);
    CHECK(p.notes.linked[1]->id == id);
    CHECK(p.machines.know("HY-0001") == id);
    p.ends(1);
    p.machines.asked(link(2), "HY-0002", functions);
    CHECK(p.notes.linked[2]->id != id);
    CHECK(p.machines.know("HY-0002") == p.notes.linked[2]->id);
    CHECK_FALSE(p.machines.may_know("HY-0003"));
    CHECK_FALSE(p.machines.know("HY-0003"));
    CHECK(p.machines.may_know("HY-0002"));
}

TEST_CASE("a host that refuses strangers knows none by their prints", "[registry]") {
    remembered_machine before;
    before.machine = 7;
    before.serial = "HY-0001";
    plant p({.known = {"HY-0001"}, .refuse_unknown = true}, {before});
    CHECK(p.machines.know("HY-0001") == 7);
    CHECK_FALSE(p.machines.may_know("HY-0002"));
    CHECK_FALSE(p.machines.know("HY-0002"));
}

TEST_CASE("a serial that is linked makes its holder be probed", "[registry][takeover]") {
    plant p;
    p.machines.asked(link(1), "HY-0001", functions);
    p.notes.take();
    p.machines.asked(link(2), "HY-0001", functions);
    CHECK(p.notes.take() == words{"probe 1"});

    SECTION("a holder that answers keeps the machine") {
        p.machines.probed(link(1), "HY-0001", functions, true);
        CHECK(p.notes.take() == words{"refuse 2: serial already linked"});
        CHECK(p.machines.find("HY-0001")->holder == link(1));
    }
    SECTION("a holder that does not answer gives the machine to the newcomer") {
        p.machines.probed(link(1), "HY-0001", functions, false);
        CHECK(p.notes.take().empty());
        p.ends(1);
        CHECK(p.notes.take() == words{"admit 2 as HY-0001"});
    }
    SECTION("a holder that ends by itself gives it to the newcomer as well") {
        p.ends(1);
        CHECK(p.notes.take() == words{"admit 2 as HY-0001"});
        p.machines.probed(link(1), "HY-0001", functions, true);
        CHECK(p.notes.take().empty());
    }
    SECTION("a third is refused while the second waits") {
        p.machines.asked(link(3), "HY-0001", functions);
        CHECK(p.notes.take() == words{"refuse 3: serial already linked"});
    }
    SECTION("a newcomer that goes away is forgotten") {
        p.machines.abandoned(link(2), "HY-0001", functions);
        p.machines.probed(link(1), "HY-0001", functions, true);
        p.ends(1);
        CHECK(p.notes.take().empty());
        CHECK(p.machines.find("HY-0001")->resting != nullptr);
        p.machines.asked(link(3), "HY-0001", functions);
        CHECK(p.notes.take() == words{"admit 3 as HY-0001"});
    }
    SECTION("the answer of another link counts for nothing") {
        p.machines.probed(link(9), "HY-0001", functions, true);
        p.machines.probed(link(1), "HY-0009", functions, true);
        p.machines.abandoned(link(1), "HY-0001", functions);
        CHECK(p.notes.take().empty());
        p.ends(1);
        CHECK(p.notes.take() == words{"admit 2 as HY-0001"});
    }
}

TEST_CASE("links of different shards with one number are different links", "[registry]") {
    plant p;
    p.machines.asked({0, 1}, "HY-0001", functions);
    p.machines.asked({1, 1}, "HY-0001", functions);
    CHECK(p.notes.take() == words{"admit 1 as HY-0001", "probe 1"});
    p.machines.probed({1, 1}, "HY-0001", functions, true);
    CHECK(p.notes.take().empty());
    p.machines.probed({0, 1}, "HY-0001", functions, true);
    CHECK(p.notes.take() == words{"refuse 1: serial already linked"});
}

TEST_CASE("all machines can be looked through, at rest or linked", "[registry]") {
    plant p;
    for (std::uint64_t i = 1; i <= 3; ++i)
        p.machines.asked(link(i), fmt::format("HY-000{}", i), functions);
    p.ends(3);
    p.ends(1);
    words seen;
    p.machines.for_each([&](const std::string& serial, const registry::place& at) {
        seen.push_back(serial + (at.resting != nullptr ? " at rest" : "") + (at.holder ? " linked" : ""));
    });
    CHECK(seen == words{"HY-0001 at rest", "HY-0002 linked", "HY-0003 at rest"});
}

TEST_CASE("machines at rest whose gaps are not written are lent to their writer, and wait for it", "[registry]") {
    plant p;
    const link_id writer{0, no_link};
    for (const auto* serial : {"HY-0001", "HY-0002"})
        p.machines.asked(link(serial[6] - '0'), serial, functions);
    p.notes.linked[1]->ledger.accept(1, {}, {});
    p.notes.linked[1]->ledger.announce(3, {});
    CHECK(p.machines.lend_unwritten(writer).empty());  // links have them
    p.ends(1);
    p.ends(2);
    p.notes.take();

    auto lent = p.machines.lend_unwritten(writer);
    REQUIRE(lent.size() == 1);
    CHECK(lent.front()->serial == "HY-0001");
    p.machines.asked(link(3), "HY-0001", functions);
    CHECK(p.notes.take() == words{"probe 0"});
    lent.front()->ledger.take_changes([](const remembered_gap&) {}, [](std::int64_t) {});
    p.machines.released(writer, "HY-0001", std::move(lent.front()));
    CHECK(p.notes.take() == words{"admit 3 as HY-0001"});
    p.ends(3);
    CHECK(p.machines.lend_unwritten(writer).empty());
}

TEST_CASE("machines at rest are forgotten, and get their numbers again when they come back", "[registry][forget]") {
    plant p;
    for (std::uint64_t n = 1; n <= 2; ++n) {
        p.machines.asked(link(n), fmt::format("HY-000{}", n), functions);
        p.notes.linked[n]->cycles = 17;
        p.ends(n);
    }
    const auto id = p.machines.find("HY-0001")->resting->id;
    CHECK_FALSE(p.machines.forget("HY-0003"));
    const auto f = p.machines.forget("HY-0001");
    REQUIRE(f);
    CHECK(f->machine == id);
    CHECK_FALSE(p.machines.find("HY-0001"));
    CHECK(p.machines.find("HY-0002")->resting->cycles == 17);
    p.machines.asked(link(3), "HY-0001", functions);
    CHECK(p.notes.linked[3]->id == id);
    CHECK(p.notes.linked[3]->cycles == 0);
    p.machines.asked(link(4), "HY-0004", functions);
    CHECK(p.notes.linked[4]->id == 3);
}

TEST_CASE("a machine on a link begins anew where it is, or else when it is released", "[registry][forget]") {
    plant p;
    p.machines.asked(link(1), "HY-0001", functions);
    p.machines.asked(link(2), "HY-0002", functions);
    for (auto& [number, m] : p.notes.linked) {
        m->cycles = 17;
        m->address = "127.0.0.1:4000";
        m->languages = {"E"};
    }
    const auto f = p.machines.forget_all();
    CHECK(f.means(1));
    p.notes.linked[1]->begin_anew(f);
    p.notes.linked[1]->cycles = 3;  // since then
    p.notes.linked[1]->known = known_by::reports;
    p.machines.asked(link(3), "HY-0002", functions);
    p.machines.forget_again(f);
    p.ends(1);
    p.ends(2);  // was on its way meanwhile
    CHECK(p.machines.find("HY-0001")->resting->cycles == 3);
    CHECK(p.notes.linked[3]->cycles == 0);
    CHECK(p.notes.linked[3]->known == known_by::link);
    CHECK(p.notes.linked[3]->languages == std::vector<std::string>{"E"});
}

TEST_CASE("a newcomer never gets what was forgotten", "[registry][forget]") {
    plant p;
    p.machines.asked(link(1), "HY-0001", functions);
    p.notes.linked[1]->cycles = 17;
    p.machines.asked(link(2), "HY-0001", functions);
    p.machines.forget_all();
    p.ends(1);
    CHECK(p.notes.linked[2]->cycles == 0);
}

TEST_CASE("what came to rest before all had forgotten is forgotten too", "[registry][forget]") {
    plant p;
    p.machines.asked(link(1), "HY-0001", functions);
    const auto f = p.machines.forget_all();
    p.ends(1);
    p.machines.know("HY-0002");
    p.machines.forget_again(f);
    CHECK_FALSE(p.machines.find("HY-0001"));
    CHECK_FALSE(p.machines.find("HY-0002"));
}

TEST_CASE("a machine that was forgotten and reported nothing since is unknown when its link ends",
          "[registry][forget]") {
    plant p;
    p.machines.asked(link(1), "HY-0001", functions);
    p.machines.asked(link(2), "HY-0002", functions);
    for (const auto* serial : {"HY-0001", "HY-0002"})
        REQUIRE(p.machines.forget(serial));
    p.notes.linked[2]->begin_anew({2, "HY-0002", 2});
    CHECK(p.notes.linked[2]->known == known_by::nothing);
    p.notes.linked[2]->known = known_by::reports;
    p.ends(1);
    p.ends(2);
    CHECK_FALSE(p.machines.find("HY-0001"));
    CHECK(p.machines.find("HY-0002"));
}
