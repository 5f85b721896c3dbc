#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "link/asio/task_group.hpp"
#include "server/scenarios/player_process.hpp"
#include "server/scenarios/scenario_settings.hpp"
#include "server/scenarios/shipped_scenarios.hpp"

namespace husky::host {

/// Where a player finds this host; empty texts: it cannot.
struct scenario_target {
    std::string machines;    ///< "127.0.0.1:1310"
    std::string http;        ///< "127.0.0.1:8310"
    std::string token_file;  ///< of its API; empty: it needs none
    std::string store;       ///< URL of a store that may be read by another process
    bool tls = false;        ///< machines must speak TLS; the player takes any certificate, since it is ours
};

/// A play of a scenario, as far as it is known.
struct scenario_run {
    std::uint64_t id = 0;
    std::string name;
    std::string state = "running";                  ///< then passed, failed, blocked or skipped
    std::string reason;                             ///< why it was blocked
    std::string steps = "[]", expectations = "[]";  ///< JSON, as the player tells them
};

/// Takes a line of `husky-fleet check --follow`. What is no such line is passed over.
void take_standing(std::string_view line, scenario_run& into);

/// Plays scenarios against this host, one at a time, by husky-fleet. One thread, that of its executor.
class scenario_runs {
  public:
    /// Runs that are remembered.
    static constexpr std::size_t max_runs = 16;

    /// `target` is asked at the begin of each run. Throws settings::error if there is no such folder.
    scenario_runs(const boost::asio::any_io_executor& executor, scenario_settings given,
                  std::function<scenario_target()> target);

    [[nodiscard]] const std::vector<shipped_scenario>& all() const { return all_; }
    /// Null if there is no such run, or no more.
    [[nodiscard]] const scenario_run* find(std::uint64_t id) const;
    [[nodiscard]] bool is_playing() const { return player_ != nullptr; }
    /// Begins one of all(); only if none is played. Throws std::system_error if the player cannot be started.
    const scenario_run& play(const shipped_scenario& one);

    /// Ends what is played. Completes when it is over.
    boost::asio::awaitable<void> stop();

  private:
    [[nodiscard]] std::vector<std::string> words_for(const shipped_scenario& one) const;
    boost::asio::awaitable<void> follow();

    boost::asio::any_io_executor executor_;
    scenario_settings given_;
    std::function<scenario_target()> target_;
    std::vector<shipped_scenario> all_;
    std::deque<scenario_run> runs_;  ///< the newest last
    std::uint64_t newest_ = 0;
    std::unique_ptr<player_process> player_;  ///< null: none is played
    link::task_group tasks_;
};

}  // namespace husky::host
