// What a machine writes into its log about its link.
#include "tests/catch.hpp"
#include "tests/sim/families.hpp"
#include "tests/sim/plant_machine.hpp"
#include "tests/sim/sim_host.hpp"

using namespace husky;
using namespace husky::sim;
using namespace std::chrono_literals;

namespace {

/// One machine and one host that hears it; the network is cut when the test says so.
class pair_of final : public plant {
  public:
    explicit pair_of(cells::time_scale scale)
        : network_(agenda_, {}, 1),
          host_(agenda_, network_, store_, host_links_, host_bug::none),
          machine_(agenda_, network_, *this, plant_machine::settings{&some_family(0), {.serial = "HY-0001"}, 7, scale},
                   machine_links_) {
        host_.listen();
        machine_.start();
    }

    void pass(duration time) { agenda_.run_until(agenda_.now() + time); }
    void cut() { network_.cut(*machine_.connection()); }
    /// At full speed only: the cell goes on as far as the host reads.
    void run(std::size_t wanted) {
        while (machine_.counted().size() < wanted) {
            while (machine_.may_run() && machine_.counted().size() < wanted)
                machine_.step();
            pass(1ms);
        }
    }
    [[nodiscard]] const plant_machine& machine() const { return machine_; }

    /// How often the host was told so, and where it was told last.
    struct told {
        std::size_t times = 0, last = 0;
    };
    [[nodiscard]] told of(std::string_view text) {
        told found;
        const auto& bytes = host_.heard("HY-0001");
        const std::string_view heard(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        for (auto at = heard.find(text); at != std::string_view::npos; at = heard.find(text, at + 1))
            found = {found.times + 1, at};
        return found;
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
    plant_machine machine_;
};

}  // namespace

TEST_CASE("a machine records that a host came, went, and came again", "[sim][log]") {
    pair_of pair({1, false});
    pair.pass(2min);
    REQUIRE(pair.machine().linked());
    CHECK(pair.of("Host connected").times == 1);
    CHECK(pair.of("Host disconnected").times == 0);

    pair.cut();
    pair.pass(5min);
    REQUIRE(pair.machine().linked());
    CHECK(pair.of("Host connected").times == 2);
    // What was recorded while no host was linked was kept.
    CHECK(pair.of("Host disconnected").times == 1);
    CHECK(pair.of("Host disconnected").last < pair.of("Host connected").last);
}

TEST_CASE("at full speed the log does not depend on the link", "[sim][log][full_speed]") {
    pair_of pair({1, true});
    pair.run(1000);
    pair.cut();
    pair.pass(2min);
    pair.run(2000);
    pair.pass(10s);
    CHECK(pair.of("E201").times > 0);
    CHECK(pair.of("Host connected").times == 0);
    CHECK(pair.of("Host disconnected").times == 0);
}
