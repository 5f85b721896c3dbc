#include "tests/conversations/host_end.hpp"

#include <algorithm>

#include "tests/conversations/host_session.hpp"
#include "tests/conversations/machine_end.hpp"

namespace husky::conversations {

namespace {

const std::string serial = "HY-0001";
constexpr std::chrono::milliseconds commit_interval{100};
constexpr std::chrono::seconds commit_again{1};
constexpr std::chrono::microseconds post_delay{20};

}  // namespace

host_end::host_end(surroundings& in) : in_(&in), registry_(*this, {}, {}) { reports = &batch_; }

host_end::~host_end() = default;

host_session& host_end::new_session() {
    sessions_.push_back(std::make_unique<host_session>(*this, sessions_.size()));
    return *sessions_.back();
}

bool host_end::accept(wire_end& caller, const std::function<void(wire::number)>& connected) {
    if (stopped_) return false;
    auto& session = new_session();
    const bool taken = in_->net.connect(caller, session.connection(), [&](wire::number at) {
        session.connection().joined(at);
        connected(at);
    });
    if (!taken) sessions_.pop_back();
    return taken;
}

void host_end::dial(machine_end& to) {
    dialled_ = &to;
    dial_now();
}

void host_end::dial_now() {
    if (stopped_) return;
    auto& session = new_session();
    session.was_dialled();
    const bool taken =
        dialled_->take_call(session.connection(), [&](wire::number at) { session.connection().joined(at); });
    if (taken) return;
    sessions_.pop_back();
    plan_dial(false);
}

void host_end::plan_dial(bool was_linked) {
    if (stopped_) return;
    if (was_linked) backoff_.reset();
    in_->time.after(backoff_.next(), [this] { dial_now(); });
}

void host_end::stop() {
    stopped_ = true;
    for (const auto& s : sessions_)
        if (!s->connection().over()) s->close(protocol::close_reason::shutdown);
}

const host_session* host_end::session_of_machine() const {
    const auto place = registry_.find(serial);
    return place && place->holder ? sessions_[place->holder->number].get() : nullptr;
}

const host_session* host_end::session_of_display() const {
    const auto link = registry_.find_display(serial);
    return link ? sessions_[link->number].get() : nullptr;
}

bool host_end::at_rest() const {
    const auto place = registry_.find(serial);
    const bool rests = !place || (place->resting != nullptr && !place->holder);
    return rests && !registry_.find_display(serial) &&
           std::all_of(sessions_.begin(), sessions_.end(),
                       [](const auto& s) { return s->connection().over() && !s->waits_for_answers(); });
}

void host_end::ask(const protocol::machine_question& q, host::reply_handler replied) {
    const auto place = registry_.find(serial);
    if (!place || !place->holder) return replied({.outcome = host::machine_reply::result::offline});
    sessions_[place->holder->number]->ask(q, std::move(replied));
}

bool host_end::watch(look& by) {
    const auto link = registry_.find_display(serial);
    if (!link || !sessions_[link->number]->linked()) return false;
    sessions_[link->number]->watch(by, ++last_watch_);
    return true;
}

void host_end::unwatch() {
    if (const auto link = registry_.find_display(serial)) sessions_[link->number]->unwatch();
}

bool host_end::press(std::uint16_t key) {
    const auto link = registry_.find_display(serial);
    return link && sessions_[link->number]->press(key);
}

bool host_end::archive(std::uint16_t number, std::string content) {
    const auto fails = in_->counted.next({operation::archive});
    if (fails == failure::refused) return false;
    setups.push_back({number, std::move(content)});
    const auto place = registry_.find(serial);
    if (fails == failure::cut_after && place && place->holder) sessions_[place->holder->number]->connection().cut();
    return true;
}

void host_end::admit(const host::link_id& link, const std::string&, std::unique_ptr<host::machine> m) {
    sessions_[link.number]->admit(std::move(m));
}

void host_end::refuse(const host::link_id& link, protocol::init_result result) {
    sessions_[link.number]->refuse(result);
}

void host_end::probe(const host::link_id& link) { sessions_[link.number]->probe(); }

void host_end::changed(const host::machine&) {
    if (forgets_gaps)
        std::erase_if(batch_.records, [](const auto& r) { return std::holds_alternative<host::gap_record>(r); });
    if (batch_.empty()) return;
    store_.take(batch_);
    commit_soon(commit_interval);
}

void host_end::bad_input(const host::machine&, protocol::bad_input kind) { in_->seen.bad_inputs.insert(kind); }

void host_end::post(std::function<void()> what) { in_->time.after(post_delay, std::move(what)); }

/// A commit that fails is tried again, as the store does.
void host_end::commit_soon(protocol::duration wait) {
    if (commit_armed_) return;
    commit_armed_ = true;
    in_->time.after(wait, [this] {
        commit_armed_ = false;
        const auto fails = in_->counted.next({operation::commit});
        if (fails == failure::refused) return commit_soon(commit_again);
        store_.commit();
        const auto place = registry_.find(serial);
        if (fails == failure::cut_after && place && place->holder) sessions_[place->holder->number]->connection().cut();
    });
}

}  // namespace husky::conversations
