#include "client/fleet/fleet_shard.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include "link/faults/faulty_session.hpp"
#include "link/net/accept.hpp"
#include "link/net/dial.hpp"
#include "protocol/codec.hpp"

namespace husky::cells {

namespace {

/// With time_scale max a cell runs until so much waits to be written, then lets others have their turn.
constexpr std::size_t full_speed_chunk = 48 * 1024;

/// With time_scale max a cell waits for the first cycle_select at most so long after init.
constexpr std::chrono::seconds selection_wait{5};

constexpr std::chrono::seconds connect_timeout{10};
constexpr std::chrono::seconds turn_away_time{2};

/// How long cells run before links get their turn.
constexpr std::chrono::milliseconds longest_slice{20};
constexpr int happenings_between_looks = 64;

/// How long a stopping fleet tries to deliver what its machines reported.
constexpr std::chrono::seconds drain_time{2};
constexpr std::chrono::milliseconds drain_look{10};

}  // namespace

fleet_shard::fleet_shard(const run_plan& plan, fleet_counts& counts)
    : plan_(plan),
      counts_(counts),
      pace_(plan.scale, plan.start),
      ground_{plan.faults, link::now},
      tasks_(shard_.executor()),
      clock_(shard_.executor()) {}

void fleet_shard::add(std::unique_ptr<machine> m, const part& in) {
    auto joined = std::make_unique<member>();
    if (in.at) joined->acceptor = std::make_unique<link::tcp::acceptor>(shard_.context(), *in.at);
    joined->runs = std::move(m);
    joined->offset = in.start_offset;
    joined->source = in.source;
    joined->woken = std::make_unique<link::notice>(shard_.executor());
    member* self = joined.get();
    if (in.opens_display)
        joined->display = std::make_unique<display_dialler>(
            shard_.context(), *plan_.spoken, ground_, shard_.scratch(), *joined->runs->display(), plan_.captured,
            plan_.listens, in.source, [this, self](const link::error_code& why) {
                note_failure(*self, connection_problem(why) + " (its display link)");
            });
    if (!plan_.scale.as_fast_as_possible) self->runs->keep_pace(pace_, in.start_offset);
    if (self->display)
        self->runs->display()->on_news([self] {
            if (self->driver != nullptr) self->driver->wake();
        });
    self->runs->on_progress([this, self] { progressed(*self); });
    if (plan_.prints != nullptr && self->runs->display() != nullptr) add_printer(*self, in.seed);
    members_.push_back(std::move(joined));
}

void fleet_shard::add_printer(member& m, std::uint64_t seed) {
    member* self = &m;
    const auto place = plan_.prints->add(m.runs->link().serial(), m.source, seed, [this, self](bool printed) {
        boost::asio::post(shard_.context(), [this, self, printed] { print_ended(*self, printed); });
    });
    m.runs->add_printer(*plan_.printing, [this, self, place](screen_print what) {
        plan_.prints->print(place, host_address(*self), std::move(what));
        if (self->driver != nullptr) self->driver->wake();
    });
}

void fleet_shard::print_ended(member& m, bool printed) {
    m.runs->print_ended(printed, link::now());
    if (m.driver != nullptr) m.driver->wake();
}

/// Where the machine reached its host, or was reached by it, last.
std::string fleet_shard::host_address(const member& m) const {
    if (!m.host.address().is_unspecified()) return link::known_as(m.host.address()).to_string();
    return plan_.listens ? "" : plan_.host.host;
}

void fleet_shard::start() {
    make_agenda();
    for (const auto& m : members_)
        tasks_.spawn(plan_.listens ? listen(*m) : dial(*m));
    tasks_.spawn(keep_time());
    shard_.start();
}

/// When each cell is due. With time_scale max cells are not due: they run as the host reads.
void fleet_shard::make_agenda() {
    if (plan_.scale.as_fast_as_possible) return;
    agenda_ = {};
    for (const auto& m : members_)
        if (!m->runs->finished()) agenda_.push({pace_.due(m->runs->model().next(), m->offset), m.get()});
}

void fleet_shard::pause(protocol::instant at, std::function<void()> paused) {
    boost::asio::post(shard_.context(), [this, at, done = std::move(paused)] {
        pace_.pause(at);
        make_agenda();
        clock_.cancel();
        done();
    });
}

void fleet_shard::resume(protocol::instant at) {
    boost::asio::post(shard_.context(), [this, at] {
        pace_.resume(at);
        make_agenda();
        clock_.cancel();
        if (!plan_.scale.as_fast_as_possible) return;
        for (const auto& m : members_)
            progressed(*m);
    });
}

void fleet_shard::call(std::function<void()> what) { boost::asio::post(shard_.context(), std::move(what)); }

void fleet_shard::join() {
    shard_.stop();
    shard_.join();
}

std::vector<const machine*> fleet_shard::machines() const {
    std::vector<const machine*> all;
    for (const auto& m : members_)
        all.push_back(m->runs.get());
    return all;
}

/// Performs what is due, then sleeps until the next happening of any cell.
link::asio::awaitable<void> fleet_shard::keep_time() {
    while (!stopping_) {
        advance_due();
        clock_.expires_at(agenda_.empty() ? link::asio::steady_timer::time_point::max()
                                          : link::as_steady(agenda_.top().at));
        co_await clock_.async_wait(link::as_result);
    }
}

/// Stops after a slice of time even if more is due: links must be read and signals heard where cells cost more than
/// real time gives them.
void fleet_shard::advance_due() {
    const auto began = link::now();
    for (int done = 1; !agenda_.empty() && agenda_.top().at <= began; ++done) {
        member& m = *agenda_.top().who;
        agenda_.pop();
        if (plan_.scale.as_fast_as_possible) {
            progressed(m);
        } else {
            m.runs->advance();
            note_finished(m);
            if (!m.runs->finished()) agenda_.push({pace_.due(m.runs->model().next(), m.offset), &m});
            if (m.driver != nullptr) m.driver->wake();
        }
        if (done % happenings_between_looks == 0 && link::now() - began > longest_slice) return;
    }
}

/// The link of a machine for as long as the fleet runs: dial, serve, lose, wait, dial again.
link::asio::awaitable<void> fleet_shard::dial(member& m) {
    if (!stopping_) co_await link::wait_until(plan_.start + m.offset, *m.woken);
    while (!stopping_) {
        link::tcp::socket socket(shard_.context());
        const auto failed = co_await link::dial(socket, plan_.host, connect_timeout, *m.woken, m.source);
        if (failed) {
            note_failure(m, connection_problem(failed));
            m.runs->lost(link::now());
        } else if (!stopping_) {
            co_await serve(m, std::move(socket));
        }
        if (!stopping_) co_await link::wait_until(m.runs->link().reconnect_at(), *m.woken);
    }
}

/// The same for a machine that waits for its host.
link::asio::awaitable<void> fleet_shard::listen(member& m) {
    if (!stopping_) co_await link::wait_until(plan_.start + m.offset, *m.woken);
    member* self = &m;
    link::accept_rules rules;
    rules.take = [this, self](link::tcp::socket socket) { take(*self, std::move(socket)); };
    rules.failed = [this, self](const link::error_code& why) { note_failure(*self, connection_problem(why)); };
    co_await link::accept_all(*m.acceptor, std::move(rules));
}

/// One host at a time, and from where it came a second connection for the display.
void fleet_shard::take(member& m, link::tcp::socket socket) {
    link::error_code gone;
    if (!m.has_host) {
        m.has_host = true;
        tasks_.spawn(serve(m, std::move(socket)));
    } else if (m.display && m.display->takes(socket.remote_endpoint(gone))) {
        m.display->take(std::move(socket));
    } else {
        tasks_.spawn(turn_away(std::move(socket)));
    }
}

link::asio::awaitable<void> fleet_shard::serve(member& m, link::tcp::socket socket) {
    link::error_code ignored;
    m.host = socket.remote_endpoint(ignored);
    link::faulty_session faulty(*m.runs, *plan_.spoken, ground_);
    faulty.set_faults(plan_.faults->placed());
    faulty.set_machine(m.runs->link().serial());
    auto captured =
        link::follow(plan_.captured, socket, plan_.listens ? link::socket_end::accepted : link::socket_end::dialled);
    link::link_driver driver(std::move(socket), faulty, *plan_.spoken, shard_.scratch(), std::move(captured));
    m.driver = &driver;
    m.runs->link().connected(link::now());
    try {
        const auto how = co_await driver.run();
        if (!faulty.resets()) note_failure(m, why_over(m.runs->link(), m.counted_linked, how));
    } catch (const std::exception& problem) {
        spdlog::error("the link of {} failed: {}", m.runs->link().serial(), problem.what());
    }
    m.driver = nullptr;
    if (m.display) m.display->machine_lost();
    if (m.counted_linked && !stopping_) counts_.linked.fetch_sub(1, std::memory_order_relaxed);
    m.counted_linked = false;
    m.has_host = false;
    m.runs->lost(link::now());
}

/// The machine has no link now, and this is why; nothing where `why` is empty, or the fleet ends.
void fleet_shard::note_failure(const member& m, const std::string& why) {
    if (stopping_ || why.empty()) return;
    const auto address = plan_.listens ? link::to_text(m.host) : link::to_text(plan_.host);
    if (const auto line = plan_.failures->note(why, address, m.runs->link().serial(), link::now()))
        spdlog::warn("{}", *line);
}

/// One too many is told that the machine has its host.
link::asio::awaitable<void> fleet_shard::turn_away(link::tcp::socket socket) {
    using namespace link::asio::experimental::awaitable_operators;
    counts_.turned_away.fetch_add(1, std::memory_order_relaxed);
    std::vector<std::byte> told;
    encode(protocol::error{plan_.spoken->code(protocol::index_of<protocol::init>), protocol::error_code::busy,
                           "another host is linked"},
           *plan_.spoken, told);
    link::asio::steady_timer limit(shard_.executor(), turn_away_time);
    std::array<std::byte, 64> unread{};
    co_await (boost::asio::async_write(socket, boost::asio::buffer(told), link::as_result) ||
              limit.async_wait(link::as_result));
    link::error_code over;
    socket.shutdown(link::tcp::socket::shutdown_send, over);
    // Until the peer has gone: closing with unread bytes would destroy the answer on its way.
    if (!over)
        co_await (socket.async_read_some(boost::asio::buffer(unread), link::as_result) ||
                  limit.async_wait(link::as_result));
}

/// Something was received, or the outbox was written.
void fleet_shard::progressed(member& m) {
    if (m.runs->link().linked() && !m.counted_linked) {
        m.counted_linked = true;
        counts_.linked.fetch_add(1, std::memory_order_relaxed);
        counts_.first_links.fetch_add(1, std::memory_order_relaxed);
        if (m.process_from == protocol::never) {
            m.process_from = link::now() + selection_wait;
            if (plan_.scale.as_fast_as_possible) {
                agenda_.push({m.process_from, &m});
                clock_.cancel();
            }
        }
        if (plan_.machine_linked) plan_.machine_linked();
        if (m.display) m.display->machine_linked(m.host);
    }
    note_finished(m);
    if (!plan_.scale.as_fast_as_possible || m.step_posted || stopping_ || !m.runs->link().linked()) return;
    m.step_posted = true;
    boost::asio::post(shard_.context(), [this, &m] { step_at_full_speed(m); });
}

bool fleet_shard::may_run_at_full_speed(member& m) const {
    return !stopping_ && !pace_.paused() && m.driver != nullptr && m.runs->link().linked() && !m.runs->finished() &&
           (m.runs->link().selection_given() || link::now() >= m.process_from);
}

void fleet_shard::step_at_full_speed(member& m) {
    m.step_posted = false;
    if (!may_run_at_full_speed(m)) return;
    while (m.runs->link().buffered() == 0 && m.runs->outbox().bytes() < full_speed_chunk && !m.runs->finished())
        m.runs->advance();
    m.driver->wake();
}

void fleet_shard::note_finished(member& m) {
    if (m.counted_finished || !m.runs->finished() || !m.runs->delivered() || !m.runs->link().linked()) return;
    m.counted_finished = true;
    counts_.finished.fetch_add(1, std::memory_order_relaxed);
    if (plan_.machine_finished) plan_.machine_finished();
}

void fleet_shard::stop(std::function<void()> stopped) {
    boost::asio::post(shard_.context(), [this, done = std::move(stopped)]() mutable {
        stopping_ = true;
        clock_.cancel();
        link::asio::co_spawn(shard_.executor(), stop_machines(std::move(done)), [](const std::exception_ptr&) {});
    });
}

link::asio::awaitable<void> fleet_shard::stop_machines(std::function<void()> stopped) {
    const auto give_up = link::now() + drain_time;
    const auto waits = [](const std::unique_ptr<member>& m) {
        return m->runs->link().linked() && !m->runs->delivered();
    };
    while (link::now() < give_up && std::any_of(members_.begin(), members_.end(), waits)) {
        link::asio::steady_timer pause(shard_.executor(), drain_look);
        co_await pause.async_wait(link::as_result);
    }
    for (const auto& m : members_) {
        m->runs->close();
        m->woken->give();
        if (m->acceptor) m->acceptor->close();
        if (m->driver != nullptr) m->driver->wake();
        if (m->display) m->display->stop();
    }
    co_await tasks_.drained();
    stopped();
}

}  // namespace husky::cells
