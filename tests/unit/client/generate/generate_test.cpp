#include "client/generate/generate.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include "client/generate/file_output.hpp"
#include "settings/error.hpp"
#include "tests/catch.hpp"
#include "tests/unit/client/model/recorder.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;
using namespace std::chrono_literals;

namespace {

text_output into(std::string& text) {
    return [&text](std::string_view whole_lines) {
        text += whole_lines;
        return true;
    };
}

text_output into(file_output& file) { return std::bind_front(&file_output::write, &file); }

generation plant(int machines, sim_time length) {
    generation what{
        .machines = {}, .seed = 7, .length = length, .from = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1)};
    for (int n = 1; n <= machines; ++n)
        what.machines.push_back(
            {&shipped(n % 2 == 0 ? "pet" : "tech"), {.serial = fmt::format("HY-{:04}", n), .tandem = n % 2 != 0}});
    return what;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

template <class Writer>
std::vector<std::string> rows_of(const generation& what) {
    Writer rows;
    std::string text;
    CHECK(generate(what, rows, into(text)));
    REQUIRE(text.back() == '\n');
    return lines_of(text);
}

}  // namespace

TEST_CASE("CSV has a line of names and a line for each cycle", "[generate]") {
    const auto lines = rows_of<csv_writer>(plant(2, 10min));
    REQUIRE(lines.size() > 50);
    CHECK(lines[0].substr(0, 72) == "serial,tandem_side,life_counter,time,quality,CycleTime,MouldCloseTime,Cl");
    for (const auto& line : lines)
        CHECK(std::count(line.begin(), line.end(), ',') == 4 + 72);
    const auto pet = std::find_if(lines.begin(), lines.end(), [](const auto& l) { return l.starts_with("HY-0002"); });
    REQUIRE(pet != lines.end());
    CHECK(pet->substr(0, 31) == "HY-0002,0,1,2026-01-01T00:00:0" + pet->substr(30, 1));
}

TEST_CASE("a serial is no formula to a spreadsheet, and stays one cell", "[generate]") {
    auto what = plant(1, 10min);
    what.machines[0].settings.serial = "=HY,1";
    CHECK(rows_of<csv_writer>(what).at(1).starts_with("\"'=HY,1\",0,1,2026-01-01T"));
    CHECK(rows_of<jsonl_writer>(what).at(0).find(R"("serial":"=HY,1")") != std::string::npos);
}

TEST_CASE("rows come in the order of time, each machine's counter without a gap", "[generate]") {
    const auto lines = rows_of<csv_writer>(plant(6, 2h));
    std::string last_time;
    std::map<std::string, long> counters;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        std::istringstream in(lines[i]);
        std::string serial, side, counter, time;
        std::getline(in, serial, ',');
        std::getline(in, side, ',');
        std::getline(in, counter, ',');
        std::getline(in, time, ',');
        REQUIRE(time >= last_time);
        last_time = time;
        REQUIRE(std::stol(counter) == ++counters[serial]);
    }
    CHECK(counters.size() == 6);
}

TEST_CASE("a machine's rows do not depend on the machines beside it", "[generate]") {
    const auto of_first = [](const std::vector<std::string>& lines) {
        std::vector<std::string> own;
        std::copy_if(lines.begin(), lines.end(), std::back_inserter(own),
                     [](const auto& l) { return mentions(l, "HY-0001"); });
        return own;
    };
    CHECK(of_first(rows_of<csv_writer>(plant(1, 1h))) == of_first(rows_of<csv_writer>(plant(9, 1h))));
    CHECK(of_first(rows_of<jsonl_writer>(plant(1, 1h))) == of_first(rows_of<jsonl_writer>(plant(9, 1h))));
}

TEST_CASE("JSON lines tell cycles, events, interruptions and status", "[generate]") {
    const auto lines = rows_of<jsonl_writer>(plant(4, 24h));
    const auto count = [&](const std::string& part) {
        return std::count_if(lines.begin(), lines.end(), [&](const auto& l) { return mentions(l, part); });
    };
    CHECK(
        count(
            "{\"kind\":\"cycle\",\"serial\":\"HY-0002\",\"tandem_side\":0,\"life_counter\":1,\"time\":\"2026-01-01T") ==
        1);
    CHECK(count("{\"kind\":\"event\"") > 10);
    CHECK(count("\"state\":\"begins\"") > 5);
    CHECK(count("{\"kind\":\"status\"") > 10);
    CHECK(count("\"AccumulatorPrecharge\":null") > 0);
    for (const auto& line : lines)
        CHECK((line.front() == '{' && line.back() == '}'));
}

TEST_CASE("generation ends where it is told to, with a whole line", "[generate]") {
    csv_writer rows;
    std::string text;
    double part = 0;
    const bool complete = generate(plant(4, 48h), rows, into(text), [&](double p) {
        part = p;
        return p < 0.2;
    });
    CHECK_FALSE(complete);
    CHECK(part >= 0.2);
    CHECK(part < 0.5);
    CHECK(text.back() == '\n');
}

TEST_CASE("a full disk leaves whole lines", "[generate]") {
    csv_writer rows;
    file_output full("/dev/full");
    CHECK_FALSE(generate(plant(1, 1h), rows, into(full)));
    CHECK_FALSE(full.problem().empty());
    CHECK(full.lines() == 0);
    CHECK_THROWS_AS(file_output("/nonexistent/file.csv"), husky::settings::error);
}

TEST_CASE("a file holds what was generated", "[generate]") {
    const std::string path = fmt::format("/tmp/husky-generate-{}.csv", ::getpid());
    const auto what = plant(2, 30min);
    csv_writer rows;
    {
        file_output out(path);
        CHECK(generate(what, rows, into(out)));
        CHECK(rows.rows_of(out.lines()) == rows.cycles());
        CHECK(out.close());
    }
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    std::remove(path.c_str());
    CHECK(lines_of(text.str()) == rows_of<csv_writer>(what));
}
