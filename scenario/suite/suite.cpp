#include "scenario/suite/suite.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <thread>

#include "link/asio/ticker.hpp"
#include "program/command_line.hpp"
#include "program/say.hpp"
#include "program/signals.hpp"
#include "scenario/file/load.hpp"
#include "scenario/report/terminal.hpp"
#include "scenario/suite/console.hpp"
#include "scenario/suite/follower.hpp"
#include "scenario/suite/report_files.hpp"
#include "scenario/suite/work.hpp"
#include "settings/schema/environment.hpp"

namespace husky::suite {

using scenario::outcome;
using scenario::verdict;

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::milliseconds between_pictures{200};

/// One scenario of the suite: what was read of it, or what is wrong with it.
struct entry {
    std::string file, path;
    std::optional<scenario::loaded_plan> plan;
    std::string problem;            ///< why there is no plan
    bool has_namesake = false;      ///< another has its name
    std::optional<verdict> result;  ///< once it was played; of the main thread
};

/// A suite while it is played: the main thread hears signals and prints, workers play.
class running_suite {
  public:
    running_suite(const std::string& program, const check_options& options, player& plays, const found_scenarios& found,
                  program::live_line& progress)
        : program_(program),
          options_(options),
          plays_(plays),
          found_(found),
          known_(scenario::lookup_in(options.variables, settings::variable)),
          signals_(context_, [this] { interrupt(); }),
          picture_(context_, between_pictures, [this] { console_.draw(played_, entries_.size()); }),
          console_(progress),
          follower_(options.follow) {
        for (const auto& file : found.files)
            entries_.push_back(read(file));
        note_namesakes();
        tell_unused();
        std::vector<std::set<std::string>> claims;
        for (const auto& e : entries_)
            claims.push_back(e.plan ? plays.claims(e.plan->plan) : std::set<std::string>{});
        work_ = std::make_unique<work_list>(std::move(claims));
    }

    int run() {
        const auto cores = std::max<std::size_t>(1, std::thread::hardware_concurrency());
        const auto workers = std::min(options_.jobs > 0 ? options_.jobs : cores, entries_.size());
        running_ = workers;
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < workers; ++i)
            threads.emplace_back([this] { play_all(); });
        if (console_.is_terminal()) picture_.start();
        context_.run();
        threads.clear();
        console_.clear_picture();
        for (auto& e : entries_)
            if (!e.result) take(e, unplayed(e.file, outcome::blocked, "not played: interrupted"));
        std::vector<verdict> all;
        for (auto& e : entries_)
            all.push_back(std::move(*e.result));
        console_.print_summary(all, found_.left_out.size());
        write_reports(options_, all, found_.left_out);
        return stopped_ ? static_cast<int>(program::exit_cut_short) : scenario::exit_code_of(all);
    }

  private:
    entry read(const std::string& file) {
        const auto path =
            found_.is_folder ? fs::path(file).lexically_relative(found_.folder) : fs::path(file).filename();
        entry e{file, path.string(), std::nullopt, {}, false, std::nullopt};
        try {
            e.plan = scenario::load_plan(file, [this](const std::string& name) {
                asked_.insert(name);
                return known_(name);
            });
        } catch (const settings::error& wrong) {
            e.problem = wrong.what();
        }
        return e;
    }

    /// A name that is given and never asked for may be misspelt. That of the store is the command's own, too; and a
    /// file that could not be read may ask for any.
    void tell_unused() const {
        if (std::any_of(entries_.begin(), entries_.end(), [](const entry& e) { return !e.plan; })) return;
        for (const auto& [name, value] : options_.variables)
            if (name != "store" && !asked_.contains(name))
                program::say(stderr, "--set {}: no scenario that is played uses ${{{}}}\n", name, name);
    }

    void note_namesakes() {
        std::map<std::string, int> by_name;
        for (const auto& e : entries_)
            if (e.plan) ++by_name[e.plan->plan.name];
        for (auto& e : entries_)
            e.has_namesake = e.plan && by_name[e.plan->plan.name] > 1;
    }

