#include <fmt/format.h>

#include <algorithm>

#include "scenario/engine.hpp"
#include "scenario/outline.hpp"
#include "scenario/roles.hpp"

namespace husky::scenario {

std::string engine::why_not(std::size_t expectation) const {
    const auto& w = watches_[expectation];
    const auto& e = plan_->expectations[expectation];
    if (!w.is_ours && (w.asks == nullptr || w.of_actor != nullptr)) return "the other end of the scenario judges it";
    if (!w.is_ours && !part_.asks_system) return "there is no system under test to ask in virtual time";
    if (!w.is_ours)
        return std::holds_alternative<expect_query>(e.demand)
                   ? "its store is not known; give it by --store sqlite:FILE"
                   : "the address of its HTTP API is not known; give it by --http A:P";
    if (!blocked_.empty() || !stuck_.empty()) return "the scenario was blocked before it was known";
    if (e.after && !steps_.is_in_sight(*e.after))
        return fmt::format("step {} belongs to the other end and cannot be seen here", name_of(*plan_, *e.after));
    if (e.after && !steps_.is_done(*e.after)) return fmt::format("step {} was not done", name_of(*plan_, *e.after));
    return "its window did not begin";
}

void engine::add_findings(verdict& v) const {
    for (std::size_t i = 0; i < watches_.size(); ++i) {
        const auto& w = watches_[i];
        const auto& e = plan_->expectations[i];
        finding f{e.name, e.weight, w.by->met(), w.by->known(), false, outline_of(e, *plan_), {}, e.where, w.known_at};
        f.came = w.by->known() ? w.by->came() : why_not(i);
        v.findings.push_back(std::move(f));
    }
    for (std::size_t i = 0; i < plan_->steps.size(); ++i) {
        const auto& s = plan_->steps[i];
        if (steps_.is_done(i) || ended_early_ || !is_played_here(s) || !steps_.is_in_sight(i)) continue;
        v.findings.push_back({name_of(*plan_, i), severity::failure, false, false, true, outline_of(s.action),
                              steps_.waits_for(i), s.where, took_});
    }
}

const finding* engine::first_unknown(const verdict& v) const {
    for (std::size_t i = 0; i < watches_.size(); ++i)
        if (watches_[i].is_ours && !v.findings[i].judged && v.findings[i].weight == severity::failure)
            return &v.findings[i];
    return nullptr;
}

void engine::decide(verdict& v) const {
    const auto is = [&](auto what) { return std::any_of(v.findings.begin(), v.findings.end(), what); };
    const auto failed = [](const finding& f) { return f.judged && !f.met && f.weight == severity::failure; };
    std::string unreachable;
    for (const auto& w : watches_)
        if (w.asks != nullptr && w.by->known() && !w.by->met() && !w.asks->problem().empty())
            unreachable = w.asks->problem();
    const auto real_failure = [&] {
        for (std::size_t i = 0; i < watches_.size(); ++i) {
            const bool answered = watches_[i].asks == nullptr || watches_[i].asks->problem().empty();
            if (failed(v.findings[i]) && answered) return true;
        }
        return false;
    };
    if (real_failure()) {
        v.result = outcome::failed;
        v.reason = !blocked_.empty() ? blocked_ : !stuck_.empty() ? stuck_ : left_out_;
    } else if (!blocked_.empty() || !stuck_.empty() || !over_ || !unreachable.empty()) {
        v.result = outcome::blocked;
        v.reason = !blocked_.empty() ? blocked_ : !stuck_.empty() ? stuck_ : !over_ ? "cut short" : unreachable;
    } else if (!left_out_.empty()) {
        v.result = outcome::blocked;
        v.reason = left_out_;
    } else if (is([](const finding& f) { return f.is_step; })) {
        const auto first = std::find_if(v.findings.begin(), v.findings.end(), [](const auto& f) { return f.is_step; });
        v.result = outcome::blocked;
        v.reason = fmt::format("{}:{}: {} had not begun at the limit of {}: it {}", first->where.source,
                               first->where.line, first->name, text_of(plan_->limit), first->came);
    } else if (!v.findings.empty() && !is([](const finding& f) { return f.judged; })) {
        v.result = outcome::skipped;
        v.reason = v.findings.front().came;
    } else if (const auto* unknown = first_unknown(v)) {
        v.result = outcome::blocked;
        v.reason = fmt::format("{}:{}: {} was not judged: {}", unknown->where.source, unknown->where.line,
                               unknown->name, unknown->came);
    } else {
        v.result = outcome::passed;
    }
}

verdict engine::result() const {
    verdict v;
    v.file = plan_->file;
    v.scenario = plan_->name;
    v.about = plan_->about;
    v.seed = part_.seed.value_or(plan_->seed);
    v.took = took_;
    v.repeat = part_.repeat;
    v.transcript = log_.transcript();
    v.transcript_dropped = log_.dropped();
    add_findings(v);
    decide(v);
    if (v.result == outcome::failed) v.last_frames = frames_at_failure_;
    return v;
}

std::string_view name(outcome o) {
    switch (o) {
        case outcome::passed:
            return "PASS";
        case outcome::failed:
            return "FAIL";
        case outcome::blocked:
            return "BLOCKED";
        case outcome::skipped:
            return "SKIPPED";
    }
    return "";
}

}  // namespace husky::scenario
