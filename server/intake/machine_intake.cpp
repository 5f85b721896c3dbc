#include "server/intake/machine_intake.hpp"

#include "server/intake/report_writer.hpp"
#include "settings/utf8.hpp"

namespace husky::host {

machine_intake::machine_intake(report_sink& to, std::unique_ptr<machine> m) : sink_(&to), machine_(std::move(m)) {
    reports();
    changed();
}

/// Where records go, after the machine's own record: the store knows machines only by these.
batch* machine_intake::reports() {
    batch* out = sink_->reports;
    if (out != nullptr && !introduced_) {
        out->records.emplace_back(machine_record{machine_->id, out->keep(machine_->serial), machine_->linked_since});
        introduced_ = true;
    }
    return out;
}

/// Where they go too while somebody watches.
batch* machine_intake::watched_reports(topic of) {
    return sink_->watched == nullptr ? nullptr : sink_->watched->reports_of(*machine_, of);
}

void machine_intake::changed() {
    machine_->known = known_by::reports;
    tell();
}

void machine_intake::tell() {
    sink_->changed(*machine_);
    if (sink_->watched != nullptr) sink_->watched->changed(*machine_);
}

void machine_intake::begin_anew(const forgetting& f) {
    if (!f.means(machine_->id)) return;
    machine_->begin_anew(f);
    introduced_ = false;
}

void machine_intake::cycle(const reported_cycle& c) {
    for (auto unfit = count_not_finite(c); unfit > 0; --unfit)
        sink_->bad_input(*machine_, protocol::bad_input::not_finite);
    machine_->tandem = machine_->tandem || c.side == 1;
    const auto before = machine_->ledger.highest_counter();
    const auto v = machine_->ledger.accept(c.life_counter, c.end_time, sink_->receive_time);
    auto& counted = sink_->counted;
    counted.gaps_opened.add(v.new_gaps);
    machine_->gaps += v.new_gaps;
    if (v.begins_epoch()) counted.epochs_begun.add();
    if (v.outcome == cycle_outcome::new_epoch) sink_->counts_anew(*machine_, before, c.life_counter);
    if (v.to_be_stored()) {
        machine_->last_cycle_at = sink_->receive_time;
        keep_cycle(v, c);
        if (batch* seen = watched_reports(topic::cycles))
            write_cycle(c, machine_->id, v.epoch, sink_->receive_time, {}, *seen);
    } else {
        counted.cycles[cycle_result::duplicate].add();
        ++machine_->duplicates;
    }
    changed();
}

/// Changes of gaps go in front of the cycle that caused them: a store that has the cycle must know what is missing.
void machine_intake::keep_cycle(const verdict& v, const reported_cycle& c) {
    auto& counted = sink_->counted;
    const produced made = measure(v, c);
    if (sink_->loses) {
        machine_->ledger.mark_missing(v, c.life_counter, c.end_time, sink_->receive_time);
        return counted.cycles[cycle_result::not_stored].add();
    }
    counted.cycles[v.outcome == cycle_outcome::late ? cycle_result::late : cycle_result::fresh].add();
    ++machine_->cycles;
    write_gap_changes();
    if (batch* out = reports()) write_cycle(c, machine_->id, v.epoch, sink_->receive_time, made, *out);
}

/// The side's status says what its newest cycle counted, not what it was at the last poll. What begins or ends with the
/// cycle is written in front of it.
produced machine_intake::measure(const verdict& v, const reported_cycle& c) {
    if (c.side >= protocol::tandem_sides) return {};
    const told_counts told = machine_->counted[c.side].read(c.values);
    production_meter& meter = machine_->meters[c.side];
    if (v.outcome == cycle_outcome::late) return meter.late_cycle(told);
    if (v.new_gaps > 0 || v.begins_epoch())
        for (auto& each : machine_->meters)
            each.break_off();
    machine_->newest_side = c.side;
    auto& status = machine_->sides[c.side];
    current_job& job = machine_->jobs[c.side];
    if (job.cycle(told, v.epoch, c.life_counter, status)) write_job(c.side);
    if (status) told.show_in(*status);
    std::vector<stop_record> stops;
    const produced made = meter.cycle(told, c.end_time, sink_->receive_time, stops);
    if (batch* out = stops.empty() ? nullptr : reports())
        for (stop_record& each : stops) {
            each.machine = machine_->id;
            each.side = c.side;
            out->records.emplace_back(each);
        }
    return made;
}

void machine_intake::write_job(protocol::tandem_side side) {
    batch* out = reports();
    if (out == nullptr) return;
    current_job& of = machine_->jobs[side];
    out->records.emplace_back(job_record{machine_->id, side, of.epoch(), of.origin(), sink_->receive_time,
                                         out->keep(of.job()), out->keep(of.mould())});
    of.recorded();
}

void machine_intake::write_gap_changes() {
    if (!machine_->ledger.has_changes()) return;
    batch* into = reports();
    if (into == nullptr) return;
    machine_->ledger.take_changes(
        [&](const remembered_gap& g) {
            into->records.emplace_back(gap_record{machine_->id, g.gap, g.epoch, g.first_missing, g.last_missing,
                                                  g.after, g.before, g.detected_at});
        },
        [&](std::int64_t gap) {
            into->records.emplace_back(gap_closed_record{machine_->id, gap});
        });
}

void machine_intake::event(const reported_event& e) {
    sink_->counted.events.add();
    ++machine_->events;
    check_texts(e.texts);
    if (batch* out = reports()) write_event(e, machine_->id, sink_->receive_time, *out);
    if (batch* seen = watched_reports(topic::events)) write_event(e, machine_->id, sink_->receive_time, *seen);
    count_unstored_report();
    changed();
}

void machine_intake::interruption(const reported_interruption& i) {
    sink_->counted.interruptions.add();
    ++machine_->interruptions;
    check_texts(i.texts);
    if (batch* out = reports()) write_interruption(i, machine_->id, sink_->receive_time, *out);
    if (batch* seen = watched_reports(topic::events)) write_interruption(i, machine_->id, sink_->receive_time, *seen);
    if (i.side < machine_->meters.size()) machine_->meters[i.side].interruption(i.state, sink_->receive_time);
    machine_->stopped_by = {i.id,
                            static_cast<std::int32_t>(i.state),
                            i.side,
                            std::string(i.machine_time),
                            sink_->receive_time,
                            texts_json(i.texts)};
    count_unstored_report();
    changed();
}

void machine_intake::count_unstored_report() {
    if (sink_->loses) sink_->counted.reports_not_stored.add();
}

void machine_intake::check_texts(std::span<const reported_text> texts) {
    for (const auto& t : texts)
        check_text(t.content);
}

void machine_intake::check_text(std::string_view text) {
    if (settings::find_control(text)) sink_->bad_input(*machine_, protocol::bad_input::control_character);
}

void machine_intake::status(const protocol::machine_status& s) {
    sink_->counted.status_changes.add();
    check_text(s.job);
    check_text(s.mould);
    if (s.side < machine_->sides.size()) {
        machine_->sides[s.side] = s;
        machine_->meters[s.side].mode(s.mode, sink_->receive_time);
        if (machine_->jobs[s.side].status(s)) write_job(s.side);
    }
    machine_->tandem = machine_->tandem || s.side == 1;
    changed();
}

void machine_intake::languages(std::vector<std::string> codes) {
    machine_->languages = std::move(codes);
    machine_->variables = 0;
    changed();
}

void machine_intake::variables(std::size_t more) {
    machine_->variables += more;
    changed();
}

void machine_intake::counter(std::int32_t life_counter) {
    if (!machine_->ledger.announce(life_counter, sink_->receive_time)) return;
    sink_->counted.gaps_opened.add();
    ++machine_->gaps;
    write_gap_changes();
    changed();
}

std::unique_ptr<machine> machine_intake::give_back() {
    write_gap_changes();
    for (auto& each : machine_->meters)
        each.unseen(sink_->receive_time);
    sink_->changed(*machine_);
    if (sink_->watched != nullptr) sink_->watched->left(*machine_);
    return std::move(machine_);
}

}  // namespace husky::host
