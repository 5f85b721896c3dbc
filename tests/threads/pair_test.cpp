#include <spdlog/spdlog.h>

#include <future>
#include <map>

#include "client/fleet/fleet.hpp"
#include "server/running_host.hpp"
#include "server/storage/open.hpp"
#include "tests/catch.hpp"
#include "tests/threads/http_client.hpp"
#include "tests/unit/server/scratch_directory.hpp"

using namespace husky;
using namespace std::chrono_literals;
using test::ask_http;

namespace {

constexpr auto patience = 120s;  ///< against hanging only
constexpr std::uint64_t cycles_each = 60;

host::host_config host_at(std::uint16_t port, const std::string& store) {
    host::host_config c;
    c.bind = "127.0.0.1";
    c.port = port;
    c.http_port = 0;
    c.printing.port = 0;
    c.threads = 2;
    c.store_url = "sqlite:" + store;
    c.link.takeover_timeout = 200ms;
    c.link.status_interval = 300ms;
    return c;
}

std::uint16_t port_of(const std::string& address) {
    return static_cast<std::uint16_t>(std::stoul(address.substr(address.rfind(':') + 1)));
}

/// Machines that run on week-ends too.
cells::fleet_config machines_at(const host::running_host& h, std::uint32_t count, std::uint64_t seed) {
    cells::fleet_config c;
    c.host = h.links().tcp_address();
    c.scale = "400";
    c.seed = seed;
    c.threads = 2;
    for (const auto* family : {"cap", "pet", "thinwall"}) {
        cells::machine_group g;
        g.family = family;
        g.count = count / 3 + (c.groups.empty() ? count % 3 : 0);
        if (g.count > 0) c.groups.push_back(g);
    }
    c.link.max_reconnect = 300ms;
    return c;
}

/// A fleet, and what happens in it as futures.
struct running_fleet {
    running_fleet(cells::fleet_config settings, std::uint64_t cycles)
        : config(std::move(settings)), machines(config, protocol::default_dialect(), {.cycles = cycles}, nullptr) {}

    void start() {
        machines.start([this] { first_linked.set_value(); }, [this] { all_finished.set_value(); });
    }
    static bool came(std::promise<void>& event) {
        return event.get_future().wait_for(patience) == std::future_status::ready;
    }

    cells::fleet_config config;
    std::promise<void> first_linked, all_finished;
    cells::fleet machines;
};

protocol::fault fault_of(const std::string& machine, protocol::fault_kind kind) {
    protocol::fault f;
    f.machine = machine;
    f.kind = kind;
    f.way = protocol::fault_way::both;
    f.first = 1;
    return f;
}

/// Each cycle from the first one that the host heard of is stored once, or stands in a gap. That is the machine's
/// first, unless a link was lost: of what was on its way with that, before the host knew the machine, it cannot know.
void check_account(const std::string& url, const cells::fleet& f, bool links_were_lost) {
    const auto store = host::open_store(url, {});
    const auto rows = store->reader();
    for (const auto* m : f.machines()) {
        const auto& serial = m->model().serial();
        CAPTURE(serial);
        std::map<std::int32_t, int> known;
        const auto cycles = rows->cycles({.serial = serial});
        REQUIRE(cycles.has_value());
        for (const auto& c : cycles->rows)
            ++known[c.life_counter];
        const auto gaps = rows->gaps({.serial = serial});
        REQUIRE(gaps.has_value());
        for (const auto& g : gaps->rows)
            for (auto missing = g.first_missing; missing <= g.last_missing; ++missing)
                ++known[missing];
        REQUIRE_FALSE(known.empty());
        if (!links_were_lost) CHECK(known.begin()->first == 1);
        CHECK(known.rbegin()->first == m->model().life_counter());
        for (auto counter = known.begin()->first; counter <= known.rbegin()->first; ++counter)
            CHECK(known[counter] == 1);
    }
}

}  // namespace

TEST_CASE("host and fleet in one process: faults, display, print, set-up, takeover, a host that begins anew, stop",
          "[threads]") {
    spdlog::set_level(spdlog::level::off);
    const scratch_directory scratch;
    const auto store = scratch.file("husky.db");
    std::optional<host::host_config> config = host_at(0, store);
    auto h = std::make_unique<host::running_host>(*config);
    h->start();
    const auto port = port_of(h->links().tcp_address());

    running_fleet fleet(machines_at(*h, 12, 7), cycles_each);
    fleet.start();
    REQUIRE(running_fleet::came(fleet.first_linked));
    fleet.machines.pause();
    bool links_were_lost = false;

    SECTION("what is asked while machines are linked") {
        CHECK(ask_http(h->http_address(), "GET", "/api/v1/machines").status == 200);
        CHECK(ask_http(h->http_address(), "GET", "/metrics").status == 200);
        CHECK(test::print_text(h->print_address(), "HY-0001", "one line"));
        fleet.machines.resume();
        // Offline (409) is an answer too: another machine may have been the first that was linked.
        const auto setup = ask_http(h->http_address(), "GET", "/api/v1/machines/HY-0001/setups/1");
        if (setup.status == 200)
            CHECK(ask_http(h->http_address(), "PUT", "/api/v1/machines/HY-0001/setups/2", setup.body).status == 204);
        const auto screen = ask_http(h->http_address(), "GET", "/api/v1/machines/HY-0001/display", "", "text/plain");
        CHECK((screen.status == 200 || screen.status == 409));
    }
    SECTION("faults on links of some machines") {
        links_were_lost = true;
        auto& faults = h->links().faults();
        const auto now = link::now();
        REQUIRE(faults.place(fault_of("HY-0002", protocol::fault_kind::reset), now));
        REQUIRE(faults.place(fault_of("HY-0003", protocol::fault_kind::close), now));
        REQUIRE(faults.place(fault_of("HY-0004", protocol::fault_kind::duplicate), now));
        REQUIRE(faults.place(fault_of("HY-0005", protocol::fault_kind::split), now));
        h->links().faults_changed();
        fleet.machines.resume();
    }
    SECTION("a machine that is dead without anybody knowing is replaced") {
        auto dead = machines_at(*h, 1, 8);
        dead.groups[0].serials = {"HY-9999"};
        dead.faults = {fault_of("HY-9999", protocol::fault_kind::half_open)};
        dead.faults[0].message = protocol::index_of<protocol::cycle>;
        running_fleet first(dead, 0);
        first.start();
        REQUIRE(running_fleet::came(first.first_linked));
        dead.faults.clear();
        dead.seed = 9;
        running_fleet second(dead, 0);
        second.start();
        CHECK(running_fleet::came(second.first_linked));
        CHECK(second.machines.stop());
        CHECK(first.machines.stop());
        fleet.machines.resume();
    }
    SECTION("the host begins anew at the same port and store") {
        links_were_lost = true;
        const auto end = h->stop();
        CHECK(end.all_stored);
        REQUIRE(end.all_ended);
        h.reset();
        config = host_at(port, store);
        h = std::make_unique<host::running_host>(*config);
        h->start();
        fleet.machines.resume();
    }

    REQUIRE(running_fleet::came(fleet.all_finished));
    CHECK(fleet.machines.stop());
    const auto end = h->stop();
    CHECK(end.all_stored);
    CHECK(end.all_ended);
    h.reset();
    check_account(config->store_url, fleet.machines, links_were_lost);
}
