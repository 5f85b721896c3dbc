#include "scenario/play/reference_session.hpp"

namespace husky::play {

reference_session::reference_session(reference_host& of, protocol::instant now)
    : host_(&of), link_(of.settings_.link, *of.spoken_, *this, now), now_(now) {}

void reference_session::wake() {
    if (wake_ && !over_ && !inside_) wake_();
}

void reference_session::close(protocol::close_reason why) {
    link_.close(why);
    host_->released(*this);
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
    if (link_.closing()) host_->released(*this);
}

void reference_session::admit(protocol::init_result result, protocol::instant now) {
    now_ = now;
    link_.admit(result, host_->wall_(now), now, machine_ != nullptr && machine_->book.epoch() > 0);
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

/// Asks for the next block of the transfer, or ends it.
bool reference_session::go_on(protocol::instant now) {
    const auto next = [&](auto& way) {
        switch (way.progress()) {
            case protocol::setup_progress::going_on:
                return ask(way.next(), of_transfer, now);
            case protocol::setup_progress::done:
                if (upload_) machine_->setups[upload_->number] = upload_->way.take_content();
                end_transfer({});
                return true;
            case protocol::setup_progress::failed:
                end_transfer(std::string(protocol::name(way.fault())));
                return true;
        }
        return true;
    };
    return upload_ ? next(upload_->way) : next(download_->way);
}

void reference_session::end_transfer(std::string problem) {
    upload_.reset();
    download_.reset();
    if (machine_ != nullptr) machine_->problem = std::move(problem);
}

void reference_session::init_asked(std::string_view serial) {
    serial_ = serial;
    host_->asked(*this, serial);
}

void reference_session::display_init_asked(std::string_view serial) {
    serial_ = serial;
    host_->display_asked(*this, serial);
}

void reference_session::cycle_received(const protocol::cycle& c) {
    machine_->book.take(std::get<std::int32_t>(c.values[0].content), std::get<std::int32_t>(c.values[1].content));
}

void reference_session::event_received(const protocol::event&) { ++machine_->events; }

void reference_session::interruption_received(const protocol::cycle_interruption&) { ++machine_->interruptions; }

void reference_session::status_received(const protocol::machine_status& s) {
    ++machine_->statuses;
    if (s.side < machine_->sides.size()) machine_->sides[s.side] = s;
}

void reference_session::languages_received(const std::vector<protocol::language>& all) {
    machine_->languages = all.size();
    machine_->variables = 0;
}

void reference_session::variables_listed(const std::vector<protocol::listed_variable>& page) {
    machine_->variables += page.size();
}

void reference_session::counter_read(std::int32_t life_counter, std::chrono::sys_seconds) {
    machine_->book.announce(life_counter);
}

void reference_session::probe_answered(bool alive) { host_->probed(*this, alive); }

void reference_session::answered(std::uint64_t ticket, protocol::machine_answer a) {
    if (ticket != of_transfer) return;
    const auto* up = std::get_if<protocol::upload_setup_response>(&a);
    const auto* down = std::get_if<protocol::download_setup_response>(&a);
    if (upload_ && up != nullptr)
        upload_->way.answered(*up);
    else if (download_ && down != nullptr)
        download_->way.answered(*down);
    else
        return;
    if (!go_on(now_)) end_transfer("as many questions wait as may");
}

void reference_session::not_answered(std::uint64_t ticket, protocol::error_code why) {
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
