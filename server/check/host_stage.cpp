#include "server/check/host_stage.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "link/net/accept.hpp"
#include "protocol/links/backoff.hpp"
#include "scenario/outline.hpp"
#include "scenario/play/reference/reference_config.hpp"
#include "scenario/screen_need.hpp"
#include "settings/error.hpp"

namespace husky::check {

using scenario::role;

namespace {

constexpr std::chrono::seconds connect_timeout{5};
/// How often a host that is cut off checks whether it may dial again, and whether a machine is linked whose display it
/// dials.
constexpr std::chrono::milliseconds look_pause{100};
constexpr std::chrono::seconds max_dial_pause{60};

/// RST: as if nothing listened.
void drop(link::tcp::socket socket) {
    link::error_code ignored;
    socket.set_option(link::asio::socket_base::linger(true, 0), ignored);
    socket.close(ignored);
}

}  // namespace

host_stage::host_stage(const scenario::plan& p, const protocol::dialect& wire_dialect, const post& at,
                       std::uint64_t seed, std::string repeat, link::system_access system)
    : loop_stage(std::make_unique<live::live_loop>(wire_dialect, seed), p, wire_dialect,
                 live::part_of(role::host, seed, std::move(repeat)), std::move(system)),
      plan_(&p),
      post_(&at),
      seed_(seed),
      acceptor_(at.acceptor(ground().context())),
      first_came_(ground().context().get_executor()) {
    for (const auto& each : p.actors.puppets) {
        if (each.plays != role::host) continue;
        puppets_.push_back(std::make_unique<listening_puppet>(each, ground(), judge()));
        add(*puppets_.back());
    }
    if (p.actors.host) cast_host();
    place_faults(p);
}

void host_stage::cast_host() {
    const auto config = play::load_reference(*plan_->actors.host);
    host_ = std::make_unique<played_host>(config.settings, ground(), judge());
    add(*host_);
    host_->on_new_machine([this](const std::string& serial) {
        host_links_.push_back(std::make_unique<play::host_link_actor>(*host_, serial));
        add(*host_links_.back());
    });
    for (const auto& m : config.dials) {
        const auto at = link::parse_host_port(m.at, protocol::default_dialect().ports.machine);
        const auto& where = plan_->actors.host->where;
        if (!at || at->port == 0)
            settings::fail(where.source, where.line, where.key + ".machines.address",
                           fmt::format("expected ADDRESS:PORT, got '{}'", m.at));
        dialled_.emplace_back(m.serial, *at, ground().context());
    }
}

/// The first machine is there: now the scenario begins.
void host_stage::came() {
    if (std::exchange(begun_, true)) return;
    first_came_.give();
    judge().begin(link::now());
    ground().look_at_engine();
}

void host_stage::take(link::tcp::socket socket) {
    came();
    const auto free = std::find_if(puppets_.begin(), puppets_.end(), [](const auto& each) { return each->takes(); });
    if (free != puppets_.end()) return (*free)->take(std::move(socket));
    if (host_ == nullptr || !host_->takes()) return drop(std::move(socket));
    ground().tasks().spawn(serve(std::move(socket)));
}

link::asio::awaitable<void> host_stage::serve(link::tcp::socket socket) { co_await host_->serve(std::move(socket)); }

link::asio::awaitable<void> host_stage::accept_machines() {
    link::accept_rules rules;
    rules.take = [this](link::tcp::socket socket) {
        if (!ground().stopping()) take(std::move(socket));
    };
    co_await link::accept_all(acceptor_, std::move(rules));
}

link::asio::awaitable<void> host_stage::wait_for_machines() {
    co_await link::wait_until(link::now() + plan_->limit, first_came_);
    if (!begun_) ground().halt();
}

/// A machine that takes no second link is asked again after the pauses of a lost one.
link::asio::awaitable<void> host_stage::dial(const dialled& machine, bool for_display, link::notice& give_up,
                                             std::uint64_t seed) {
    protocol::backoff pause(max_dial_pause, seed);
    while (!ground().stopping()) {
        if (!host_->takes() || (for_display && !is_linked(machine))) {
            co_await link::wait_until(link::now() + look_pause, give_up);
            continue;
        }
        link::tcp::socket socket(ground().context());
        const auto failed = co_await link::dial(socket, machine.at, connect_timeout, give_up);
        if (ground().stopping()) co_return;
        if (failed && !for_display)
            dial_problem_ = fmt::format("; {}:{}: {}", machine.at.host, machine.at.port, failed.message());
        if (!failed) came();
        if (!failed && co_await host_->serve(std::move(socket))) pause.reset();
        if (!ground().stopping()) co_await link::wait_until(link::now() + pause.next(), give_up);
    }
}

bool host_stage::is_linked(const dialled& machine) const {
    auto* link = host_->link_of(machine.serial);
    return link != nullptr && link->was_linked();
}

void host_stage::leave() {
    link::error_code ignored;
    acceptor_.close(ignored);
    first_came_.give();
    for (auto& each : dialled_) {
        each.give_up.give();
        each.give_display_up.give();
    }
    for (const auto& each : puppets_)
        each->leave();
    if (host_) host_->leave();
}

std::string host_stage::nobody_came() const {
    return fmt::format("no machine came to {} within {}{}", post_->address(), scenario::text_of(plan_->limit),
                       dial_problem_);
}

scenario::verdict host_stage::run(const std::atomic<bool>& stopped, const progress& tell) {
    auto& tasks = ground().tasks();
    tasks.spawn(accept_machines());
    tasks.spawn(wait_for_machines());
    auto seed = seed_;
    const bool shows = scenario::needs_screens(*plan_);
    for (auto& each : dialled_) {
        if (shows) tasks.spawn(dial(each, true, each.give_display_up, ~seed));
        tasks.spawn(dial(each, false, each.give_up, seed++));
    }
    play_on(stopped, tell, [this] { leave(); });
    auto v = judge().result();
    if (!begun_ && !stopped) v.reason = nobody_came();
    return v;
}

void host_stage::faults_changed() {
    for (const auto& each : puppets_)
        each->faults_changed();
    if (host_) host_->faults_changed();
}

}  // namespace husky::check
