#include "scenario/play/reference/reference_host.hpp"

#include <fmt/format.h>

#include "protocol/wire/codec.hpp"
#include "scenario/play/reference/reference_session.hpp"

namespace husky::play {

namespace {

/// The question that a message is, if it is one.
std::optional<protocol::machine_question> question_of(const protocol::frame& f, const protocol::dialect& wire_dialect) {
    const auto message = wire_dialect.find(f.command);
    if (!message) return std::nullopt;
    std::optional<protocol::machine_question> found;
    const auto take_as = [&]<class Request>(std::in_place_type_t<Request>) {
        if (protocol::index_of<Request> != *message) return;
        Request r;
        if (protocol::decode(f.fields, wire_dialect, r) == protocol::decode_fault::none) found = std::move(r);
    };
    [&]<class... Requests>(std::in_place_type_t<std::variant<Requests...>>) {
        (take_as(std::in_place_type<Requests>), ...);
    }(std::in_place_type<protocol::machine_question>);
    return found;
}

host::admission_policy rules_of(const reference_settings& settings) {
    return {settings.known, settings.refuses_unknown && !settings.known.empty(), settings.max_machines};
}

}  // namespace

reference_host::reference_host(reference_settings settings, const protocol::dialect& wire_dialect, wall_clock wall,
                               std::function<void()> soon)
    : settings_(std::move(settings)),
      wire_dialect_(&wire_dialect),
      wall_(std::move(wall)),
      soon_(std::move(soon)),
      registry_(*this, rules_of(settings_), {}) {}

reference_host::~reference_host() = default;

reference_session* reference_host::accept(protocol::instant now) {
    if (sessions_.size() >= settings_.max_links) return nullptr;
    const host::link_id id{0, ++last_session_};
    return sessions_.emplace(id.number, std::make_unique<reference_session>(*this, id, now)).first->second.get();
}

void reference_host::forget(reference_session& s, protocol::instant now) {
    s.now_ = now;
    s.over_ = true;
    s.release();
    sessions_.erase(s.id_.number);
}

void reference_host::take_turn(protocol::instant now) {
    auto due = std::move(waiting_);
    waiting_.clear();
    while (!due.empty()) {
        const auto what = std::move(due.front());
        due.pop_front();
        what(now);
    }
}

/// Deferred work names machines, not sessions: those may be gone by then.
void reference_host::later(std::function<void(protocol::instant)> what) {
    if (waiting_.empty()) soon_();
    waiting_.push_back(std::move(what));
}

void reference_host::later(const host::link_id& link, std::function<void(reference_session&, protocol::instant)> what) {
    later([this, link, run = std::move(what)](protocol::instant now) {
        if (auto* s = session_of(link); s != nullptr && !s->is_released_) run(*s, now);
    });
}

reference_session* reference_host::session_of(const std::optional<host::link_id>& link) const {
    const auto at = link ? sessions_.find(link->number) : sessions_.end();
    return at == sessions_.end() ? nullptr : at->second.get();
}

void reference_host::asked(reference_session& s, const std::string& serial, protocol::link_kind kind) {
    // A display belongs to a machine that is linked.
    if (kind == protocol::link_kind::display && link_of(serial) == nullptr)
        return s.admit(protocol::init_result::refused, s.now_);
    asking_ = s.id_;
    registry_.asked(s.id_, serial, kind);
    asking_.reset();
    if (const auto result = std::exchange(decided_, std::nullopt)) s.admit(*result, s.now_);
}

void reference_host::admit(const host::link_id& link, const std::string& serial, std::unique_ptr<host::machine> m) {
    auto& s = *session_of(link);
    if (m) {
        s.machine_ = &machines_[serial];
        ++s.machine_->links;
        s.reports_.emplace(*this, std::move(m), *wire_dialect_);
    }
    s.is_holder_ = true;
    answer(link, protocol::init_result::ok);
}

void reference_host::refuse(const host::link_id& link, protocol::init_result result) { answer(link, result); }

void reference_host::probe(const host::link_id& link) {
    later(link, [](reference_session& s, protocol::instant now) { s.probe(now); });
}

void reference_host::answer(const host::link_id& link, protocol::init_result result) {
    if (asking_ == link)
        decided_ = result;
    else
        later(link, [result](reference_session& s, protocol::instant now) { s.admit(result, now); });
}

const reference_machine* reference_host::find(const std::string& serial) const {
    const auto at = machines_.find(serial);
    return at == machines_.end() ? nullptr : &at->second;
}

reference_session* reference_host::link_of(const std::string& serial) {
    const auto place = registry_.find(serial);
    return place ? session_of(place->holder) : nullptr;
}

const host::machine* reference_host::record_of(const std::string& serial) const {
    const auto place = registry_.find(serial);
    if (!place) return nullptr;
    const auto* holder = session_of(place->holder);
    return holder == nullptr ? place->resting : &holder->reports_->served();
}

std::optional<std::uint64_t> reference_host::count(const std::string& serial, std::string_view name) const {
    const auto* m = record_of(serial);
    if (m == nullptr) return std::nullopt;
    if (name == "cycles") return m->cycles;
    if (name == "gaps") return m->gaps;
    if (name == "missing") return m->ledger.gaps().missing();
    if (name == "duplicates") return m->duplicates;
    if (name == "epoch") return static_cast<std::uint64_t>(m->ledger.epoch());
    if (name == "links") return machines_.at(serial).links;
    if (name == "events") return m->events;
    if (name == "interruptions") return m->interruptions;
    return std::nullopt;
}

reference_session* reference_host::asking(const std::string& serial, std::string& problem) {
    auto* s = link_of(serial);
    if (s == nullptr || !s->linked()) {
        problem = fmt::format("{} is not linked", serial);
        return nullptr;
    }
    return s;
}

std::string reference_host::ask(const std::string& serial, const protocol::frame& question, protocol::instant now) {
    std::string problem;
    auto* s = asking(serial, problem);
    if (s == nullptr) return problem;
    const auto q = question_of(question, *wire_dialect_);
    if (!q) return "not a request of a host";
    if (!s->ask(*q, reference_session::single, now)) return "too many questions wait for " + serial;
    s->wake();
    return {};
}

std::string reference_host::press(const std::string& serial, std::span<const std::uint16_t> keys,
                                  protocol::instant now) {
    auto* s = session_of(registry_.find_display(serial));
    if (s == nullptr || !s->linked()) return serial + " has no display link";
    if (!s->press(keys, now)) return "too many keys wait for " + serial;
    s->wake();
    return {};
}

std::string reference_host::upload(const std::string& serial, std::uint16_t number, protocol::instant now) {
    return move(serial, std::make_unique<transfer>(number), now);
}

std::string reference_host::download(const std::string& serial, std::uint16_t number, std::vector<std::byte> content,
                                     protocol::instant now) {
    if (content.empty()) return "the set-up is empty";
    return move(serial, std::make_unique<transfer>(number, std::move(content)), now);
}

/// A new request replaces one that waits.
std::string reference_host::move(const std::string& serial, std::unique_ptr<transfer> what, protocol::instant now) {
    std::string problem;
    auto* s = asking(serial, problem);
    if (s == nullptr) return problem;
    if (s->transfer_) return "a set-up of " + serial + " is already under way";
    s->machine_->waiting.reset();
    return s->begin(std::move(what), now);
}

void reference_host::resume(const std::string& serial) {
    later([this, serial](protocol::instant now) {
        auto* s = link_of(serial);
        if (s == nullptr || !s->linked() || s->transfer_ || s->machine_->waiting == nullptr) return;
        auto what = std::move(s->machine_->waiting);
        s->machine_->problem = now <= what->until ? s->begin(std::move(what), now) : "the machine came back too late";
    });
}

}  // namespace husky::play
