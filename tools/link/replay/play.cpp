#include "tools/link/replay/play.hpp"

#include <algorithm>

#include "protocol/messages/catalogue.hpp"

namespace husky::tools {

using kind = recorded_event::kind;

played_connection::played_connection(const recording& from, std::size_t connection, protocol::sender ours,
                                     const match_rules& rules, const frame_judge& judge)
    : from_(from), connection_(connection), rules_(rules), judge_(judge), kind_(from.connections[connection].kind) {
    for (const auto& e : from.events) {
        if (e.connection != connection) continue;
        const bool is_ours = e.type == kind::opened || e.by_machine == (ours == protocol::sender::machine);
        // The end of a link by the other end is not awaited: a program under test may go on where a recorded one was
        // stopped.
        if (is_ours || e.type == kind::frame) events_.push_back({e, is_ours, false});
    }
}

played_connection::turn played_connection::whose_turn() const {
    if (at_ == events_.size()) return turn::over;
    return events_[at_].ours ? turn::ours : turn::theirs;
}

void played_connection::performed() {
    if (events_[at_].was.type == kind::frame) ++sent_;
    ++at_;
    skip_met();
}

void played_connection::skip_met() {
    while (at_ < events_.size() && events_[at_].met)
        ++at_;
}

std::optional<protocol::message_index> played_connection::message_of(const protocol::frame& f) const {
    return tools::message_of(judge_.wire_dialect(), f.command, kind_);
}

bool played_connection::is_indication(const protocol::frame& f) const {
    const auto message = message_of(f);
    return message && protocol::traits_of(*message).kind == protocol::message_kind::indication && !is_judged_at_end(f);
}

/// A response or an error is caused by what we sent: one that was not recorded is a divergence wherever it comes.
bool played_connection::is_judged_at_end(const protocol::frame& f) const {
    const auto message = message_of(f);
    return !message || protocol::traits_of(*message).kind == protocol::message_kind::response ||
           *message == protocol::index_of<protocol::error> || *message == protocol::index_of<protocol::display_error>;
}

/// The answer to a question of ours that comes after the end of the recording.
bool played_connection::answers_late(const protocol::frame& f) const {
    const auto message = message_of(f);
    if (!message || protocol::traits_of(*message).kind != protocol::message_kind::response) return false;
    std::size_t asked = 0, answered = 0;
    for (const auto& e : events_) {
        if (e.was.type != kind::frame) continue;
        const auto said = message_of(from_.frame_of(e.was, judge_.wire_dialect()));
        const bool performed = &e - events_.data() < static_cast<std::ptrdiff_t>(at_);
        if (e.ours && performed && said == protocol::request_of(*message)) ++asked;
        if (!e.ours && said == message) ++answered;
    }
    return asked > answered;
}

/// The message that is to be matched with this one, if one has not come yet.
played_connection::event* played_connection::expected_for(const protocol::frame& f) {
    const bool indication = is_indication(f);
    const auto at = std::find_if(events_.begin(), events_.end(), [&](const event& e) {
        return !e.ours && !e.met && is_indication(from_.frame_of(e.was, judge_.wire_dialect())) == indication;
    });
    return at == events_.end() ? nullptr : &*at;
}

played_connection::event* played_connection::expected_anywhere() {
    const auto at = std::find_if(events_.begin(), events_.end(), [](const event& e) { return !e.ours && !e.met; });
    return at == events_.end() ? nullptr : &*at;
}

void played_connection::fail(divergence d) {
    if (diverged_) return;
    d.connection = connection_;
    if (d.expected) d.number = d.expected->number;
    diverged_ = std::move(d);
}

void played_connection::received(const protocol::frame& f) {
    if (diverged_) return;
    auto* expected = expected_for(f);
    divergence other;
    other.came.assign(f.bytes.begin(), f.bytes.end());
    if (expected == nullptr) {
        // What an end sends on its own goes on after the end of the recording.
        if (!is_judged_at_end(f) || answers_late(f)) return;
        other.type = divergence::kind::unexpected;
        if (const auto* next = expected_anywhere(); next != nullptr) other.expected = next->was;
        return fail(std::move(other));
    }
    other.expected = expected->was;
    const auto recorded = from_.frame_of(expected->was, judge_.wire_dialect());
    if (recorded.command != f.command) {
        other.type = divergence::kind::message;
        return fail(std::move(other));
    }
    other.differences = differences(recorded, f, kind_, judge_, rules_);
    if (!other.differences.empty()) return fail(std::move(other));
    expected->met = true;
    ++matched_;
    skip_met();
}

/// The other end closed the link: right if nothing was to be received or sent any more.
void played_connection::link_ended() {
    const auto left = std::find_if(events_.begin(), events_.end(), [&](const event& e) {
        return !e.met && e.was.type == kind::frame &&
               (!e.ours || &e - events_.data() >= static_cast<std::ptrdiff_t>(at_));
    });
    if (left == events_.end()) {
        at_ = events_.size();
        return;
    }
    divergence d;
    d.type = divergence::kind::ended;
    d.expected = left->was;
    fail(std::move(d));
}

void played_connection::framing_broken(std::span<const std::byte> bytes) {
    divergence d;
    d.type = divergence::kind::framing;
    d.came.assign(bytes.begin(), bytes.end());
    if (const auto* next = expected_anywhere(); next != nullptr) d.expected = next->was;
    fail(std::move(d));
}

bool played_connection::begins_with_us() const {
    const auto first =
        std::find_if(events_.begin(), events_.end(), [](const event& e) { return e.was.type == kind::frame; });
    return first != events_.end() && first->ours;
}

bool played_connection::may_begin_with(const protocol::frame& f) const {
    const auto first = std::find_if(events_.begin(), events_.end(), [](const event& e) { return !e.ours; });
    if (first == events_.end()) return false;
    const auto recorded = from_.frame_of(first->was, judge_.wire_dialect());
    return recorded.command == f.command && differences(recorded, f, kind_, judge_, rules_).empty();
}

}  // namespace husky::tools
