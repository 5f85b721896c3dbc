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
    reports_.emplace(*host_, std::move(m), link_.wire_dialect());
    link_.admit(protocol::init_result::ok, wall(host_->agenda_->now()), host_->agenda_->now(),
                reports_->has_reported());
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
    if (reported && host_->listening_ && reports_) {
        auto& heard = host_->heard_[serial_];
        heard.insert(heard.end(), f.bytes.begin(), f.bytes.end());
    }
    link_.received(f, now);
}

void sim_session::init_asked(std::string_view serial, protocol::link_kind kind) {
    serial_ = serial;
    asking_ = true;
    host_->post([this, kind] { host_->registry_.asked(id_, serial_, kind); });
}

void sim_session::probe_answered(bool alive) {
    if (!reports_) return;
    host_->post([this, alive] { host_->registry_.probed(id_, serial_, link_.kind(), alive); });
}

void sim_session::error_sent(protocol::error_code code) {
    check(code == protocol::error_code::timed_out, fmt::format("the host sent a machine error {}", name(code)));
}

void sim_session::received_bad_input(protocol::bad_input kind, std::uint16_t command) {
    if (kind == protocol::bad_input::already_linked) return;
    throw violation(fmt::format("the host took {} 0x{:04X} for {}", serial_, command, name(kind)));
}

void sim_session::ended() {
    if (asking_) host_->post([this] { host_->registry_.abandoned(id_, serial_, link_.kind()); });
    link_.close(protocol::close_reason::shutdown);
    give_back();
}

void sim_session::give_back() {
    if (!reports_) return;
    return_unused(reports_->give_back());
    reports_.reset();
}

void sim_session::return_unused(std::unique_ptr<host::machine> m) {
    leaving_ = std::move(m);
    host_->post([this] { host_->registry_.released(id_, serial_, std::move(leaving_)); });
}

}  // namespace husky::sim
