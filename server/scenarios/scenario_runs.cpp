#include "server/scenarios/scenario_runs.hpp"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <utility>

#include "log/log.hpp"
#include "settings/json_text.hpp"

namespace husky::host {

namespace json = boost::json;

namespace {

std::string_view state_of(const json::value& outcome) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> ends{
        {{"PASS", "passed"}, {"FAIL", "failed"}, {"BLOCKED", "blocked"}, {"SKIPPED", "skipped"}}};
    for (const auto& [told, state] : ends)
        if (outcome == json::value(told)) return state;
    return "running";
}

std::string list_in(const json::object& from, std::string_view key) {
    const auto* list = from.if_contains(key);
    return list != nullptr && list->is_array() ? settings::json_text(*list) : "[]";
}

}  // namespace

void take_standing(std::string_view line, scenario_run& into) {
    boost::system::error_code failed;
    const auto parsed = json::parse(line, failed);
    if (failed || !parsed.is_object()) return;
    const auto& told = parsed.get_object();
    const auto* outcome = told.if_contains("outcome");
    const auto* reason = told.if_contains("reason");
    into.state = outcome == nullptr ? "running" : state_of(*outcome);
    into.reason = reason != nullptr && reason->is_string() ? std::string(reason->get_string()) : "";
    into.steps = list_in(told, "steps");
    into.expectations = list_in(told, "expectations");
}

scenario_runs::scenario_runs(const boost::asio::any_io_executor& executor, scenario_settings given,
                             std::function<scenario_target()> target)
    : executor_(executor),
      given_(std::move(given)),
      target_(std::move(target)),
      all_(shipped_scenarios(given_.folder)),
      tasks_(executor) {}

const scenario_run* scenario_runs::find(std::uint64_t id) const {
    const auto at = std::find_if(runs_.begin(), runs_.end(), [id](const auto& each) { return each.id == id; });
    return at == runs_.end() ? nullptr : &*at;
}

std::vector<std::string> scenario_runs::words_for(const shipped_scenario& one) const {
    const auto target = target_();
    std::vector<std::string> words{given_.player, "check",  one.file,       "--follow",
                                   "/dev/fd/3",   "--host", target.machines};
    if (!target.http.empty()) words.insert(words.end(), {"--http", target.http});
    if (!target.http.empty() && !target.token_file.empty())
        words.insert(words.end(), {"--http-token-file", target.token_file});
    if (target.tls) words.emplace_back("--tls-insecure");
    if (!target.store.empty()) words.insert(words.end(), {"--store", target.store});
    return words;
}

const scenario_run& scenario_runs::play(const shipped_scenario& one) {
    player_ = std::make_unique<player_process>(executor_, words_for(one));
    if (runs_.size() == max_runs) runs_.pop_front();
    scenario_run& run = runs_.emplace_back();
    run.id = ++newest_;
    run.name = one.name;
    log::info("scenario {} is played against this host", one.name);
    tasks_.spawn(follow());
    return run;
}

boost::asio::awaitable<void> scenario_runs::follow() {
    // No further run begins before this one is over, so it stays the newest.
    while (const auto line = co_await player_->next_line())
        take_standing(*line, runs_.back());
    player_.reset();
    scenario_run& run = runs_.back();
    if (run.state == "running") {
        run.state = "blocked";
        run.reason = given_.player + " ended without a verdict";
    }
    log::info("scenario {} is over: {}", run.name, run.state);
}

boost::asio::awaitable<void> scenario_runs::stop() {
    if (player_) player_->kill();
    co_await tasks_.drained();
}

}  // namespace husky::host
