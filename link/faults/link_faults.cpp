#include "link/faults/link_faults.hpp"

#include <algorithm>
#include <limits>

namespace husky::link {

using protocol::fault_end;
using protocol::fault_way;

namespace {

/// Bounded by write_ahead and one piece instead.
constexpr protocol::queue_limits unbounded{std::numeric_limits<std::size_t>::max() / 2,
                                           std::numeric_limits<std::size_t>::max() / 2};

}  // namespace

link_faults::link_faults(const protocol::dialect& wire_dialect, const fault_context& in)
    : dialect_(wire_dialect),
      context_(in),
      out_(wire_dialect, fault_way::sent),
      in_(wire_dialect, fault_way::received),
      outbox_(unbounded),
      reader_(wire_dialect) {
    out_.set_observer(in.placed);
    in_.set_observer(in.placed);
}

void link_faults::set_machine(const std::string& serial, protocol::link_kind kind) {
    if (serial == machine_ && kind == kind_) return;
    machine_ = serial;
    kind_ = kind;
    seeded_ = false;
    bind();
}

void link_faults::set_faults(std::shared_ptr<const fault_list> faults) {
    faults_ = std::move(faults);
    bind();
}

void link_faults::bind() {
    if (!faults_ || context_.placed == nullptr) return;
    if (!seeded_ && !faults_->empty()) draw_anew();
    out_.place(context_.placed->of_machine(*faults_, machine_));
    in_.place(context_.placed->of_machine(*faults_, machine_));
}

/// A display link has streams of its own: it comes and goes beside the machine's link, in no order with it.
void link_faults::draw_anew() {
    const auto stream = kind_ == protocol::link_kind::display ? machine_ + " display" : machine_;
    const auto number = machine_.empty() ? 0 : context_.placed->next_link(stream);
    out_.seed(protocol::fault_seed(context_.placed->seed(), stream, number, fault_way::sent));
    in_.seed(protocol::fault_seed(context_.placed->seed(), stream, number, fault_way::received));
    seeded_ = true;
}

/// The first `init` on a link tells whose it is.
void link_faults::learn(const protocol::frame& f) {
    if (!machine_.empty()) return;
    const bool display = f.command == dialect_.code(protocol::index_of<protocol::display_init>);
    if (!display && f.command != dialect_.code(protocol::index_of<protocol::init>)) return;
    protocol::init named;
    if (decode(f.fields, dialect_, named) == protocol::decode_fault::none)
        set_machine(named.serial_number,
                    display ? protocol::link_kind::display : protocol::link_kind::machine_functions);
}

bool link_faults::take_from(protocol::frame_queue& session, instant now) {
    ready(now);
    if (end_ != fault_end::none) {
        session.clear();
        return false;
    }
    bool taken = false;
    while (!session.empty() && outbox_.bytes() < write_ahead && out_.deadline() > now) {
        if (session.front_is_whole())
            send(session.front(), now);
        else  // the rest of a message that went out before there were faults
            outbox_.add(session.front());
        session.pop_front();
        taken = true;
        ready(now);
        if (end_ != fault_end::none) break;
    }
    return taken;
}

void link_faults::send(std::span<const std::byte> message, instant now) {
    const bool has_head = message.size() >= protocol::header_size;
    const auto f = has_head ? protocol::frame_of(message, dialect_) : protocol::frame{0, {}, message};
    if (watcher_ != nullptr) watcher_->sent(f, now);
    learn(f);
    if (out_.is_open())
        outbox_.add(message);
    else
        out_.accept(f, now);
}

/// Moves what is due to the outbox, up to what wants a write of its own.
void link_faults::ready(instant now) {
    while (end_ == fault_end::none && outbox_.bytes() < write_ahead && !waits_for_writing()) {
        const auto piece = out_.take(now);
        if (!piece) return;
        if (piece->end != fault_end::none)
            end_ = piece->end;
        else
            outbox_.add(piece->bytes);
    }
    if (end_ == fault_end::half_open) outbox_.clear();
}

void link_faults::arrived(const protocol::frame& f, instant now, bool at_once) {
    if (end_ != fault_end::none) return;
    learn(f);
    if (at_once && in_.is_open() && reader_.unfinished() == 0)
        direct_ = f;
    else
        in_.accept(f, now);
}

std::optional<protocol::frame> link_faults::next(instant now) {
    auto found = std::exchange(direct_, std::nullopt);
    while (!found && end_ == fault_end::none) {
        found = reader_.next();
        if (found || reader_.broken()) break;
        auto piece = in_.take(now);
        if (!piece) break;
        end_ = piece->end;
        input_ = std::move(piece->bytes);
        reader_.push(input_);
    }
    if (found && watcher_ != nullptr) watcher_->received(*found, now);
    return found;
}

bool link_faults::lost_framing() { return reader_.broken() && !std::exchange(told_broken_, true); }

void link_faults::session_closes(instant now) {
    if (closing_until_ == protocol::never && !gave_up_) closing_until_ = now + closing_patience;
}

link_faults::instant link_faults::deadline_out() const {
    const bool blocked = outbox_.bytes() >= write_ahead || waits_for_writing() || end_ != fault_end::none;
    return std::min(closing_until_, blocked ? protocol::never : out_.deadline());
}

void link_faults::due(instant now) {
    if (now < closing_until_) return;
    closing_until_ = protocol::never;
    gave_up_ = true;
    out_.hurry();
}

bool link_faults::over(bool session_closes, bool session_empty) const {
    if (end_ == fault_end::close || end_ == fault_end::reset) return outbox_.empty();
    if (!session_closes) return false;
    return end_ == fault_end::half_open || gave_up_ || (session_empty && out_.empty());
}

}  // namespace husky::link
