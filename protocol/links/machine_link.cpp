#include "protocol/links/machine_link.hpp"

#include <fmt/format.h>

#include "protocol/dialect/date_time.hpp"
#include "settings/counted.hpp"

namespace husky::protocol {

namespace {

/// The outbox takes new messages only up to here; the rest waits in the buffer, where the oldest may be dropped.
constexpr std::size_t outbox_high_water = 64 * 1024;

/// No message is larger than this, so that the buffer is bounded by its number of messages alone.
constexpr std::size_t max_kept = 65535 + header_size;

queue_limits buffer_limits(const machine_link_settings& settings) {
    return {settings.buffer_messages, settings.buffer_messages * max_kept};
}

}  // namespace

machine_link::machine_link(const machine_link_settings& settings, const dialect& d, std::string serial,
                           const machine_directory& directory, machine_model& model, link_observer& observer,
                           std::uint64_t seed)
    : settings_(&settings),
      serial_(std::move(serial)),
      model_(&model),
      end_(sender::machine, d, settings.outbox, observer),
      buffer_(buffer_limits(settings)),
      backoff_(settings.max_reconnect, seed),
      answers_(directory, model, selection_, settings.max_setup_size),
      directory_(&directory) {}

void machine_link::connected(instant now) {
    end_.reset();
    state_ = state::awaiting_init;
    refusal_.clear();
    last_heard_ = now;
    init_due_ = now + settings_->response_timeout;
    reconnect_at_ = never;
    end_.send(init{serial_});
}

void machine_link::lost(instant now) {
    keep_unwritten();
    answers_.drop_transfers();
    end_.reset();
    state_ = state::offline;
    init_due_ = never;
    reconnect_at_ = now + backoff_.next();
}

void machine_link::power_cycled() {
    buffer_.clear();
    dropped_reported_ = dropped_;
    selection_ = {};
    selection_given_ = false;
    backoff_.reset();
}

bool machine_link::is_report(std::span<const std::byte> message) const {
    const auto index =
        end_.wire_dialect().find(wire_reader(message.subspan(2), end_.wire_dialect()).take<std::uint16_t>());
    return index == index_of<cycle> || index == index_of<event> || index == index_of<cycle_interruption>;
}

/// Puts reports that were never begun to be written back in front of the buffer, for the next link.
void machine_link::keep_unwritten() {
    auto& unwritten = end_.outbox();
    if (unwritten.empty()) return;
    if (!unwritten.front_is_whole()) unwritten.pop_front();
    frame_queue kept(buffer_limits(*settings_));
    const auto move_all = [&](frame_queue& from, bool reports_only) {
        for (; !from.empty(); from.pop_front()) {
            if (reports_only && !is_report(from.front())) continue;
            while (kept.add(from.front()) == frame_queue::added::full && !kept.empty()) {
                kept.pop_front();
                ++dropped_;
            }
        }
    };
    move_all(unwritten, true);
    move_all(buffer_, false);
    buffer_ = std::move(kept);
}

instant machine_link::deadline() const {
    if (state_ == state::offline || end_.closing()) return never;
    if (state_ == state::awaiting_init) return init_due_;
    return last_heard_ + settings_->silence_timeout;
}

void machine_link::due(instant now) {
    if (now < deadline()) return;
    const bool waits_for_init = state_ == state::awaiting_init;
    const auto awaited = waits_for_init ? index_of<init> : index_of<status>;
    end_.send_error(end_.wire_dialect().code(awaited), error_code::timed_out, "nothing came in time");
    end_.close(waits_for_init ? close_reason::init_timeout : close_reason::silence);
}

void machine_link::framing_broken() {
    if (!end_.closing()) end_.answer_broken_framing();
}

void machine_link::received(const frame& f, instant now) {
    if (end_.closing()) return;
    if (now - last_block_ >= settings_->silence_timeout) answers_.drop_transfers();
    last_heard_ = now;
    const auto message = end_.accept(f);
    if (!message) return;
    end_.observer().message_received(*message);
    if (*message == index_of<init_response>) return take_init_response(f);
    if (traits_of(*message).kind == message_kind::response)
        return end_.observer().received_bad_input(bad_input::unexpected_response, f.command);
    if (*message == index_of<error>) return take_error(f);
    if (state_ != state::linked && *message != index_of<identify>)
        return end_.refuse_before_init(*message, f, "init is not answered yet");
    take(*message, f);
}

void machine_link::take_init_response(const frame& f) {
    if (state_ != state::awaiting_init)
        return end_.observer().received_bad_input(bad_input::unexpected_response, f.command);
    init_response r;
    if (!end_.decode_or_answer(f, r)) return;
    if (r.result != init_result::ok) {
        refusal_ = fmt::format("{} (init result {})", name(r.result), static_cast<unsigned>(r.result));
        return end_.close(close_reason::refused);
    }
    state_ = state::linked;
    init_due_ = never;
    backoff_.reset();
    model_->set_clock(std::chrono::sys_seconds(std::chrono::seconds(r.synch_time)));
    room();
}

/// An error takes the place of the response to our only request.
void machine_link::take_error(const frame& f) {
    error told;
    if (!end_.decode_or_answer(f, told)) return;
    if (state_ != state::awaiting_init || told.command != end_.wire_dialect().code(index_of<init>)) return;
    refusal_ = fmt::format("{} (error {})", name(told.code), static_cast<unsigned>(told.code));
    end_.close(close_reason::refused);
}

template <class Request>
void machine_link::answer(const frame& f) {
    Request asked;
    if (end_.decode_or_answer(f, asked)) end_.send(answers_.answer(asked));
}

/// A set-up whose blocks stop coming is dropped after the silence that would end a link.
template <class Request>
void machine_link::transfer(const frame& f) {
    last_block_ = last_heard_;
    answer<Request>(f);
}

void machine_link::take(message_index message, const frame& f) {
    switch (message) {
        case index_of<start>:
            return answer<start>(f);
        case index_of<languages>:
            return answer<languages>(f);
        case index_of<list>:
            return answer<list>(f);
        case index_of<read>:
            return answer<read>(f);
        case index_of<cycle_select>: {
            cycle_select asked;
            if (!end_.decode_or_answer(f, asked)) return;
            end_.send(answers_.answer(asked));
            selection_given_ = true;
            return;
        }
        case index_of<interruption_list>:
            return answer<interruption_list>(f);
        case index_of<spc_read>:
            return answer<spc_read>(f);
        case index_of<spc_write>:
            return answer<spc_write>(f);
        case index_of<status>:
            return answer<status>(f);
        case index_of<upload_setup>:
            return transfer<upload_setup>(f);
        case index_of<download_setup>:
            return transfer<download_setup>(f);
        case index_of<identify>: {
            identify asked;
            if (end_.decode_or_answer(f, asked))
                end_.send(identify_response{result_code::ok, specification_revision, link_role::machine, serial_,
                                            settings_->software, linked() ? 1U : 0U});
            return;
        }
        default:
            end_.refuse_direction(f.command);
    }
}

/// Live messages go straight to the outbox unless older ones still wait, in which case they queue behind them.
template <class Message>
void machine_link::keep(const Message& m) {
    if (linked() && buffer_.empty() && end_.outbox().bytes() < outbox_high_water) return end_.send(m);
    auto result = buffer_.add(m, end_.wire_dialect());
    while (result == frame_queue::added::full && !buffer_.empty()) {
        buffer_.pop_front();
        ++dropped_;
        result = buffer_.add(m, end_.wire_dialect());
    }
    if (result != frame_queue::added::yes) ++dropped_;
}

void machine_link::room() {
    if (!linked()) return;
    while (!buffer_.empty() && end_.outbox().bytes() < outbox_high_water && end_.send_encoded(buffer_.front()))
        buffer_.pop_front();
    if (buffer_.empty() && dropped_ > dropped_reported_) report_dropped();
}

void machine_link::report_dropped() {
    const auto count = dropped_ - dropped_reported_;
    dropped_reported_ = dropped_;
    value last_cycle_end;
    model_->read(0, variable::cycle_end_time, last_cycle_end);
    const auto* seconds = std::get_if<std::int32_t>(&last_cycle_end);
    event_.texts.clear();
    for (std::size_t l = 0; l < directory_->languages.size(); ++l)
        event_.texts.push_back(
            {directory_->languages[l].code, "HOST",
             settings::counted(count, text_in(directory_->dropped_one, l), text_in(directory_->dropped_many, l))});
    stamp(event_, std::chrono::sys_seconds(std::chrono::seconds(seconds != nullptr ? *seconds : 0)));
    end_.send(event_);
}

template <class Message>
void machine_link::stamp(Message& m, std::chrono::sys_seconds at) const {
    format_date(at, end_.wire_dialect().date_format, m.date);
    format_time(at, end_.wire_dialect().time_format, m.time);
}

void machine_link::cycle_ended(tandem_side side) {
    const auto selected = selection_.of(side);
    cycle_.side = side;
    cycle_.values.resize(selected.size());
    for (std::size_t i = 0; i < selected.size(); ++i) {
        cycle_.values[i].id = selected[i];
        model_->read(side, selected[i], cycle_.values[i].content);
    }
    keep(cycle_);
}

void machine_link::event_recorded(std::chrono::sys_seconds at, std::span<const event_text> texts) {
    event_.texts.assign(texts.begin(), texts.end());
    stamp(event_, at);
    keep(event_);
}

void machine_link::interruption(std::uint16_t id, interruption_state begins_or_ends, tandem_side side,
                                std::chrono::sys_seconds at, std::span<const interruption_text> texts) {
    interruption_.id = id;
    interruption_.state = begins_or_ends;
    interruption_.side = side;
    interruption_.texts.assign(texts.begin(), texts.end());
    stamp(interruption_, at);
    keep(interruption_);
}

void machine_link::status_changed(tandem_side side) {
    if (linked()) end_.send(status_change{model_->status(side)});
}

}  // namespace husky::protocol
