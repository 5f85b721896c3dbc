#include "client/model/stops/active_messages.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "settings/schema/load.hpp"
#include "tests/catch.hpp"
#include "tests/unit/client/model/recorder.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;
using namespace std::chrono_literals;

namespace {

/// Follows what begins and ends, as interruptions and as entries of the log.
class bookkeeper final : public happenings {
  public:
    explicit bookkeeper(const cell& of) : cell_(&of) {}

    void cycle_ended(protocol::tandem_side) override {}
    void status_changed(protocol::tandem_side) override {}
    void event_recorded(std::chrono::sys_seconds, std::span<const protocol::event_text> texts) override {
        const auto& type = texts[0].type;
        // A job that is complete is news, not a state.
        const bool has_state = type.starts_with("AL") || type.starts_with("CI") || type == "EV152";
        const bool was_reset = texts[0].content.ends_with(": reset");
        if (has_state && !was_reset) (texts[0].content.ends_with(": cleared") ? ends(type) : begins(type));
    }
    void interruption(std::uint16_t id, protocol::interruption_state state, protocol::tandem_side,
                      std::chrono::sys_seconds, std::span<const protocol::interruption_text>) override {
        const auto name = fmt::format("interruption {}", id);
        state == protocol::interruption_state::begins ? begins(name) : ends(name);
    }

    std::map<std::string, sim_time> open;
    std::map<std::string, long> begun;
    std::set<std::string> wrong;
    std::size_t max_open = 0;

  private:
    void begins(const std::string& what) {
        ++begun[what];
        if (!open.emplace(what, cell_->now()).second) wrong.insert(what + " begins twice");
        max_open = std::max(max_open, open.size());
    }
    void ends(const std::string& what) {
        if (open.erase(what) == 0) wrong.insert(what + " ends without a begin");
    }

    const cell* cell_;
};

}  // namespace

TEST_CASE("whatever begins ends, once", "[cell][life]") {
    const auto name = GENERATE(std::string("pet"), "cap", "thinwall", "tech");
    std::set<std::string> wrong, seen;
    std::size_t max_open = 0;
    long chattering = 0;
    const auto live = [&](const std::string& serial, sim_time hours, double age) {
        cell c(shipped(name), {.serial = serial, .age_years = age}, 3);
        bookkeeper books(c);
        while (c.now() < hours)
            c.advance(books);
        wrong.merge(books.wrong);
        for (const auto& [what, times] : books.begun)
            seen.insert(what);
        max_open = std::max(max_open, books.max_open);
        chattering += books.begun["AL131"] > 4;
        for (const auto& [what, since] : books.open) {
            INFO(what << " of " << serial);
            // Repairs take a day at most; maintenance waits for the end of an order.
            CHECK((c.now() - since <= 24h || what == "EV152"));
        }
    };
    live("HY-0001", 1200h, 5);
    live("HY-0002", 400h, 15);
    // Of many machines, some chatter.
    for (int n = 3; n < 73; ++n)
        live(fmt::format("HY-{:04}", n), 8h, 5);
    CHECK(wrong == std::set<std::string>{});
    CHECK(chattering > 0);
    // An emergency stop brings a storm.
    CHECK(max_open > 12);
    for (const auto* what : {"AL117", "AL131", "AL149", "AL150", "EV152", "interruption 101", "interruption 139"}) {
        CAPTURE(what);
        CHECK(seen.contains(what));
    }
}

TEST_CASE("messages stand until each is cleared", "[cell]") {
    active_messages m;
    CHECK(m.raise(3));
    CHECK_FALSE(m.raise(3));
    CHECK(m.is_active(3));
    CHECK(m.next_time() == never);
    CHECK(m.end_at(3, 20s));
    CHECK(m.raise(7));
    CHECK(m.end_at(7, 10s));
    CHECK(m.ends_by_itself(3));
    CHECK(m.next_time() == sim_time(10s));
    CHECK(m.take_next() == 7);
    CHECK_FALSE(m.ends_by_itself(7));
    CHECK(m.is_active(7));
    CHECK(m.clear(7));
    CHECK_FALSE(m.clear(7));
    CHECK(m.next_time() == sim_time(20s));
    CHECK(m.take_next() == 3);
    CHECK(m.next_time() == never);
}

TEST_CASE("there is room for each alarm of the catalogue", "[cell]") {
    active_messages m;
    for (const auto& kind : interruption_kinds())
        if (kind.sort == message_class::alarm)
            CHECK(m.end_at(interruption_index(kind.id), std::chrono::seconds(kind.id)));
    CHECK_FALSE(m.end_at(0, 1s));
}

TEST_CASE("cold oil is an alarm until the pump has warmed it, and no shot is made before", "[cell][life]") {
    const auto name = GENERATE(std::string("pet"), "cap", "thinwall", "tech");
    cell c(shipped(name), {.serial = "HY-0001", .start = start_state::cold}, 6);
    recorder log(c);
    const auto shown = [&] {
        protocol::value v;
        c.read(0, id_of(process_variable::oil_temperature), v);
        return static_cast<double>(std::get<float>(v));
    };
    const auto has = [&](const std::string& text) {
        return std::count_if(log.lines.begin(), log.lines.end(),
                             [&](const auto& line) { return mentions(line, text); });
    };
    CHECK(shown() < 24);
    while (has("event AL125 Hydraulic oil temperature low") == 0)
        c.advance(log);
    const auto began = c.now();
    CHECK(c.status(0).mode == protocol::machine_mode::heating);
    CHECK(shown() < 24);
    while (has("AL125 Hydraulic oil temperature low: cleared") == 0) {
        CHECK(log.cycles == 0);
        c.advance(log);
    }
    CHECK(has("event AL125") == 2);
    CHECK(shown() == Approx(35).margin(0.6));
    CHECK(c.now() - began > 10min);
    CHECK(c.now() - began < 30min);
    while (c.status(0).production != protocol::production_status::production)
        c.advance(log);
    CHECK(shown() > 40);
}

TEST_CASE("a machine that is hot before its oil is warm waits for it", "[cell][life]") {
    auto yaml = settings::read_file(family_path("tech"));
    const std::string oil = "oil_cold_k: -25";
    REQUIRE(mentions(yaml, oil));
    yaml.replace(yaml.find(oil), oil.size(), "oil_cold_k: -25\n  oil_tau_s: 10000");
    const auto f = parse_family(yaml, "slow-oil.yaml");
    cell c(f, {.serial = "HY-0001", .start = start_state::cold}, 6);
    recorder log(c);
    while (log.cycles == 0)
        c.advance(log);
    // ln(25/12) of the oil's time constant, where heats, soak and purge take 90 minutes.
    CHECK(c.now() > 110min);
    CHECK(mentions(log.lines.back(), "cycle"));
}
