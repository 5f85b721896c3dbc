#include "scenario/play/reference/reference_session.hpp"

#include <algorithm>

namespace husky::play {

reference_session::reference_session(reference_host& of, const host::link_id& id, protocol::instant now)
    : host_(&of), id_(id), link_(of.settings_.link, *of.wire_dialect_, *this, now), now_(now) {}

void reference_session::wake() {
    if (wake_ && !over_ && !inside_) wake_();
}

void reference_session::close(protocol::close_reason why) {
    link_.close(why);
    release();
    wake();
}

void reference_session::reset() {
    resets_ = true;
    link_.outbox().clear();
    close(protocol::close_reason::shutdown);
}

/// While nothing is taken, the machine is not to blame for silence.
void reference_session::pause(bool on, protocol::instant now) {
    if (held_ && !on) link_.resumed(now);
    held_ = on;
    wake();
}

bool reference_session::say(std::span<const std::byte> bytes) {
    if (closing() || link_.outbox().add(bytes) != protocol::frame_queue::added::yes) return false;
    wake();
    return true;
}

void reference_session::received(const protocol::frame& f, protocol::instant now) {
    now_ = now;
    inside_ = true;
    link_.received(f, now);
    inside_ = false;
}

void reference_session::due(protocol::instant now) {
    now_ = now;
    inside_ = true;
    link_.due(now);
    inside_ = false;
    batch_received();
}

void reference_session::batch_received() {
    if (link_.closing()) release();
}

void reference_session::release() {
    if (std::exchange(is_released_, true)) return;
    if (transfer_ && machine_ != nullptr) {
        transfer_->link_lost(now_);
        machine_->waiting = std::move(transfer_);
    }
    if (is_holder_)
        host_->registry_.released(id_, serial_, reports_ ? reports_->give_back() : nullptr);
    else
        host_->registry_.abandoned(id_, serial_, link_.kind());
    reports_.reset();
}

void reference_session::admit(protocol::init_result result, protocol::instant now) {
    now_ = now;
    link_.admit(result, host_->wall_(now), now, reports_ && reports_->has_reported());
    batch_received();
    wake();
}

void reference_session::probe(protocol::instant now) {
    now_ = now;
    link_.probe(now);
    wake();
}

bool reference_session::ask(const protocol::machine_question& q, std::uint64_t ticket, protocol::instant now) {
    now_ = now;
    return link_.ask(q, ticket, now);
}

std::string reference_session::begin(std::unique_ptr<transfer> what, protocol::instant now) {
    transfer_ = std::move(what);
    if (!go_on(now)) {
        transfer_.reset();
        return "too many questions wait for " + serial_;
    }
    wake();
    return {};
}

/// Asks for the next block of the transfer, or ends it.
bool reference_session::go_on(protocol::instant now) {
    return std::visit(
        [&](auto& way) {
            switch (way.progress()) {
                case protocol::setup_progress::going_on:
                    return ask(way.next(), of_transfer, now);
                case protocol::setup_progress::done:
                    if constexpr (requires { way.take_content(); })
                        machine_->setups[transfer_->number] = way.take_content();
                    end_transfer({});
                    return true;
                case protocol::setup_progress::failed:
                    end_transfer(std::string(protocol::name(way.fault())));
                    return true;
            }
            return true;
        },
        transfer_->way);
}

bool reference_session::press(std::span<const std::uint16_t> keys, protocol::instant now) {
    if (!looks_ && !ask(protocol::display_start{}, single, now)) return false;
    looks_ = true;
    return std::all_of(keys.begin(), keys.end(), [this](std::uint16_t key) { return link_.press(key); });
}

void reference_session::end_transfer(std::string problem) {
    transfer_.reset();
    if (machine_ != nullptr) machine_->problem = std::move(problem);
}

void reference_session::init_asked(std::string_view serial, protocol::link_kind kind) {
    serial_ = serial;
    host_->asked(*this, serial_, kind);
}

/// A machine that lost its link in a transfer is back.
void reference_session::plan_finished() {
    if (machine_ != nullptr && machine_->waiting != nullptr) host_->resume(serial_);
}

void reference_session::probe_answered(bool alive) { host_->registry_.probed(id_, serial_, link_.kind(), alive); }

void reference_session::answered(std::uint64_t ticket, protocol::machine_answer a) {
    if (ticket != of_transfer) return;
    if (transfer_ == nullptr) return;
    const bool fits = std::visit(
        [&](auto& way) {
            const auto* response = std::get_if<typename std::decay_t<decltype(way)>::response>(&a);
            if (response != nullptr) way.answered(*response);
            return response != nullptr;
        },
        transfer_->way);
    if (!fits) return;
    if (!go_on(now_)) end_transfer("too many questions wait");
}

void reference_session::not_answered(std::uint64_t ticket, protocol::error_code why) {
    if (machine_ == nullptr) return;  // a display's
    machine_->problem = std::string(protocol::name(why));
    if (ticket == of_transfer) end_transfer(machine_->problem);
}

protocol::identify_response reference_session::identity() {
    const auto links = static_cast<std::uint32_t>(host_->links());
    return {protocol::result_code::ok, protocol::specification_revision,
            protocol::link_role::host, host_->settings_.name,
            host_->settings_.name,     links};
}

}  // namespace husky::play
