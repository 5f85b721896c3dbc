#include "scenario/play/reference_host.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "protocol/codec.hpp"
#include "scenario/play/reference_session.hpp"

namespace husky::play {

namespace {

/// The question that a message is, if it is one.
std::optional<protocol::machine_question> question_of(const protocol::frame& f, const protocol::dialect& spoken) {
    const auto message = spoken.find(f.command);
    if (!message) return std::nullopt;
    std::optional<protocol::machine_question> found;
    const auto take_as = [&]<class Request>(std::in_place_type_t<Request>) {
        if (protocol::index_of<Request> != *message) return;
        Request r;
        if (protocol::decode(f.fields, spoken, r) == protocol::decode_fault::none) found = std::move(r);
    };
    [&]<class... Requests>(std::in_place_type_t<std::variant<Requests...>>) {
        (take_as(std::in_place_type<Requests>), ...);
    }(std::in_place_type<protocol::machine_question>);
    return found;
}

}  // namespace

reference_host::reference_host(reference_settings settings, const protocol::dialect& spoken, wall_clock wall,
                               std::function<void()> soon)
    : settings_(std::move(settings)), spoken_(&spoken), wall_(std::move(wall)), soon_(std::move(soon)) {}

reference_host::~reference_host() = default;

reference_session* reference_host::accept(protocol::instant now) {
    if (sessions_.size() >= settings_.most_links) return nullptr;
    sessions_.push_back(std::make_unique<reference_session>(*this, now));
    return sessions_.back().get();
}

void reference_host::forget(reference_session& s, protocol::instant now) {
    s.now_ = now;
    s.over_ = true;
    released(s);
    std::erase_if(sessions_, [&](const auto& held) { return held.get() == &s; });
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

/// What is put off names machines, not sessions: those may be gone by then.
void reference_host::later(std::function<void(protocol::instant)> what) {
    if (waiting_.empty()) soon_();
    waiting_.push_back(std::move(what));
}

void reference_host::asked(reference_session& s, std::string_view name) {
    const std::string serial(name);
    if (settings_.refuses_unknown && !settings_.known.empty() && !settings_.known.contains(serial))
        return s.admit(protocol::init_result::unknown_serial, s.now_);
    if (machines_.size() >= settings_.most_machines && !machines_.contains(serial))
        return s.admit(protocol::init_result::refused, s.now_);
    seat(s, serial);
}

/// A display belongs to a machine that is linked.
void reference_host::display_asked(reference_session& s, std::string_view name) {
    const std::string serial(name);
    if (link_of(serial) == nullptr) return s.admit(protocol::init_result::refused, s.now_);
    seat(s, serial);
}

/// Who comes second waits until the first one has shown whether it is there.
void reference_host::seat(reference_session& s, const std::string& serial) {
    place& p = places_of(s.is_display())[serial];
    if (p.newcomer != nullptr) return s.admit(protocol::init_result::already_linked, s.now_);
    if (p.holder == nullptr) {
        p.holder = &s;
        return admit(s, serial, s.now_);
    }
    p.newcomer = &s;
    later([this, serial, display = s.is_display()](protocol::instant now) {
        auto& waits = places_of(display)[serial];
        if (waits.newcomer != nullptr && waits.holder != nullptr) waits.holder->probe(now);
    });
}

void reference_host::admit(reference_session& s, const std::string& serial, protocol::instant now) {
    if (!s.is_display()) {
        auto& m = machines_[serial];
        m.serial = serial;
        ++m.links;
        s.machine_ = &m;
    }
    s.admit(protocol::init_result::ok, now);
}

void reference_host::probed(reference_session& holder, bool alive) {
    if (!alive) return;  // it closes, and released() follows
    later([this, serial = holder.serial(), display = holder.is_display()](protocol::instant now) {
        place& p = places_of(display)[serial];
        if (p.holder == nullptr) return;
        if (auto* newcomer = std::exchange(p.newcomer, nullptr))
            newcomer->admit(protocol::init_result::already_linked, now);
    });
}

void reference_host::released(reference_session& s) {
    if (std::exchange(s.released_, true)) return;
    if (s.transfer_ && s.machine_ != nullptr) {
        s.transfer_->link_lost(s.now_);
        s.machine_->waiting = std::move(s.transfer_);
    }
    const bool display = s.is_display();
    const auto at = places_of(display).find(s.serial());
    if (at == places_of(display).end()) return;
    place& p = at->second;
    if (p.newcomer == &s) p.newcomer = nullptr;
    if (p.holder != &s) return;
    p.holder = nullptr;
    if (p.newcomer == nullptr) return;
    later([this, serial = s.serial(), display](protocol::instant now) {
        place& free = places_of(display)[serial];
        if (free.holder != nullptr || free.newcomer == nullptr) return;
        free.holder = std::exchange(free.newcomer, nullptr);
        admit(*free.holder, serial, now);
    });
}

const reference_machine* reference_host::find(const std::string& serial) const {
    const auto at = machines_.find(serial);
    return at == machines_.end() ? nullptr : &at->second;
}

reference_session* reference_host::link_of(const std::string& serial) {
    const auto at = places_.find(serial);
    return at == places_.end() ? nullptr : at->second.holder;
}

std::optional<std::uint64_t> reference_host::count(const std::string& serial, std::string_view name) const {
    const auto* m = find(serial);
    if (m == nullptr) return std::nullopt;
    if (name == "cycles") return m->book.cycles();
    if (name == "gaps") return m->book.gaps();
    if (name == "missing") return m->book.missing();
    if (name == "duplicates") return m->book.repeated();
    if (name == "epoch") return static_cast<std::uint64_t>(m->book.epoch());
    if (name == "links") return m->links;
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
    const auto q = question_of(question, *spoken_);
    if (!q) return "that is no question of a host";
    if (!s->ask(*q, reference_session::single, now)) return "as many questions wait for " + serial + " as may";
    s->wake();
    return {};
}

std::string reference_host::press(const std::string& serial, std::span<const std::uint16_t> keys,
                                  protocol::instant now) {
    const auto at = displays_.find(serial);
    auto* s = at == displays_.end() ? nullptr : at->second.holder;
    if (s == nullptr || !s->linked()) return serial + " has no display link";
    if (!s->press(keys, now)) return "as many keys wait for " + serial + " as may";
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

/// What is asked for now is wanted instead of what waits.
std::string reference_host::move(const std::string& serial, std::unique_ptr<transfer> what, protocol::instant now) {
    std::string problem;
    auto* s = asking(serial, problem);
    if (s == nullptr) return problem;
    if (s->transfer_) return "a set-up of " + serial + " is on its way already";
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
