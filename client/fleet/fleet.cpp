#include "client/fleet/fleet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "client/fleet/dial_sources.hpp"
#include "client/fleet/listen_addresses.hpp"
#include "link/net/listen_problem.hpp"
#include "log/log.hpp"
#include "program/command_line.hpp"
#include "protocol/faults/fault_json.hpp"
#include "settings/counted.hpp"
#include "settings/json_text.hpp"

namespace husky::cells {

namespace {

using settings::counted;

std::chrono::sys_seconds clock_start(const fleet_config& config, const time_scale& scale) {
    if (const auto from = parse_from(config.from)) return *from;
    if (scale.as_fast_as_possible) return std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

run_plan plan_of(const fleet_config& config, const protocol::dialect& wire_dialect) {
    run_plan plan;
    plan.scale = parse_time_scale(config.scale).value();
    plan.host = link::parse_host_port(config.host, wire_dialect.ports.host).value();
    plan.wire_dialect = &wire_dialect;
    plan.listens = !config.listen.empty();
    plan.printing = &config.printing;
    return plan;
}

/// A display link takes a file descriptor that a machine's own link or listening port needs more: of a very
/// large fleet only the first machines open one.
std::size_t display_links(std::size_t machines, bool listens, std::size_t file_limit) {
    constexpr std::size_t share_of_spare_files = 4;
    const auto taken = listens ? 2 * machines : machines;
    const auto spare = file_limit > taken ? file_limit - taken : 0;
    const auto displays = std::min(machines, spare / share_of_spare_files);
    if (displays < machines)
        log::warn("the first {} of {} open a display link: not more than {} may be open", displays,
                  counted(machines, "machine"), counted(file_limit, "file"));
    return displays;
}

}  // namespace

fleet::fleet(const fleet_config& config, const protocol::dialect& wire_dialect, const run_bounds& bounds,
             link::capture* captured)
    : config_(config), wire_dialect_(wire_dialect), faults_(config.seed), plan_(plan_of(config, wire_dialect)) {
    plan_.captured = captured;
    if (plan_.listens && config.tls.is_on())
        config.given.fail_at("tls", "only machines that dial speak TLS, not those that listen for their host");
    tls_ = link::open_tls(config.tls, plan_.host.host, "tls", config.given);
    plan_.tls = tls_.get();
    plan_.failures = &failures_;
    const auto roster = make_roster(config, loaded_, wire_dialect);
    const auto sources = dial_sources(config);
    require_local(sources, config);
    const auto clock = clock_start(config, plan_.scale);
    size_ = roster.size();
    plan_.start = link::now();
    plan_.faults = &faults_;
    for (const auto& f : config.faults)
        if (!faults_.place(f, plan_.start)) config.given.fail_at("faults", "too many faults");
    const auto cores =
        config.threads > 0 ? config.threads : std::max<std::size_t>(1, std::thread::hardware_concurrency());
    for (std::size_t i = 0; i < std::min(cores, std::max<std::size_t>(1, size_)); ++i)
        shards_.push_back(std::make_unique<fleet_shard>(plan_, counts_));
    if (config.printing.enabled) {
        prints_ = std::make_unique<print_thread>(config.printing, config.link.max_reconnect, counts_);
        plan_.prints = prints_.get();
    }
    const bool all_have_screens = config.printing.enabled && config.printing.every != print_cause::key;
    const auto displays = config.display ? display_links(size_, plan_.listens, program::file_limit()) : 0;
    const auto places = listen_addresses(config, wire_dialect, size_);
    for (std::size_t i = 0; i < size_; ++i) {
        auto settings = roster[i].settings;
        settings.follows_host = !plan_.scale.as_fast_as_possible;
        auto m = std::make_unique<machine>(*roster[i].kind, settings, roster[i].seed, counts_);
        if (i < displays || all_have_screens) m->add_screen();
        m->model().start_clock(clock);
        m->set_cycle_bound(bounds.cycles);
        const auto offset = std::chrono::duration<double>(static_cast<double>(i) / config.rate);
        fleet_shard::part in{
            .start_offset = std::chrono::duration_cast<protocol::duration>(offset),
            .husky = &m->add(std::make_unique<husky_outlet>(*m, config.link, wire_dialect, roster[i].seed, counts_)),
            .at = places.empty() ? std::nullopt : std::optional(places[i]),
            .source = sources.empty() ? std::nullopt : std::optional(sources[i % sources.size()]),
            .seed = roster[i].seed + i};
        if (i < displays)
            in.display = std::make_unique<display_session>(*m, config.link, wire_dialect, config.seed, counts_);
        try {
            shards_[i % shards_.size()]->add(std::move(m), std::move(in));
        } catch (const boost::system::system_error& problem) {
            config.given.fail_at("listen", link::listen_problem("TCP " + link::to_text(places[i]), problem.code()));
        }
    }
}

void fleet::start(std::function<void()> first_linked, std::function<void()> all_finished) {
    first_linked_ = std::move(first_linked);
    all_finished_ = std::move(all_finished);
    plan_.machine_linked = [this] {
        if (!plan_.listens && !linked_told_.exchange(true)) first_linked_();
    };
    plan_.machine_finished = [this] {
        if (counts_.finished.load() == size_ && !finished_told_.exchange(true)) all_finished_();
    };
    if (prints_) prints_->start();
    for (const auto& s : shards_)
        s->start();
    if (plan_.listens) first_linked_();
}

/// A promise that is kept when what `start` is given is called.
template <class Start>
std::future<void> fleet::ask(const Start& start) {
    auto done = std::make_shared<std::promise<void>>();
    auto answer = done->get_future();
    start([done] { done->set_value(); });
    return answer;
}

/// One promise for each shard.
template <class Ask>
std::vector<std::future<void>> fleet::ask_each(const Ask& each) {
    std::vector<std::future<void>> answers;
    for (const auto& s : shards_)
        answers.push_back(ask([&](std::function<void()> done) { each(*s, std::move(done)); }));
    return answers;
}

void fleet::pause() {
    paused_ = true;
    const auto at = link::now();
    for (const auto& paused : ask_each([&](fleet_shard&s, std::function<void()> done) { s.pause(at, done); }))
        paused.wait();
}

void fleet::resume() {
    paused_ = false;
    const auto at = link::now();
    for (const auto& s : shards_)
        s->resume(at);
}

bool fleet::stop() {
    auto stopped = ask_each([](fleet_shard& s, std::function<void()> done) { s.stop(std::move(done)); });
    if (prints_) stopped.push_back(ask([this](std::function<void()> done) { prints_->stop(std::move(done)); }));
    constexpr std::chrono::milliseconds max_stop{4500};
    const auto give_up = std::chrono::steady_clock::now() + max_stop;
    bool in_time = true;
    for (const auto& one : stopped)
        in_time = one.wait_until(give_up) == std::future_status::ready && in_time;
    if (prints_) prints_->join();
    // How the last prints ended may be on its way to the machines.
    for (const auto& told : ask_each([](fleet_shard&s, std::function<void()> done) { s.call(std::move(done)); }))
        in_time = told.wait_until(give_up) == std::future_status::ready && in_time;
    for (const auto& s : shards_)
        s->join();
    return in_time;
}

std::vector<const machine*> fleet::machines() const {
    std::vector<std::vector<const machine*>> dealt;
    for (const auto& s : shards_)
        dealt.push_back(s->machines());
    std::vector<const machine*> all;
    for (std::size_t i = 0; i < size_; ++i)
        all.push_back(dealt[i % dealt.size()][i / dealt.size()]);
    return all;
}

shortfall shortfall_of(const fleet& f) {
    shortfall s;
    for (const machine* m : f.machines()) {
        s.undelivered += m->undelivered();
        s.machines += m->undelivered() > 0 ? 1 : 0;
        s.never_linked += m->never_opened() ? 1 : 0;
    }
    return s;
}

std::string in_words(const shortfall& s, const std::vector<link_failures::entry>& failures) {
    std::string words;
    if (s.undelivered > 0)
        words = fmt::format("{} of {} {} not delivered", counted(s.undelivered, "message"),
                            counted(s.machines, "machine"), s.undelivered == 1 ? "was" : "were");
    if (s.never_linked > 0)
        words += fmt::format("{}{} never linked", words.empty() ? "" : ", ",
                             counted(s.never_linked, "machine was", "machines were"));
    constexpr std::size_t max = 3;
    for (std::size_t i = 0; i < std::min(max, failures.size()); ++i)
        words += fmt::format("{} {} ({}, {})", i == 0 ? ":" : ";", failures[i].reason, failures[i].address,
                             counted(failures[i].count, "time"));
    return failures.empty() ? words + ": no host took them" : words;
}

std::string report_json(const fleet& f) {
    boost::json::array machines, failures;
    for (const auto& each : f.failures().all())
        failures.push_back(
            {{"reason", each.reason}, {"count", each.count}, {"address", each.address}, {"serial", each.serial}});
    for (const machine* m : f.machines())
        machines.push_back({{"serial", m->model().serial()},
                            {"life_counter", m->model().life_counter()},
                            {"cycles", m->cycles()},
                            {"events", m->events()},
                            {"interruptions", m->interruptions()},
                            {"dropped", m->dropped()},
                            {"undelivered", m->undelivered()},
                            {"prints", m->printer() != nullptr ? m->printer()->printed() : 0},
                            {"prints_lost", m->printer() != nullptr ? m->printer()->lost() : 0}});
    boost::json::object report{{"seed", f.seed()},
                               {"machines", std::move(machines)},
                               {"undelivered", shortfall_of(f).undelivered},
                               {"failures", std::move(failures)}};
    boost::json::array faults;
    for (const auto& each : *f.faults().placed())
        faults.push_back({{"fault", protocol::to_json(*each.fault)},
                          {"matched", each.counts->matched.load()},
                          {"done", each.counts->done.load()}});
    if (!faults.empty()) report["faults"] = std::move(faults);
    return settings::json_text(report);
}

}  // namespace husky::cells
