#include "tests/catch.hpp"
#include "tests/sim/families.hpp"
#include "tests/sim/plant_machine.hpp"
#include "tests/sim/sim_host.hpp"

using namespace husky;
using namespace husky::sim;
using namespace std::chrono_literals;

namespace {

/// Two machines as fast as the host reads, over a network without faults.
class race final : public plant {
  public:
    race(std::uint64_t fleet_seed, const weather& w, std::uint64_t network_seed)
        : network_(agenda_, w, network_seed), host_(agenda_, network_, store_, host_links_, host_bug::none) {
        host_.listen();
        for (std::size_t i = 0; i < 2; ++i) {
            cells::cell_settings cell;
            cell.serial = "HY-000" + std::to_string(i + 1);
            machines_.push_back(std::make_unique<plant_machine>(
                agenda_, network_, *this, plant_machine::settings{&some_family(i), cell, fleet_seed, {1, true}},
                machine_links_));
        }
    }

    /// The cycles, events and interruptions of each machine, byte by byte.
    std::vector<std::vector<std::byte>> run(std::size_t cycles) {
        for (const auto& m : machines_)
            m->start();
        while (std::any_of(machines_.begin(), machines_.end(),
                           [&](const auto& m) { return m->counted().size() < cycles; })) {
            for (const auto& m : machines_)
                while (m->may_run() && m->counted().size() < cycles)
                    m->step();
            agenda_.run_until(agenda_.now() + 1ms);
        }
        while (std::any_of(machines_.begin(), machines_.end(), [](const auto& m) { return !m->husky().delivered(); }))
            agenda_.run_until(agenda_.now() + 1s);
        agenda_.run_until(agenda_.now() + 10s);
        return {host_.heard("HY-0001"), host_.heard("HY-0002")};
    }

  private:
    bool dial(wire_end& from, const std::function<void(network::number)>& connected) override {
        host_.accept(network_, from, connected);
        return true;
    }

    agenda agenda_;
    network network_;
    sim_store store_;
    protocol::host_link_settings host_links_;
    protocol::machine_link_settings machine_links_;
    sim_host host_;
    std::vector<std::unique_ptr<plant_machine>> machines_;
};

constexpr std::size_t cycles = 300;

}  // namespace

TEST_CASE("at full speed a seed gives the same bytes however the network cuts them", "[sim][full_speed]") {
    const auto expected = race(7, {}, 1).run(cycles);
    CHECK(expected[0].size() > cycles * 300);
    CHECK(expected[1].size() > cycles * 300);
    const weather weathers[]{{1us, 2us, 65536, 1 << 20}, {1us, 50ms, 1, 512}, {20ms, 200ms, 100, 16384}};
    for (const auto& w : weathers)
        for (const std::uint64_t network_seed : {2U, 3U})
            CHECK((race(7, w, network_seed).run(cycles) == expected));
}

TEST_CASE("another seed gives other bytes", "[sim][full_speed]") {
    CHECK((race(8, {}, 1).run(50) != race(7, {}, 1).run(50)));
}
