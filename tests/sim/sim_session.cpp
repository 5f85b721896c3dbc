#include "tests/sim/sim_session.hpp"

#include <fmt/format.h>

namespace husky::sim {

namespace {

/// The wall clock of the host begins with the agenda.
std::chrono::sys_seconds wall(instant now) {
    return std::chrono::sys_days(std::chrono::year(2026) / 1 / 1) +
           std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
}

}  // namespace

void sim_session::admit(std::unique_ptr<host::machine> m) {
    asking_ = false;
    machine_ = std::move(m);
    host_->store_->seen(machine_->id, machine_->serial);
    host_->commit_soon();
    link_.admit(protocol::init_result::ok, wall(host_->agenda_->now()), host_->agenda_->now(),
                machine_->ledger.epoch() > 0);
    driver_.wake();
}

void sim_session::refuse(protocol::init_result result) {
    asking_ = false;
    link_.admit(result, wall(host_->agenda_->now()), host_->agenda_->now());
    driver_.wake();
}

void sim_session::probe() {
    if (host_->bug_ == host_bug::answers_no_takeover) return;
    link_.probe(host_->agenda_->now());
    driver_.wake();
}

void sim_session::received(const protocol::frame& f, instant now) {
    const bool reported = f.command == 0x0008 || f.command == 0x0050 || f.command == 0x0051;
    if (reported && host_->listening_ && machine_) {
        auto& heard = host_->heard_[machine_->serial];
        heard.insert(heard.end(), f.bytes.begin(), f.bytes.end());
    }
    link_.received(f, now);
}

void sim_session::init_asked(std::string_view serial) {
    serial_ = serial;
    asking_ = true;
    host_->post([this] { host_->registry_.asked(id_, serial_); });
}

/// Changes of gaps go in front of the cycle that caused them.
void sim_session::cycle_received(const protocol::cycle& c) {
    const auto life_counter = std::get<std::int32_t>(c.values[0].content);
    const std::chrono::sys_seconds end_time{std::chrono::seconds(std::get<std::int32_t>(c.values[1].content))};
    const auto v = machine_->ledger.accept(life_counter, end_time, {});
    if (!v.to_be_stored()) {
        ++host_->duplicates_;
        return;
    }
    keep_gap_changes();
    host_->store_->add(host::cycle_record{machine_->id, c.side, v.epoch, life_counter, end_time, {}, {}});
    host_->commit_soon();
}

void sim_session::keep_gap_changes() {
    sim_store& store = *host_->store_;
    machine_->ledger.take_changes(
        [&](const host::remembered_gap& g) {
            if (host_->bug_ == host_bug::forgets_gaps) return;
            store.add(host::gap_record{machine_->id, g.gap, g.epoch, g.first_missing, g.last_missing, g.after, g.before,
                                       g.detected_at});
        },
        [&](std::int64_t gap) {
            store.add(host::gap_closed_record{machine_->id, gap});
        });
    host_->commit_soon();
}

void sim_session::counter_read(std::int32_t life_counter, std::chrono::sys_seconds) {
    if (machine_->ledger.announce(life_counter, {})) keep_gap_changes();
}

void sim_session::probe_answered(bool alive) {
    if (!machine_) return;
    host_->post([this, serial = machine_->serial, alive] { host_->registry_.probed(id_, serial, alive); });
}

void sim_session::error_sent(protocol::error_code code) {
    check(code == protocol::error_code::timed_out, fmt::format("the host sent a machine error {}", name(code)));
}

void sim_session::received_bad_input(protocol::bad_input kind, std::uint16_t command) {
    if (kind == protocol::bad_input::already_linked) return;
    throw violation(fmt::format("the host took {} 0x{:04X} for {}", serial_, command, name(kind)));
}

void sim_session::ended() {
    if (asking_) host_->post([this] { host_->registry_.abandoned(id_, serial_); });
    link_.close(protocol::close_reason::shutdown);
    give_back();
}

void sim_session::give_back() {
    if (!machine_) return;
    leaving_ = std::move(machine_);
    host_->post([this] { host_->registry_.released(id_, std::move(leaving_)); });
}

}  // namespace husky::sim
