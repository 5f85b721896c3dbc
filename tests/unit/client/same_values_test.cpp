// One seed, the same values: whatever else runs, and however fast.
#include <algorithm>
#include <sstream>

#include "client/generate/generate.hpp"
#include "client/machine/machine.hpp"
#include "tests/catch.hpp"
#include "tests/unit/client/fleet_text.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::sys_seconds first_day = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);

text_output into(std::string& text) {
    return [&text](std::string_view whole_lines) {
        text += whole_lines;
        return true;
    };
}

/// The lines of one machine of a fleet file.
std::vector<std::string> lines_of(const std::string& yaml, const std::string& serial, sim_time length) {
    family_set loaded;
    const auto config = fleet_of(yaml);
    generation what{.machines = {}, .seed = config.seed, .length = length, .from = first_day};
    for (auto& m : make_roster(config, loaded))
        what.machines.push_back({m.kind, m.settings, m.seed});
    jsonl_writer rows;
    std::string text;
    generate(what, rows, into(text));
    std::vector<std::string> own;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        if (line.find("\"serial\":\"" + serial + '"') != std::string::npos) own.push_back(line);
    return own;
}

/// A machine as a shard drives it: each happening when its pace says so, and looks at it in between.
class driven {
  public:
    driven(const family& kind, double scale) : pace_({scale, false}, {}), cell_(kind, {.serial = "HY-0001"}, 7) {
        cell_.start_clock(first_day);
    }

    void pause(protocol::duration length) {
        pace_.pause(now_);
        look(now_ + length / 2);
        now_ += length;
        pace_.resume(now_);
    }
    /// Everything that is due in so much real time, in steps of `look_every`. Returns all that was told since the
    /// begin; not when, in real time.
    std::string run(protocol::duration length, protocol::duration look_every) {
        for (const auto end = now_ + length; now_ < end;) {
            now_ = std::min(now_ + look_every, end);
            while (pace_.due(cell_.next(), {}) <= now_) {
                rows_.turn_to(cell_);
                cell_.advance(rows_);
            }
            look(now_);
        }
        return rows_.text();
    }

  private:
    void look(protocol::instant now) {
        cell_.set_now(pace_.virtual_time(now, {}));
        protocol::value read;
        for (const auto& v : cell_.directory().variables)
            cell_.read(0, v.id, read);
    }

    protocol::instant now_{};
    pace pace_;
    cell cell_;
    jsonl_writer rows_;
};

}  // namespace

TEST_CASE("a machine is the same in a fleet of 5 and of 500", "[same_values]") {
    const auto yaml = [](int count) {
        return "seed: 7\ncount: " + std::to_string(count) +
               "\ngroups: [{family: pet, count: 2}, {family: cap}, {family: tech, tandem: true}]";
    };
    const auto small = lines_of(yaml(5), "HY-0003", 20min);
    CHECK(small.size() > 20);
    CHECK(lines_of(yaml(500), "HY-0003", 20min) == small);
}

TEST_CASE("a group that is added behind changes no machine before it", "[same_values]") {
    const std::string before = "seed: 7\ngroups:\n  - {family: cap, count: 2, start: mixed, age_to_years: 20}\n";
    const auto alone = lines_of(before, "HY-0002", 2h);
    CHECK(alone.size() > 100);
    CHECK(lines_of(before + "  - {family: pet, count: 5, overrides: {mtbf_scale: 0.1}}\n", "HY-0002", 2h) == alone);
}

TEST_CASE("overrides and seed of a group change no other group", "[same_values]") {
    const auto with = [](const std::string& keys) {
        return lines_of("groups:\n  - {family: cap" + keys + "}\n  - {family: cap}\n", "HY-0002", 1h);
    };
    const auto plain = with("");
    CHECK(with(", seed: 99") == plain);
    CHECK(with(", overrides: {cycle_time_s: 8, variables: [{variable: FillTime, sigma: 1}]}") == plain);
    CHECK(lines_of("groups:\n  - {family: cap, seed: 99}\n", "HY-0001", 1h) !=
          lines_of("groups:\n  - {family: cap}\n", "HY-0001", 1h));
}

TEST_CASE("a cell is the same at every time scale, watched or not, paused or not", "[same_values]") {
    family_set loaded;
    const auto config = fleet_of("groups: [{family: pet}]");
    const family& pet = loaded.get(config.groups[0], config.given, "groups[0]");
    const auto slow = driven(pet, 1).run(4h, 700ms);
    CHECK(std::count(slow.begin(), slow.end(), '\n') > 2000);
    CHECK((driven(pet, 60).run(4min, 100ms) == slow));
    CHECK((driven(pet, 3600).run(4s, 1ms) == slow));
    driven paused(pet, 60);
    paused.run(100s, 100ms);
    paused.pause(1h);
    CHECK(paused.run(50s, 100ms).size() < slow.size());
    paused.pause(1s);
    CHECK((paused.run(90s, 100ms) == slow));
}
