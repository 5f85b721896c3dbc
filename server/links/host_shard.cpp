#include "server/links/host_shard.hpp"

#include "link/asio/notice.hpp"
#include "link/driver/link_driver.hpp"
#include "link/faults/faulty_session.hpp"
#include "log/log.hpp"
#include "server/intake/machine_intake.hpp"
#include "server/links/admissions.hpp"
#include "server/links/session.hpp"

namespace husky::host {

namespace {

/// A report waits at most this long before it is handed to the store.
constexpr std::chrono::milliseconds flush_delay{5};

/// Turns of the thread in which nothing was read: sockets are looked at once in each, and read in the next.
constexpr int quiet_turns = 4;

}  // namespace

host_shard::host_shard(std::size_t index, const host_surroundings& surroundings)
    : index_(index),
      surroundings_(surroundings),
      tasks_(shard_.executor()),
      flush_timer_(shard_.executor()),
      log_limit_(surroundings.log_lines_per_second),
      ground_{surroundings.faults, link::now},
      frames_(surroundings.frames) {
    if (surroundings.reports != nullptr) reports = &batch_;
}

void host_shard::serve(link::tcp::socket socket) { tasks_.spawn(serve_accepted(std::move(socket))); }

link::asio::awaitable<void> host_shard::serve_accepted(link::tcp::socket socket) {
    link_purpose purpose;
    link::link_socket accepted(std::move(socket), surroundings_.tls);
    co_await serve_link(std::move(accepted), std::move(purpose));
}

/// Takes at most as long as init may.
link::asio::awaitable<bool> host_shard::secure(link::link_socket& socket) {
    const auto self = handshakes_.emplace(handshakes_.end(), shard_.executor());
    if (closing_) self->give();
    link::error_code gone;
    const auto peer = socket.tcp_socket().remote_endpoint(gone);
    const auto failed = co_await link::handshake(socket, surroundings_.link->init_timeout, *self);
    handshakes_.erase(self);
    if (!failed) co_return true;
    counted.links_closed[closing_ ? close_reason::shutdown : close_reason::tls].add();
    if (closing_) co_return false;
    counted.tls_failures[static_cast<std::size_t>(link::failure_of(failed))].add();
    if (may_log())
        log::warn("no TLS with {}: {}", gone ? "a peer that has left" : link::to_text(peer), failed.message());
    co_return false;
}

void host_shard::dial(dialled_machine to, std::uint64_t seed) {
    if (closing_) return;
    diallers_.push_back(std::make_unique<dialler>(*this, std::move(to), surroundings_.max_reconnect, seed));
    tasks_.spawn(diallers_.back()->run());
    if (surroundings_.dials_displays) tasks_.spawn(diallers_.back()->run_display());
}

link::asio::awaitable<bool> host_shard::serve_link(link::link_socket socket, link_purpose purpose) {
    counted.links_opened.add();
    if (socket.has_tls() && !co_await secure(socket)) co_return false;
    const auto& dialect = purpose.wire_dialect == nullptr ? *surroundings_.dialect : *purpose.wire_dialect;
    const auto ours =
        purpose.dialled_for == protocol::link_kind::any ? link::socket_end::accepted : link::socket_end::dialled;
    link::error_code failed;
    const auto peer = socket.tcp_socket().remote_endpoint(failed);
    const auto number = next_number_++;
    session s(*this, number, failed ? "unknown" : link::to_text(peer), std::move(purpose), dialect);
    link::faulty_session faulty(s, dialect, ground_);
    faulty.set_faults(faults_);
    auto captured = link::follow(surroundings_.captured, socket.tcp_socket(), ours);
    link::link_driver driver(std::move(socket), faulty, dialect, shard_.scratch(), std::move(captured));
    s.perform_by([&driver] { driver.wake(); },
                 [&faulty](const auto& faults, const std::string& named, protocol::link_kind kind) {
                     faulty.set_faults(faults);
                     if (!named.empty()) faulty.set_machine(named, kind);
                 });
    sessions_.emplace(number, &s);
    if (closing_) s.close(protocol::close_reason::shutdown);
    auto how = link::ending::reset;
    try {
        how = co_await driver.run();
    } catch (const std::exception& problem) {
        log::error("a link failed: {}", problem.what());
    }
    sessions_.erase(number);
    s.ended(how, driver.cut_inside_message(), ours);
    co_return s.was_admitted();
}

void host_shard::close_all(std::function<void()> closed) {
    closing_ = true;
    for (const auto& d : diallers_)
        d->stop();
    for (auto& each : handshakes_)
        each.give();
    for (const auto& [number, s] : sessions_)
        s->close(protocol::close_reason::shutdown);
    link::asio::co_spawn(shard_.executor(), close_links(std::move(closed)), [](const std::exception_ptr&) {});
}

link::asio::awaitable<void> host_shard::close_links(std::function<void()> closed) {
    co_await tasks_.drained();
    while (!batch_.empty() && !loses) {
        flush();
        if (batch_.empty()) break;
        link::asio::steady_timer pause(shard_.executor(), flush_delay);
        co_await pause.async_wait(link::as_result);
    }
    flush_timer_.cancel();
    closed();
}

void host_shard::use_faults(std::shared_ptr<const link::fault_list> faults) {
    faults_ = std::move(faults);
    for (const auto& [number, s] : sessions_)
        s->use_faults(faults_);
}

void host_shard::watch(std::shared_ptr<const watch_list> wanted) {
    const auto before = collector_.watch(std::move(wanted));
    watched = collector_.wanted() == nullptr ? nullptr : &collector_;
    frame_reader_.watch(collector_.wanted());
    if (watched == nullptr) return;
    for (const auto& [number, s] : sessions_)
        if (const machine* m = s->served(); m != nullptr && (!before || !before->has(m->serial))) watched->changed(*m);
}

machine_changes host_shard::take_changes() {
    auto changes = collector_.take();
    if (const auto* wanted = collector_.wanted()) frame_reader_.take(*wanted, changes);
    return changes;
}

void host_shard::admit(std::uint64_t number, const std::string& serial, std::unique_ptr<machine> m) {
    if (const auto at = sessions_.find(number); at != sessions_.end() && !at->second->closing())
        return at->second->admit(std::move(m));
    surroundings_.control->post([link = link_id{index_, number}, serial, back = std::move(m)](admissions& c) mutable {
        c.release(link, serial, std::move(back));
    });
}

link::asio::awaitable<machine_reply> host_shard::ask(std::uint64_t number, protocol::machine_question q) {
    const auto at = sessions_.find(number);
    if (at == sessions_.end()) co_return machine_reply{.outcome = machine_reply::result::offline};
    machine_reply got;
    link::notice replied(shard_.executor());
    at->second->ask(q, [&](machine_reply r) {
        got = std::move(r);
        replied.give();
    });
    co_await replied.wait();
    co_return got;
}

link::asio::awaitable<bool> host_shard::press(std::uint64_t number, std::uint16_t key_code) {
    const auto at = sessions_.find(number);
    co_return at != sessions_.end() && at->second->press(key_code);
}

const session* host_shard::find(std::uint64_t number) const {
    const auto at = sessions_.find(number);
    return at == sessions_.end() ? nullptr : at->second;
}

void host_shard::for_each_session(const std::function<void(const session&)>& visit) const {
    for (const auto& [number, s] : sessions_)
        visit(*s);
}

bool host_shard::may_log() {
    const bool allowed = log_limit_.allows(link::now());
    counted.log_lines_suppressed.add(log_limit_.take_suppressed());
    return allowed;
}

void host_shard::tell_bad_input(protocol::bad_input kind, std::string_view who, std::string_view peer,
                                std::uint16_t command) {
    counted.wrong[kind].add();
    if (may_log()) log::warn("{} from {} ({}), command word 0x{:04X}", name(kind), who, peer, command);
}

void host_shard::counts_anew(const machine& m, std::int32_t before, std::int32_t life_counter) {
    if (!may_log()) return;
    log::warn(
        "machine {} counts anew: cycle {} after {} is not a repeat and was not missing, so epoch {} begins (another "
        "controller, a reset one, or its clock was set back)",
        m.serial, life_counter, before, m.ledger.epoch());
}

void host_shard::flush_later() {
    flush_armed_ = true;
    flush_timer_.expires_after(flush_delay);
    flush_timer_.async_wait([this](const link::error_code& failed) {
        flush_armed_ = false;
        if (!failed) flush();
    });
}

void host_shard::give_back(const link_id& link, std::unique_ptr<machine> m) {
    leaving_.emplace_back(link, std::move(m));
    flush();
    if (batch_.empty()) let_leave();
}

void host_shard::write_gap_changes(const link_id& writer, std::unique_ptr<machine> m) {
    machine_intake intake(*this, std::move(m));
    give_back(writer, intake.give_back());
}

void host_shard::let_leave() {
    for (auto& [link, m] : leaving_)
        surroundings_.control->post([holder = link, back = std::move(m)](admissions& control) mutable {
            const auto serial = back->serial;
            control.release(holder, serial, std::move(back));
        });
    leaving_.clear();
}

/// Hands the batch to the store. A store that is slow makes the links wait; one that has failed makes them go on
/// without it, and what it misses is recorded as gaps.
void host_shard::flush() {
    if (batch_.empty() || forgettings_ > 0) return;
    const bool taken = surroundings_.reports->push(batch_);
    const bool lost = std::exchange(loses, !taken && !surroundings_.reports->health().ok);
    reports = loses ? nullptr : &batch_;
    set_congested(!taken && !loses);
    if (taken || loses) let_leave();
    if (lost && !loses) store_recovered();
    if (!taken && !flush_armed_) flush_later();
}

/// Cycles that came while the store had failed are missing. Machines that stand still, or have left, would not say so.
void host_shard::store_recovered() {
    for (const auto& [number, s] : sessions_)
        s->write_gap_changes();
    if (!batch_.empty() && !flush_armed_) flush_later();
    surroundings_.control->post([this](admissions& control) { control.write_unwritten(*this); });
}

void host_shard::set_congested(bool on) {
    if (congested_ == on) return;
    congested_ = on;
    if (!on) read_on();
}

void host_shard::read_on() {
    if (congested()) return;
    for (const auto& [number, s] : sessions_)
        s->resume();
}

link::asio::awaitable<void> host_shard::catch_up(std::chrono::steady_clock::time_point until) {
    int quiet = 0;
    while (quiet < quiet_turns && std::chrono::steady_clock::now() < until) {
        const auto before = counted.bytes_in.value();
        co_await link::asio::post(shard_.executor(), link::asio::use_awaitable);
        quiet = counted.bytes_in.value() == before ? quiet + 1 : 0;
    }
}

void host_shard::forget(const forgetting& f) {
    ++forgettings_;
    batch_.drop(f.machine);
    if (f.machine == every_machine)
        frames_.clear();
    else
        frames_.forget(f.serial);
    for (auto& [link, m] : leaving_)
        if (f.means(m->id)) m->begin_anew(f);
    for (const auto& [number, s] : sessions_)
        s->begin_anew(f);
}

void host_shard::go_on() {
    if (--forgettings_ > 0) return;
    if (batch_.empty()) let_leave();
    flush();
    read_on();
}

}  // namespace husky::host
