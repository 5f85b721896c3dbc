#include "client/fleet/fleet_shard.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

namespace husky::cells {

namespace {

/// How long cells run before links get their turn.
constexpr std::chrono::milliseconds max_slice{20};
constexpr int happenings_between_looks = 64;
/// The same for one cell with time_scale max, whose outlets may always have room.
constexpr int happenings_in_a_row = 4096;

/// How long a stopping fleet tries to deliver what its machines reported.
constexpr std::chrono::seconds drain_time{2};
constexpr std::chrono::milliseconds drain_look{10};

}  // namespace

fleet_shard::fleet_shard(const run_plan& plan, fleet_counts& counts)
    : plan_(plan),
      counts_(counts),
      pace_(plan.scale, plan.start),
      tasks_(shard_.executor()),
      links_{plan, counts, shard_, tasks_, {plan.faults, link::now}},
      clock_(shard_.executor()) {}

void fleet_shard::add(std::unique_ptr<machine> m, part in) {
    auto joined = std::make_unique<member>();
    member* self = joined.get();
    joined->runs = std::move(m);
    joined->offset = in.start_offset;
    joined->display = std::move(in.display);
    if (!plan_.scale.as_fast_as_possible) self->runs->keep_pace(pace_, in.start_offset);
    if (in.husky != nullptr) {
        self->husky = std::make_unique<husky_dialler>(
            links_, *in.husky, husky_dialler::place{plan_.start + in.start_offset, in.at, in.source},
            [this, self, outlet = in.husky] {
                if (outlet->is_open()) look_again(*self);
                progressed(*self);
            });
        if (self->display) self->husky->add_display(*self->display);
    }
    if (plan_.prints != nullptr && self->runs->screen() != nullptr) add_printer(*self, in.source, in.seed);
    members_.push_back(std::move(joined));
}

void fleet_shard::add_printer(member& m, const link::local_address& source, std::uint64_t seed) {
    member* self = &m;
    const auto place = plan_.prints->add(m.runs->model().serial(), source, seed, [this, self](bool printed) {
        boost::asio::post(shard_.context(), [self, printed] {
            self->runs->printer()->ended(printed, link::now());
            self->runs->flush();
        });
    });
    m.runs->add_printer(plan_.printing->every, plan_.printing->queue, [this, self, place](screen_print what) {
        plan_.prints->print(place, self->husky ? self->husky->host_address() : "", std::move(what));
        self->runs->flush();
    });
}

void fleet_shard::start() {
    make_agenda();
    for (const auto& m : members_)
        if (m->husky) tasks_.spawn(m->husky->run());
    tasks_.spawn(keep_time());
    shard_.start();
}

/// When each cell is due. With time_scale max cells are not due: they run as their outlets have room.
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

/// Performs what is due, then sleeps until the next event of any cell.
link::asio::awaitable<void> fleet_shard::keep_time() {
    while (!links_.stopping) {
        advance_due();
        clock_.expires_at(link::as_steady(agenda_.empty() ? protocol::never : agenda_.top().at));
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
            m.runs->flush();
        }
        if (done % happenings_between_looks == 0 && link::now() - began > max_slice) return;
    }
}

/// Something was received, or written: with time_scale max the cell may go on.
void fleet_shard::progressed(member& m) {
    note_finished(m);
    if (!plan_.scale.as_fast_as_possible || m.step_posted || links_.stopping) return;
    m.step_posted = true;
    boost::asio::post(shard_.context(), [this, &m] { step_at_full_speed(m); });
}

/// With time_scale max: a host may give no selection, and then time alone makes the cell go on.
void fleet_shard::look_again(member& m) {
    if (!plan_.scale.as_fast_as_possible || m.looks_again) return;
    m.looks_again = true;
    agenda_.push({link::now() + husky_outlet::selection_wait, &m});
    clock_.cancel();
}

bool fleet_shard::may_run_at_full_speed(const member& m) const {
    return !links_.stopping && !pace_.paused() && !m.runs->finished() && m.runs->has_room(link::now());
}

void fleet_shard::step_at_full_speed(member& m) {
    m.step_posted = false;
    if (!may_run_at_full_speed(m)) return;
    for (int done = 0; done < happenings_in_a_row && may_run_at_full_speed(m); ++done)
        m.runs->advance();
    m.runs->flush();
    if (may_run_at_full_speed(m)) progressed(m);
}

void fleet_shard::note_finished(member& m) {
    if (m.counted_finished || !m.runs->finished() || !m.runs->delivered()) return;
    m.counted_finished = true;
    counts_.finished.fetch_add(1, std::memory_order_relaxed);
    if (plan_.machine_finished) plan_.machine_finished();
}

void fleet_shard::stop(std::function<void()> stopped) {
    boost::asio::post(shard_.context(), [this, done = std::move(stopped)]() mutable {
        links_.stopping = true;
        clock_.cancel();
        link::asio::co_spawn(shard_.executor(), stop_machines(std::move(done)), [](const std::exception_ptr&) {});
    });
}

link::asio::awaitable<void> fleet_shard::stop_machines(std::function<void()> stopped) {
    const auto give_up = link::now() + drain_time;
    const auto delivers = [](const std::unique_ptr<member>& m) { return m->runs->delivers(); };
    while (link::now() < give_up && std::any_of(members_.begin(), members_.end(), delivers)) {
        link::asio::steady_timer pause(shard_.executor(), drain_look);
        co_await pause.async_wait(link::as_result);
    }
    for (const auto& m : members_) {
        m->runs->close();
        if (m->husky) m->husky->stop();
    }
    co_await tasks_.drained();
    stopped();
}

}  // namespace husky::cells
