#include "server/links/session.hpp"

#include <spdlog/spdlog.h>

#include "server/display/desk.hpp"
#include "server/links/report_writer.hpp"

namespace husky::host {

session::session(host_shard& shard, std::uint64_t number, std::string peer, link_purpose what,
                 const protocol::dialect& spoken)
    : shard_(shard),
      number_(number),
      peer_(std::move(peer)),
      what_(std::move(what)),
      link_(*shard.surroundings().link, spoken, *this, link::now()) {}

session::~session() = default;

void session::use_faults(const std::shared_ptr<const link::fault_list>& faults) {
    const auto& serial = machine_ ? machine_->serial : display_ ? display_->serial() : asked_serial_;
    shape_(faults, serial, link_.is_display() ? protocol::link_kind::display : protocol::link_kind::machine_functions);
    wake_();
}

void session::admit(std::unique_ptr<machine> m) {
    asked_serial_.clear();
    machine_ = std::move(m);
    note_admitted(machine_->serial);
    machine_->address = peer_;
    machine_->linked_since = wall_now();
    shard_.count().machines_linked.add(1);
    if (reports() != nullptr) shard_.reports_added();
    link_.admit(protocol::init_result::ok, std::chrono::floor<std::chrono::seconds>(machine_->linked_since),
                link::now(), machine_->ledger.epoch() > 0);
    if (shard_.may_log()) spdlog::info("machine {} linked from {}", machine_->serial, peer_);
    wake_();
}

/// Where reports go, with the machine introduced before its first one: the store knows machines by these records alone.
batch* session::reports() {
    batch* out = shard_.reports();
    if (out != nullptr && !introduced_) {
        out->records.emplace_back(machine_record{machine_->id, out->keep(machine_->serial), machine_->linked_since});
        introduced_ = true;
    }
    return out;
}

void session::refuse(protocol::init_result result) {
    if (shard_.may_log()) spdlog::info("machine {} from {} refused: {}", asked_serial_, peer_, name(result));
    asked_serial_.clear();
    link_.admit(result, std::chrono::floor<std::chrono::seconds>(wall_now()), link::now());
    wake_();
}

void session::resume() {
    link_.resumed(link::now());
    wake_();
}

void session::probe() {
    link_.probe(link::now());
    wake_();
}

void session::ask(const protocol::machine_question& q, reply_handler replied) {
    if (!link_.linked()) return replied({.what = machine_reply::fate::offline});
    if (!link_.ask(q, next_ticket_, link::now())) return replied({.what = machine_reply::fate::busy});
    asked_.emplace(next_ticket_++, std::move(replied));
    wake_();
}

void session::reply(std::uint64_t ticket, machine_reply r) {
    const auto waiting = asked_.extract(ticket);
    if (!waiting.empty()) waiting.mapped()(std::move(r));
}

void session::answered(std::uint64_t ticket, protocol::machine_answer a) {
    reply(ticket, {.what = machine_reply::fate::answered, .answer = std::move(a)});
}

void session::not_answered(std::uint64_t ticket, protocol::error_code why) {
    reply(ticket, {.what = machine_reply::fate::error, .error = why});
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
    shard_.count().bytes_in.add(n);
}
void session::bytes_sent(std::size_t n) { shard_.count().bytes_out.add(n); }
void session::message_received(protocol::message_index message) { shard_.count().received[message].add(); }
void session::message_sent(protocol::message_index message) { shard_.count().sent[message].add(); }

void session::error_sent(protocol::error_code code) {
    shard_.count().errors_sent[static_cast<std::size_t>(code)].add();
}

void session::received_bad_input(protocol::bad_input kind, std::uint16_t command) {
    shard_.count().wrong[kind].add();
    if (is_missed() && shard_.may_log())
        spdlog::warn("{} from {} ({}), command word 0x{:04X}", name(kind), who(), peer_, command);
}

std::string_view session::who() const {
    if (display_) return display_->serial();
    return machine_ ? std::string_view(machine_->serial) : "a peer";
}

void session::note_control_characters(std::string_view text) {
    if (has_control_character(text)) received_bad_input(protocol::bad_input::control_character, 0);
}

/// False for a serial that cannot be one; then the link was refused.
bool session::names_itself(std::string_view serial) {
    auto refusal = protocol::init_result::refused;
    if (has_control_character(serial)) {
        received_bad_input(protocol::bad_input::control_character, 0);
    } else if (is_of_another_kind()) {
        if (is_missed() && shard_.may_log())
            spdlog::warn("machine {} at {} takes this link for its display: it still holds a dead one", serial, peer_);
    } else if (!what_.serial.empty() && serial != what_.serial) {
        if (shard_.may_log()) spdlog::warn("at {} machine {} was expected, not {}", peer_, what_.serial, serial);
        refusal = protocol::init_result::unknown_serial;
    } else {
        asked_serial_ = serial;
        return true;
    }
    link_.admit(refusal, std::chrono::floor<std::chrono::seconds>(wall_now()), link::now());
    return false;
}

/// A machine that was dialled for one kind of link says the other.
bool session::is_of_another_kind() const {
    const auto kind = link_.is_display() ? protocol::link_kind::display : protocol::link_kind::machine_functions;
    return what_.dialled_for != protocol::link_kind::any && what_.dialled_for != kind;
}

void session::note_admitted(const std::string& serial) {
    was_admitted_ = true;
    if (what_.admitted) what_.admitted(serial);
}

void session::init_asked(std::string_view serial) {
    if (names_itself(serial)) shard_.surroundings().desk->ask_admission(id(), asked_serial_);
}

void session::cycle_received(const protocol::cycle& c) {
    const auto life_counter = std::get<std::int32_t>(c.values[0].content);
    const std::chrono::sys_seconds end_time{std::chrono::seconds(std::get<std::int32_t>(c.values[1].content))};
    for (auto unfit = count_not_finite(c); unfit > 0; --unfit)
        received_bad_input(protocol::bad_input::not_finite, 0);

    machine_->tandem = machine_->tandem || c.side == 1;
    const auto highest_before = machine_->ledger.highest_counter();
    const auto v = machine_->ledger.accept(life_counter, end_time, shard_.receive_time());
    auto& counted = shard_.count();
    counted.gaps_opened.add(v.new_gaps);
    machine_->gaps += v.new_gaps;
    if (v.begins_epoch()) counted.epochs_begun.add();
    if (v.outcome == cycle_outcome::new_epoch && shard_.may_log())
        spdlog::warn(
            "machine {} counts anew: cycle {} after {} is no repeat and was not missing, so epoch {} begins (another "
            "or a reset controller, or its clock was set back)",
            machine_->serial, life_counter, highest_before, v.epoch);
    if (!v.to_be_stored()) {
        counted.cycles[cycle_fate::duplicate].add();
        ++machine_->duplicates;
        return;
    }
    machine_->last_cycle_at = shard_.receive_time();
    count_job(v, c);
    keep_cycle(v, life_counter, end_time, c);
}

/// The side's status says what its newest cycle counted, not what it was at the last poll.
void session::count_job(const verdict& v, const protocol::cycle& c) {
    if (v.outcome == cycle_outcome::late || c.side >= machine_->sides.size() || !machine_->sides[c.side]) return;
    machine_->counted[c.side].take(c, *machine_->sides[c.side]);
}

/// Changes of gaps go in front of the cycle that caused them: a store that has the cycle must know what is missing.
void session::keep_cycle(const verdict& v, std::int32_t life_counter, std::chrono::sys_seconds end_time,
                         const protocol::cycle& c) {
    auto& counted = shard_.count();
    batch* out = reports();
    if (out == nullptr && shard_.stores()) {
        machine_->ledger.mark_missing(v, life_counter, end_time, shard_.receive_time());
        return counted.cycles[cycle_fate::not_stored].add();
    }
    counted.cycles[v.outcome == cycle_outcome::late ? cycle_fate::late : cycle_fate::fresh].add();
    ++machine_->cycles;
    if (out == nullptr) return;
    if (machine_->ledger.has_changes()) keep_gap_changes(*out);
    const auto from = static_cast<std::uint32_t>(out->text.size());
    append_cycle_values(c, out->text);
    out->records.emplace_back(cycle_record{machine_->id,
                                           c.side,
                                           v.epoch,
                                           life_counter,
                                           end_time,
                                           shard_.receive_time(),
                                           {from, static_cast<std::uint32_t>(out->text.size()) - from}});
    shard_.reports_added();
}

void session::keep_gap_changes(batch& into) {
    machine_->ledger.take_changes(
        [&](const remembered_gap& g) {
            into.records.emplace_back(gap_record{machine_->id, g.gap, g.epoch, g.first_missing, g.last_missing, g.after,
                                                 g.before, g.detected_at});
        },
        [&](std::int64_t gap) {
            into.records.emplace_back(gap_closed_record{machine_->id, gap});
        });
}

void session::event_received(const protocol::event& e) {
    shard_.count().events.add();
    ++machine_->events;
    for (const auto& t : e.texts)
        note_control_characters(t.content);
    if (batch* out = reports()) {
        out->records.emplace_back(keep_event(e, machine_->id, shard_.receive_time(), link_.spoken(), *out));
        shard_.reports_added();
    } else if (shard_.stores()) {
        shard_.count().reports_not_stored.add();
    }
}

void session::interruption_received(const protocol::cycle_interruption& i) {
    shard_.count().interruptions.add();
    ++machine_->interruptions;
    for (const auto& t : i.texts)
        note_control_characters(t.content);
    if (batch* out = reports()) {
        out->records.emplace_back(keep_interruption(i, machine_->id, shard_.receive_time(), link_.spoken(), *out));
        shard_.reports_added();
    } else if (shard_.stores()) {
        shard_.count().reports_not_stored.add();
    }
}

void session::status_received(const protocol::machine_status& s) {
    shard_.count().status_changes.add();
    note_control_characters(s.job);
    note_control_characters(s.mould);
    if (s.side < machine_->sides.size()) machine_->sides[s.side] = s;
    machine_->tandem = machine_->tandem || s.side == 1;
}

void session::languages_received(const std::vector<protocol::language>& all) {
    machine_->languages.clear();
    for (const auto& l : all)
        machine_->languages.push_back(l.code);
    machine_->variables = 0;
}

void session::variables_listed(const std::vector<protocol::listed_variable>& page) {
    machine_->variables += page.size();
}

/// What lies between the highest cycle and the machine's counter was lost on its way, or waits behind the answer:
/// nothing that follows would tell if the machine stands still.
void session::counter_read(std::int32_t life_counter, std::chrono::sys_seconds) {
    if (!machine_->ledger.announce(life_counter, shard_.receive_time())) return;
    shard_.count().gaps_opened.add();
    ++machine_->gaps;
    keep_gaps();
}

void session::probe_answered(bool alive) {
    if (machine_) shard_.surroundings().desk->probe_answered(id(), machine_->serial, alive);
    if (display_) display_->probe_answered(alive);
}

protocol::identify_response session::identity() { return shard_.surroundings().desk->identity(); }

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
    shard_.count().links_closed[reason].add();
    // What checks whether the port is open does so every few seconds.
    const bool only_looked = ours == link::socket_end::accepted && !has_heard_ && !link_.closing();
    if (only_looked) {
        spdlog::debug("{} connected and left without a word", peer_);
    } else if (is_missed() && shard_.may_log()) {
        if (display_)
            spdlog::info("display of machine {} at {} is gone: {}", display_->serial(), peer_, name(reason));
        else if (machine_)
            spdlog::info("machine {} at {} is offline: {}", machine_->serial, peer_, name(reason));
        else
            spdlog::info("link from {} closed: {}", peer_, name(reason));
    }
    if (!asked_serial_.empty() && link_.is_display())
        shard_.surroundings().displays->abandon(id(), asked_serial_);
    else if (!asked_serial_.empty())
        shard_.surroundings().desk->abandon(id(), asked_serial_);
    link_.close(protocol::close_reason::shutdown);
    give_back();
    const bool silent = reason == host::close_reason::response_timeout || reason == host::close_reason::silence;
    while (!asked_.empty())
        reply(asked_.begin()->first, {.what = silent ? machine_reply::fate::silent : machine_reply::fate::no_answer});
}

void session::keep_gaps() {
    if (!machine_->ledger.has_changes()) return;
    batch* out = reports();
    if (out == nullptr) return;
    keep_gap_changes(*out);
    shard_.reports_added();
}

void session::give_back() {
    if (display_) display_->release();
    if (!machine_) return;
    keep_gaps();
    shard_.count().machines_linked.add(-1);
    shard_.give_back(id(), std::move(machine_));
}

}  // namespace husky::host
