#include "scenario/engine.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenario/outline.hpp"
#include "scenario/roles.hpp"

namespace husky::scenario {

engine::engine(const plan& p, const protocol::dialect& wire_dialect, stage& on, engine_part part)
    : plan_(&p),
      part_(std::move(part)),
      stage_(&on),
      layouts_(wire_dialect),
      steps_(p, layouts_, part_.plays),
      log_(layouts_, max_transcript) {
    for (const auto& e : p.expectations) {
        watch w;
        w.by = make_judge(e.demand, layouts_);
        w.asks = dynamic_cast<probe_judge*>(w.by.get());
        w.of_actor = std::get_if<expect_value>(&e.demand);
        if (w.asks != nullptr && w.of_actor == nullptr)
            w.is_ours = can_be_asked(e.demand);
        else if (part_.plays)
            w.is_ours = judges_of(p.actors, e.demand).has(*part_.plays);
        watches_.push_back(std::move(w));
    }
}

bool engine::can_be_asked(const demand& what) const {
    const auto* of_store = std::get_if<expect_query>(&what);
    if (of_store != nullptr) return part_.asks_system && (part_.knows_store || !of_store->store.empty());
    return part_.asks_system && part_.knows_http;
}

bool engine::is_played_here(const step& s) const {
    const auto by = performer_of(plan_->actors, s);
    return !part_.plays || !by || *by == *part_.plays;
}

void engine::begin(instant now) {
    begin_ = now;
    begun_ = true;
    for (std::size_t i = 0; i < watches_.size(); ++i)
        if (!plan_->expectations[i].after) await(i, now);
    steps_.begin(now);
    due(now);
}

void engine::await(std::size_t expectation, instant from) {
    auto& w = watches_[expectation];
    const auto& e = plan_->expectations[expectation];
    if (!w.is_ours || w.by->known()) return;
    // A question without an end is asked when everything else is decided.
    if (w.asks != nullptr && !e.within) return;
    w.begin = from + e.not_before.value_or(duration::zero());
    if (e.within) w.end = from + *e.within;
    look_at_windows(from);
}

void engine::open_windows(instant now) {
    for (auto& w : watches_) {
        if (w.is_open || w.begin > now || w.by->known()) continue;
        w.is_open = true;
        if (w.asks != nullptr) w.next_ask = now;
        w.by->open(links_);
    }
}

void engine::look_at_windows(instant now) {
    open_windows(now);
    for (auto& w : watches_)
        if (w.is_open && w.end <= now && !w.by->known()) w.by->finish();
    report_known(now);
}

void engine::saw(const sighting& s, instant now) {
    if (!listens()) return;
    log_.saw(s, since_begin(now));
    steps_.saw(s, now);
    open_windows(now);  // it may come before due() is called
    for (auto& w : watches_)
        if (w.is_open && !w.by->known() && now <= w.end) w.by->saw(s);
    report_known(now);
    look_whether_over(now);
}

void engine::link_changed(const actor_name& actor, link_state to, std::string_view why, instant now) {
    if (!listens()) return;
    log_.note(since_begin(now), why.empty() ? fmt::format("{} link {}", actor, name(to))
                                            : fmt::format("{} link {} ({})", actor, name(to), why));
    open_windows(now);
    links_.note(actor, to);
    steps_.link_changed(actor, to, now);
    for (auto& w : watches_)
        if (w.is_open && !w.by->known() && now <= w.end) w.by->link_changed(actor, to, why);
    report_known(now);
    look_whether_over(now);
}

void engine::values_changed(const actor_name& machine, instant now) {
    if (listens()) steps_.values_changed(machine, *stage_, now);
}

void engine::probed(std::uint64_t ticket, const boost::json::value& answer, std::string_view problem, instant now) {
    if (!listens() || ticket >= watches_.size()) return;
    auto& w = watches_[ticket];
    if (w.asks == nullptr || !w.is_open || w.by->known()) return;
    w.asks->answered(answer, problem);
    w.next_ask = now + ask_again;
    report_known(now);
    look_whether_over(now);
}

void engine::blocked(std::string reason, instant now) {
    if (over_ || is_cut_) return;
    log_.note(since_begin(now), "blocked: " + reason);
    blocked_ = std::move(reason);
    over_ = true;
    took_ = since_begin(now);
}

void engine::cut_short(instant now) {
    if (!listens()) return;
    took_ = since_begin(now);
    is_cut_ = true;
}

void engine::perform(std::size_t step, instant now) {
    const auto& s = plan_->steps[step];
    const bool here = is_played_here(s);
    if (here) {
        const auto who = s.actor.empty() ? std::string() : " by " + s.actor;
        log_.note(since_begin(now), fmt::format("{}: {}{}", name_of(*plan_, step), outline_of(s.action), who));
    }
    // Windows open first: messages that come while the step is performed belong to them.
    steps_.done(step, now);
    for (std::size_t i = 0; i < watches_.size(); ++i)
        if (plan_->expectations[i].after == step) await(i, now);
    if (std::holds_alternative<end_action>(s.action)) {
        ended_early_ = true;
        steps_.stop();
        for (auto& w : watches_)
            if (w.is_open && w.asks == nullptr && !w.by->known()) w.by->finish();
        report_known(now);
        return;
    }
    if (!here || std::holds_alternative<wait_action>(s.action)) return;
    const auto problem = stage_->perform(s.actor, s.action);
    if (!problem) return;
    auto what = fmt::format("{}:{}: {}: {}", s.where.source, s.where.line, name_of(*plan_, step), *problem);
    log_.note(since_begin(now), "cannot be done: " + *problem);
    if (plan_->goes_on_when_stuck) {
        if (left_out_.empty()) left_out_ = std::move(what);
        return;
    }
    stuck_ = std::move(what);
    steps_.stop();
}

void engine::due(instant now) {
    if (!listens()) return;
    took_ = since_begin(now);  // so far
    if (now >= limit()) {
        look_at_windows(now);
        return end(now);
    }
    look_at_windows(now);
    while (const auto step = steps_.next(now)) {
        perform(*step, now);
        if (over_) return;
    }
    ask(now);
    look_whether_over(now);
}

void engine::ask(instant now) {
    for (std::size_t i = 0; i < watches_.size(); ++i) {
        auto& w = watches_[i];
        if (w.asks == nullptr || !w.is_open || w.by->known() || w.next_ask > now) continue;
        if (w.of_actor != nullptr) {
            w.next_ask = now + ask_again;
            w.asks->answered(stage_->value_of(w.of_actor->actor, w.of_actor->is.field), "");
            continue;
        }
        w.next_ask = protocol::never;  // until the answer
        stage_->probe(i, plan_->expectations[i].demand);
        if (over_) return;
    }
    report_known(now);
}

instant engine::deadline() const {
    if (!listens()) return protocol::never;
    auto first = std::min(limit(), steps_.deadline());
    for (const auto& w : watches_) {
        if (w.by->known()) continue;
        if (!w.is_open) first = std::min(first, w.begin);
        first = std::min({first, w.end, w.next_ask});
    }
    return first;
}

void engine::report_known(instant now) {
    for (std::size_t i = 0; i < watches_.size(); ++i)
        if (watches_[i].by->known() && !watches_[i].is_reported) report(i, now);
}

void engine::report(std::size_t expectation, instant now) {
    auto& w = watches_[expectation];
    const auto& e = plan_->expectations[expectation];
    w.is_reported = true;
    w.known_at = since_begin(now);
    log_.note(w.known_at, fmt::format("{} {}: {}", w.by->met() ? "met" : "NOT MET", e.name, w.by->came()));
    if (w.by->met() || e.weight == severity::warning) return;
    const auto* actor = actor_of(e.demand);
    if (!failed_) frames_at_failure_ = log_.last(actor == nullptr ? "" : *actor);
    failed_ = true;
}

bool engine::is_awaited(const watch& w, const expectation& e) const {
    if (!w.is_ours || w.by->known() || (ended_early_ && !w.is_open)) return false;
    if (!w.is_open && w.begin == protocol::never) {
        const bool late_question = w.asks != nullptr && !e.within;
        // Its window begins with a step, which is awaited itself.
        return !late_question && e.after.has_value() && steps_.is_in_sight(*e.after) && !steps_.stopped();
    }
    if (w.end != protocol::never) return true;
    return (!w.is_open || w.by->needs_more()) && !steps_.stopped();
}

/// If all expectations are of what must never happen, the scenario lasts until its limit, or an `end`.
bool engine::plays_to_limit() const {
    bool any = false;
    for (std::size_t i = 0; i < watches_.size(); ++i) {
        if (!watches_[i].is_ours) continue;
        const auto& e = plan_->expectations[i];
        const auto* messages = std::get_if<expect_messages>(&e.demand);
        const auto* link = std::get_if<expect_link>(&e.demand);
        const bool stands =
            !e.within && ((messages != nullptr && messages->min == 0) || (link != nullptr && link->never));
        if (!stands) return false;
        any = true;
    }
    return any;
}

void engine::look_whether_over(instant now) {
    if (over_ || (!steps_.all_done() && !steps_.stopped())) return;
    bool awaited = false, failed_all = true;
    for (std::size_t i = 0; i < watches_.size(); ++i) {
        if (is_awaited(watches_[i], plan_->expectations[i])) awaited = true;
        if (watches_[i].is_ours && !watches_[i].by->known()) failed_all = false;
    }
    if (awaited) return;
    if (!failed_all && !steps_.stopped() && plays_to_limit()) return;
    if (stuck_.empty()) open_late_questions(now);  // asked by the next due()
    const bool asking = std::any_of(watches_.begin(), watches_.end(),
                                    [](const watch& w) { return w.asks != nullptr && w.is_open && !w.by->known(); });
    if (!asking) end(now);
}

void engine::open_late_questions(instant now) {
    for (std::size_t i = 0; i < watches_.size(); ++i) {
        auto& w = watches_[i];
        if (w.asks == nullptr || !w.is_ours || w.is_open || w.by->known()) continue;
        w.is_open = true;
        w.begin = now;
        w.next_ask = now + plan_->expectations[i].not_before.value_or(duration::zero());
    }
}

void engine::end(instant now) {
    if (over_) return;
    over_ = true;
    took_ = since_begin(now);
    for (auto& w : watches_)
        if (w.is_open && !w.by->known() && (stuck_.empty() || !w.by->needs_more())) w.by->finish();
    report_known(now);
}

engine::progress engine::how_far() const {
    progress p{steps_.count_done(), plan_->steps.size(), 0, watches_.size()};
    for (const auto& w : watches_)
        p.known += !w.is_ours || w.by->known() ? 1U : 0U;
    return p;
}

std::vector<engine::standing> engine::standings() const {
    std::vector<standing> all;
    for (std::size_t i = 0; i < plan_->steps.size(); ++i)
        all.push_back(steps_.is_done(i) ? standing::done : standing::open);
    for (const auto& w : watches_)
        all.push_back(!w.by->known() ? standing::open : w.by->met() ? standing::met : standing::missed);
    return all;
}

}  // namespace husky::scenario
