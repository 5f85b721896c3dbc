#include "tests/conversations/host_session.hpp"

namespace husky::conversations {

namespace {

const std::chrono::sys_seconds wall{std::chrono::seconds(0x6955B900)};
constexpr std::chrono::milliseconds commit_interval{100};

}  // namespace

host_session::host_session(host_end& of, std::uint64_t number)
    : host_(&of),
      number_(number),
      feed_(*this, protocol::default_dialect().order),
      link_(of.links_, protocol::default_dialect(), *this, of.in_->time.now()),
      wire_(*of.in_, *this, end::host, [this] { ended(); }) {}

void host_session::init_asked(std::string_view serial) {
    serial_ = serial;
    asking_ = true;
    host_->post([this] { host_->registry_.asked(id(), serial_); });
}

void host_session::display_init_asked(std::string_view serial) {
    serial_ = serial;
    asking_ = is_display_ = true;
    host_->post([this] { host_->displays_.asked(id(), serial_); });
}

void host_session::admit(std::unique_ptr<host::machine> m) {
    asking_ = false;
    machine_ = std::move(m);
    if (wire_.over() || link_.closing()) return give_back();
    was_linked_ = true;
    host_->store_.seen(machine_->id, machine_->serial);
    host_->commit_soon(commit_interval);
    link_.admit(protocol::init_result::ok, wall, now(), machine_->ledger.epoch() > 0);
    wire_.wake();
}

void host_session::admit_display() {
    asking_ = false;
    if (wire_.over() || link_.closing()) return give_back();
    was_linked_ = true;
    link_.admit(protocol::init_result::ok, wall, now());
    wire_.wake();
}

void host_session::refuse(protocol::init_result result) {
    asking_ = false;
    link_.admit(result, wall, now());
    wire_.wake();
}

void host_session::probe() {
    link_.probe(now());
    wire_.wake();
}

void host_session::probe_answered(bool alive) {
    host_->post([this, alive] {
        if (is_display_)
            host_->displays_.probed(id(), serial_, alive);
        else
            host_->registry_.probed(id(), serial_, alive);
    });
}

void host_session::due(protocol::instant at) {
    link_.due(at);
    if (link_.closing()) give_back();
}

void host_session::batch_received() {
    if (link_.closing())
        give_back();
    else
        feed_.settle();
}

void host_session::ask(const protocol::machine_question& q, host::reply_handler replied) {
    if (!link_.linked()) return replied({.what = host::machine_reply::fate::offline});
    if (!link_.ask(q, next_ticket_, now())) return replied({.what = host::machine_reply::fate::busy});
    asked_.emplace(next_ticket_++, std::move(replied));
    wire_.wake();
}

void host_session::reply(std::uint64_t ticket, host::machine_reply r) {
    const auto waiting = asked_.extract(ticket);
    if (waiting.empty()) {
        ++host_->answers_to_nobody;
        return;
    }
    if (host_->answers_twice) waiting.mapped()(r);
    waiting.mapped()(std::move(r));
}

void host_session::answered(std::uint64_t ticket, protocol::machine_answer answer) {
    reply(ticket, {.what = host::machine_reply::fate::answered, .answer = std::move(answer)});
}

void host_session::not_answered(std::uint64_t ticket, protocol::error_code why) {
    reply(ticket, {.what = host::machine_reply::fate::error, .error = why});
}

protocol::identify_response host_session::identity() {
    return {protocol::result_code::ok, 0x0202, protocol::link_role::host, "husky-host", "1", 1};
}

/// Changes of gaps go in front of the cycle that caused them.
void host_session::cycle_received(const protocol::cycle& c) {
    const auto life_counter = std::get<std::int32_t>(c.values[0].content);
    const std::chrono::sys_seconds end_time{std::chrono::seconds(std::get<std::int32_t>(c.values[1].content))};
    const auto v = machine_->ledger.accept(life_counter, end_time, {});
    if (!v.to_be_stored()) return;
    keep_gap_changes();
    host_->store_.add(host::cycle_record{machine_->id, c.side, v.epoch, life_counter, end_time, {}, {}});
    host_->commit_soon(commit_interval);
}

void host_session::keep_gap_changes() {
    machine_->ledger.take_changes(
        [&](const host::remembered_gap& g) {
            if (host_->forgets_gaps) return;
            host_->store_.add(host::gap_record{machine_->id, g.gap, g.epoch, g.first_missing, g.last_missing, g.after,
                                               g.before, g.detected_at});
        },
        [&](std::int64_t gap) {
            host_->store_.add(host::gap_closed_record{machine_->id, gap});
        });
    host_->commit_soon(commit_interval);
}

void host_session::counter_read(std::int32_t life_counter, std::chrono::sys_seconds) {
    if (machine_->ledger.announce(life_counter, {})) keep_gap_changes();
}

void host_session::watch(look& by, host::watch_number number) {
    look_ = &by;
    watch_ = number;
    feed_.watch(number);
    feed_.settle();
    wire_.wake();
}

void host_session::unwatch() {
    look_ = nullptr;
    feed_.unwatch(watch_);
    feed_.settle();
    wire_.wake();
}

bool host_session::press(std::uint16_t key) {
    const bool sent = link_.press(key);
    wire_.wake();
    return sent;
}

void host_session::ask(const protocol::machine_question& q) {
    ask(q, [this](host::machine_reply r) { feed_.replied(std::move(r)); });
}

void host_session::show(host::watch_number to, host::shared_picture picture) {
    if (look_ != nullptr && to == watch_) look_->newest = std::move(picture);
    host_->post([this] {
        feed_.taken();
        feed_.settle();
    });
}

void host_session::fail(host::watch_number to, host::machine_reply) {
    if (to == watch_) end_look();
}

void host_session::end_look() {
    if (look_ != nullptr) std::exchange(look_, nullptr)->over = true;
}

void host_session::close(protocol::close_reason why) {
    link_.close(why);
    give_back();
    wire_.wake();
}

void host_session::ended() {
    if (asking_) {
        if (is_display_)
            host_->post([this] { host_->displays_.abandoned(id(), serial_); });
        else
            host_->post([this] { host_->registry_.abandoned(id(), serial_); });
    }
    const auto reason = link_.reason();
    host_->in_->seen.closings.insert(reason);
    link_.close(protocol::close_reason::shutdown);
    give_back();
    const bool silent = reason == protocol::close_reason::response_timeout || reason == protocol::close_reason::silence;
    using fate = host::machine_reply::fate;
    while (!asked_.empty())
        reply(asked_.begin()->first, {.what = silent ? fate::silent : fate::no_answer});
    if (dialled_) host_->plan_dial(was_linked_);
}

void host_session::give_back() {
    end_look();
    if (is_display_) host_->post([this] { host_->displays_.released(id(), serial_); });
    if (!machine_) return;
    keep_gap_changes();
    leaving_ = std::move(machine_);
    host_->post([this] { host_->registry_.released(id(), std::move(leaving_)); });
}

}  // namespace husky::conversations
