#include "server/links/session.hpp"

#include "log/log.hpp"
#include "server/links/admissions.hpp"
#include "settings/utf8.hpp"

namespace husky::host {

session::session(host_shard& shard, std::uint64_t number, std::string peer, link_purpose purpose,
                 const protocol::dialect& wire_dialect)
    : shard_(shard),
      number_(number),
      peer_(std::move(peer)),
      purpose_(std::move(purpose)),
      is_missed_(purpose_.dialled_for != protocol::link_kind::display),
      link_(*shard.surroundings().link, wire_dialect, *this, link::now()) {}

session::~session() = default;

const std::string& session::serial() const {
    return reports_ ? reports_->served().serial : display_ ? display_->serial() : asked_serial_;
}

void session::use_faults(const std::shared_ptr<const link::fault_list>& faults) {
    shape_(faults, serial(), link_.kind());
    wake_();
}

void session::admit(std::unique_ptr<machine> m) {
    const auto linked_since = wall_now();
    if (m) {
        m->address = peer_;
        m->linked_since = linked_since;
        shard_.counted.machines_linked.add(1);
        reports_.emplace(shard_, std::move(m), link_.wire_dialect());
    } else {
        display_ = std::make_unique<session_display>(shard_, *this, id(), asked_serial_, link_.wire_dialect().order);
    }
    asked_serial_.clear();
    was_admitted_ = is_missed_ = true;
    if (purpose_.admitted) purpose_.admitted(serial());
    link_.admit(protocol::init_result::ok, std::chrono::floor<std::chrono::seconds>(linked_since), link::now(),
                reports_ && reports_->has_reported());
    if (shard_.may_log()) log::info("{}machine {} linked from {}", display_ ? "display of " : "", serial(), peer_);
    wake_();
}

void session::refuse(protocol::init_result result) {
    if (shard_.may_log()) log::info("machine {} from {} refused: {}", asked_serial_, peer_, name(result));
    asked_serial_.clear();
    link_.admit(result, std::chrono::floor<std::chrono::seconds>(wall_now()), link::now());
    wake_();
}

void session::resume() {
    link_.resumed(link::now());
    wake_();
}

bool session::press(std::uint16_t key_code) {
    const bool sent = link_.press(key_code);
    wake_();
    return sent;
}

void session::probe() {
    link_.probe(link::now());
    wake_();
}

void session::ask(const protocol::machine_question& q, reply_handler replied) {
    if (questions_.ask(link_, q, link::now(), std::move(replied))) wake_();
}

void session::close(protocol::close_reason why) {
    link_.close(why);
    give_back();
    wake_();
}

void session::batch_received() {
    if (link_.closing())
        give_back();
    else if (display_)
        display_->settle();
}

void session::due(protocol::instant now) {
    link_.due(now);
    if (link_.closing()) give_back();
}

void session::bytes_received(std::size_t n) {
    has_heard_ = true;
    shard_.read_begins();
    shard_.counted.bytes_in.add(n);
}
void session::bytes_sent(std::size_t n) { shard_.counted.bytes_out.add(n); }
void session::message_received(protocol::message_index message) { shard_.counted.received[message].add(); }
void session::received(const protocol::frame& f, protocol::instant now) {
    shard_.frames().add({number_, shard_.receive_time, frame_direction::received, link_.kind(), &link_.wire_dialect()},
                        f.bytes);
    link_.received(f, now);
}

void session::message_sent(protocol::message_index message) {
    shard_.counted.sent[message].add();
    shard_.frames().add({number_, wall_now(), frame_direction::sent, link_.kind(), &link_.wire_dialect()},
                        link_.outbox().back());
}

void session::error_sent(protocol::error_code code) {
    shard_.counted.errors_sent[static_cast<std::size_t>(code)].add();
}

void session::received_bad_input(protocol::bad_input kind, std::uint16_t command) {
    if (is_missed_) return shard_.tell_bad_input(kind, serial().empty() ? "a peer" : serial(), peer_, command);
    shard_.counted.wrong[kind].add();
}

void session::init_asked(std::string_view named, protocol::link_kind kind) {
    auto refusal = protocol::init_result::refused;
    if (settings::find_control(named)) {
        received_bad_input(protocol::bad_input::control_character, 0);
    } else if (purpose_.dialled_for != protocol::link_kind::any && purpose_.dialled_for != kind) {
        if (is_missed_ && shard_.may_log())
            log::warn("machine {} at {} takes this link for its display: it still holds a dead one", named, peer_);
    } else if (!purpose_.serial.empty() && named != purpose_.serial) {
        if (shard_.may_log()) log::warn("at {} machine {} was expected, not {}", peer_, purpose_.serial, named);
        refusal = protocol::init_result::unknown_serial;
    } else {
        asked_serial_ = named;
        shard_.frames().name_link(number_, named);
        shard_.surroundings().control->post([link = id(), asked = asked_serial_, kind](admissions& control) {
            control.links().asked(link, asked, kind);
        });
        return;
    }
    link_.admit(refusal, std::chrono::floor<std::chrono::seconds>(wall_now()), link::now());
}

void session::probe_answered(bool alive) {
    shard_.surroundings().control->post([holder = id(), named = serial(), k = link_.kind(), alive](
                                            admissions& control) { control.links().probed(holder, named, k, alive); });
}

protocol::identify_response session::identity() { return shard_.surroundings().identity(); }

namespace {

/// The label under which a closed link is counted.
close_reason reason_of(protocol::close_reason decided, link::ending how) {
    using protocol::close_reason;
    switch (decided) {
        case close_reason::init_timeout:
            return host::close_reason::init_timeout;
        case close_reason::silence:
            return host::close_reason::silence;
        case close_reason::response_timeout:
            return host::close_reason::response_timeout;
        case close_reason::broken_framing:
            return host::close_reason::protocol_error;
        case close_reason::refused:
            return host::close_reason::refused;
        case close_reason::takeover:
            return host::close_reason::takeover;
        case close_reason::not_reading:
            return host::close_reason::write_queue_full;
        case close_reason::shutdown:
            return host::close_reason::shutdown;
        case close_reason::none:
        case close_reason::count:
            break;
    }
    return how == link::ending::reset ? host::close_reason::reset : host::close_reason::peer_closed;
}

}  // namespace

void session::ended(link::ending how, bool cut_inside_message, link::socket_end ours) {
    if (cut_inside_message && !link_.closing()) received_bad_input(protocol::bad_input::truncated_at_close, 0);
    const auto reason = reason_of(link_.reason(), how);
    shard_.counted.links_closed[reason].add();
    tell_end(reason, ours);
    if (!asked_serial_.empty())
        shard_.surroundings().control->post([link = id(), asked = asked_serial_, k = link_.kind()](
                                                admissions& control) { control.links().abandoned(link, asked, k); });
    link_.close(protocol::close_reason::shutdown);
    give_back();
    shard_.frames().end_link(number_);
    questions_.end(link_.reason());
}

void session::tell_end(close_reason reason, link::socket_end ours) {
    // Port checks connect every few seconds.
    const bool only_looked = ours == link::socket_end::accepted && !has_heard_ && !link_.closing();
    if (only_looked) return log::debug("{} connected and left without sending anything", peer_);
    if (!is_missed_ || !shard_.may_log()) return;
    if (display_)
        log::info("display of machine {} at {} is gone: {}", display_->serial(), peer_, name(reason));
    else if (reports_)
        log::info("machine {} at {} is offline: {}", serial(), peer_, name(reason));
    else
        log::info("link from {} closed: {}", peer_, name(reason));
}

void session::write_gap_changes() {
    if (reports_) reports_->write_gap_changes();
}

void session::begin_anew(const forgetting& f) {
    if (reports_) reports_->begin_anew(f);
}

void session::give_back() {
    if (display_) display_->release();
    if (!reports_) return;
    shard_.counted.machines_linked.add(-1);
    auto machine = reports_->give_back();
    reports_.reset();  // first: the shard may ask its sessions for what they have not written
    shard_.give_back(id(), std::move(machine));
}

}  // namespace husky::host