    static void take(entry& e, verdict result) {
        result.path = e.path;
        result.has_namesake = e.has_namesake;
        e.result = std::move(result);
    }

    void play_all() {
        while (const auto next = work_->take()) {
            const entry& e = entries_[*next];
            auto result = e.plan ? play(e) : unplayed(e.file, outcome::blocked, e.problem);
            if (e.plan) follower_.ended(e.plan->plan, result);
            work_->done(*next);
            boost::asio::post(
                context_, [this, at = *next, kept = std::move(result)]() mutable { finished(at, std::move(kept)); });
        }
        boost::asio::post(context_, [this] {
            if (--running_ > 0) return;
            signals_.cancel();
            picture_.stop();
        });
    }

    verdict play(const entry& e) {
        const auto seed = options_.seed.value_or(e.plan->plan.seed);
        try {
            return plays_.play({e.plan->plan, e.plan->wire_dialect, seed,
                                repeat_command(program_, e.file, seed, options_), !found_.is_folder, stopped_,
                                [this, &e](const scenario::engine& now) {
                                    if (console_.is_terminal()) console_.note(e.plan->plan.name, now.how_far());
                                    follower_.goes_on(e.plan->plan, now);
                                }});
        } catch (const std::exception& problem) {
            auto blocked = unplayed(e.file, outcome::blocked, problem.what());
            blocked.scenario = e.plan->plan.name;
            blocked.seed = seed;
            return blocked;
        }
    }

    /// Lines come in the order of the files, whichever is done first.
    void finished(std::size_t at, verdict result) {
        take(entries_[at], std::move(result));
        ++played_;
        while (printed_ < entries_.size() && entries_[printed_].result)
            console_.print(*entries_[printed_++].result);
    }
    void interrupt() {
        stopped_ = true;
        work_->stop();
    }

    const std::string& program_;
    const check_options& options_;
    player& plays_;
    const found_scenarios& found_;
    scenario::variable_lookup known_;
    std::set<std::string> asked_;
    boost::asio::io_context context_{1};
    program::stop_signals signals_;
    link::ticker picture_;
    console console_;
    follower follower_;
    std::vector<entry> entries_;
    std::unique_ptr<work_list> work_;
    std::atomic<bool> stopped_{false};
    std::size_t running_ = 0, played_ = 0, printed_ = 0;
};

void require_one(const found_scenarios& found) {
    if (found.files.empty()) settings::fail(found.folder, 0, "", "no scenario is in this folder");
}

}  // namespace

int list_suite(const check_options& options) {
    const auto found = find_scenarios(options.target);
    for (const auto& file : found.files) {
        const auto why = found.is_folder ? "" : why_left_out(file);
        if (why.empty())
            fmt::print("scenario  {}\n", file);
        else
            fmt::print("left out  {}: {}\n", file, why);
    }
    for (const auto& each : found.left_out)
        fmt::print("left out  {}: {}\n", each.file, each.why);
    require_one(found);
    return program::exit_ok;
}

int run_suite(const std::string& program, const check_options& options, player& plays, program::live_line& progress) {
    const auto found = find_scenarios(options.target);
    for (const auto& each : found.left_out)
        program::say(stderr, "{}: left out, {}\n", each.file, each.why);
    require_one(found);
    prepare_reports(options);
    return running_suite(program, options, plays, found, progress).run();
}

verdict unplayed(const std::string& file, outcome result, std::string reason) {
    verdict v;
    v.file = v.scenario = file;
    v.result = result;
    v.reason = std::move(reason);
    return v;
}

verdict left_to(const std::string& who, const play_order& order) {
    auto v = unplayed(order.plan.file, order.alone ? outcome::blocked : outcome::skipped, who);
    v.scenario = order.plan.name;
    v.about = order.plan.about;
    v.seed = order.seed;
    return v;
}

}  // namespace husky::suite
