#include "scenario/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "scenario/matcher.hpp"
#include "scenario/outline.hpp"
#include "scenario/roles.hpp"

namespace husky::scenario {

namespace {

constexpr std::size_t max_shown = 300;

/// "host" means the links of a host that lives by itself, whatever machine is at their other end.
bool is_on_link_of(const actor_name& meant, const sighting& s) {
    return meant == "host" ? s.played == role::host : is_meant(meant, s.actor);
}

bool is_one(const actor_name& actor) {
    return !actor.empty() && actor.find('*') == std::string::npos && actor != "host";
}

std::string shown(const sighting& s, const protocol::message_layouts& layouts) {
    return protocol::line_of(s.seen, s.message, layouts, max_shown);
}

class message_judge final : public judge {
  public:
    message_judge(const expect_messages& what, const protocol::message_layouts& layouts)
        : what_(&what), layouts_(&layouts), match_(what.what, layouts) {}

    void saw(const sighting& s) override {
        if (!is_on_link_of(what_->actor, s) || !match_.is_kind(s)) return;
        if (!match_.matches(s)) {
            near_ = shown(s, *layouts_);
            return;
        }
        ++hits_;
        if (what_->max && hits_ > *what_->max)
            settle(false,
                   hits_ == 1 ? shown(s, *layouts_) : fmt::format("{} came, the last: {}", hits_, shown(s, *layouts_)));
        else if (!what_->max && hits_ >= what_->min)
            settle(true, hits_ == 1 ? shown(s, *layouts_) : fmt::format("{} came", hits_));
    }
    void finish() override {
        if (hits_ >= what_->min) return settle(true, hits_ == 0 ? "none came" : fmt::format("{} came", hits_));
        std::string came = hits_ == 0 ? "none came" : fmt::format("{} came", hits_);
        if (!near_.empty()) came += ", but " + near_;
        settle(false, std::move(came));
    }
    [[nodiscard]] bool needs_more() const override { return hits_ < what_->min; }

  private:
    const expect_messages* what_;
    const protocol::message_layouts* layouts_;
    matcher match_;
    std::uint32_t hits_ = 0;
    std::string near_;  ///< the last one of that kind with other fields
};

class order_judge final : public judge {
  public:
    order_judge(const expect_order& what, const protocol::message_layouts& layouts) : what_(&what), layouts_(&layouts) {
        for (const auto& each : what.what)
            matches_.emplace_back(each, layouts);
    }

    void saw(const sighting& s) override {
        if (!is_on_link_of(what_->actor, s)) return;
        auto at = progress_.find(s.actor);
        if (at == progress_.end()) {
            if (progress_.size() == link_states::max_actors) return;
            at = progress_.emplace(s.actor, 0).first;
        }
        auto& next = at->second;
        if (next == matches_.size()) return;
        if (matches_[next].matches(s)) {
            if (++next == matches_.size() && is_one(what_->actor)) settle(true, "all came in this order");
        } else if (is_out_of_order(s, next)) {
            settle(false, fmt::format("{} came when {} was expected", shown(s, *layouts_), text_of(what_->what[next])));
        }
    }
    void finish() override {
        for (const auto& [actor, next] : progress_)
            if (next > 0 && next < matches_.size())
                return settle(false, fmt::format("{} did not come to {}, {} of {} had", text_of(what_->what[next]),
                                                 actor, next, matches_.size()));
        if (!any_complete()) return settle(false, text_of(what_->what.front()) + " did not come");
        settle(true, "all came in this order");
    }
    [[nodiscard]] bool needs_more() const override {
        return !any_complete() || std::any_of(progress_.begin(), progress_.end(), [&](const auto& each) {
            return each.second > 0 && each.second < matches_.size();
        });
    }

  private:
    [[nodiscard]] bool any_complete() const {
        return std::any_of(progress_.begin(), progress_.end(),
                           [&](const auto& each) { return each.second == matches_.size(); });
    }
    [[nodiscard]] bool is_out_of_order(const sighting& s, std::size_t next) const {
        // Before the first of them everything may come.
        if (what_->only) return next > 0 && what_->what[next].way == s.way;
        for (std::size_t i = 0; i < next; ++i)
            if (matches_[i].matches(s)) return false;
        for (std::size_t i = next + 1; i < matches_.size(); ++i)
            if (matches_[i].matches(s)) return true;
        return false;
    }

    const expect_order* what_;
    const protocol::message_layouts* layouts_;
    std::vector<matcher> matches_;
    std::map<std::string, std::size_t, std::less<>> progress_;
};

class link_judge final : public judge {
  public:
    explicit link_judge(const expect_link& what) : what_(&what) {}

    void open(const link_states& now) override {
        const bool lasts = what_->state == link_state::connected || what_->state == link_state::linked;
        if (lasts && !what_->never && now.any(what_->actor, what_->state)) settle(true, "it was so already");
    }
    void link_changed(const actor_name& actor, link_state to, std::string_view why) override {
        if (what_->actor != "host" && !is_meant(what_->actor, actor)) return;
        last_ = why.empty() ? std::string(name(to)) : fmt::format("{} ({})", name(to), why);
        const bool is_it = to == what_->state || (what_->state == link_state::connected && to == link_state::linked);
        if (is_it) settle(!what_->never, actor.empty() ? last_ : fmt::format("{}: {}", actor, last_));
    }
    void finish() override { settle(what_->never, last_.empty() ? "nothing happened to the link" : "only " + last_); }
    [[nodiscard]] bool needs_more() const override { return !what_->never; }

  private:
    const expect_link* what_;
    std::string last_;
};

class value_judge final : public judge {
  public:
    value_judge(const expect_values& what, const protocol::message_layouts& layouts)
        : what_(&what), layouts_(&layouts), match_(what.in, layouts) {}

    void saw(const sighting& s) override {
        if (!is_on_link_of(what_->actor, s) || !match_.matches(s)) return;
        const auto held = value_in(s, what_->every.field, *layouts_);
        ++count_;
        if (holds(what_->every, held ? &*held : nullptr)) return look_at_rise(s, *held);
        const auto value = held ? text_of(*held) : "absent";
        settle(false,
               fmt::format("{} was {} in number {}: {}", what_->every.field, value, count_, shown(s, *layouts_)));
    }
    void finish() override {
        settle(count_ > 0, count_ == 0 ? "no such message came" : fmt::format("all {} were so", count_));
    }
    [[nodiscard]] bool needs_more() const override { return count_ == 0; }

  private:
    void look_at_rise(const sighting& s, const boost::json::value& held) {
        if (!what_->rises_by || !held.is_number()) return;
        const auto now = held.to_number<double>();
        const auto at = before_.find(s.actor);
        if (at == before_.end()) {
            if (before_.size() < link_states::max_actors) before_.emplace(s.actor, now);
            return;
        }
        const auto before = std::exchange(at->second, now);
        const bool starts_again = before == std::numeric_limits<std::int32_t>::max() && now == 1;
        if (now - before == *what_->rises_by || starts_again) return;
        settle(false, fmt::format("{} was {} after {} in number {}: {}", what_->every.field, now, before, count_,
                                  shown(s, *layouts_)));
    }

    const expect_values* what_;
    const protocol::message_layouts* layouts_;
    matcher match_;
    std::uint64_t count_ = 0;
    std::map<std::string, double, std::less<>> before_;
};

}  // namespace

void judge::settle(bool met, std::string came) {
    if (known_) return;
    known_ = true;
    met_ = met;
    came_ = std::move(came);
}

void probe_judge::answered(const boost::json::value& answer, std::string_view problem) {
    problem_ = problem;
    if (!problem.empty()) return;
    last_ = text_of(answer);
    if (holds(*is_, &answer)) settle(true, last_);
}

void probe_judge::finish() {
    if (last_.empty() && problem_.empty()) problem_ = "no answer came";
    settle(false, !problem_.empty() ? problem_ : "the last answer was " + last_);
}

std::unique_ptr<judge> make_judge(const demand& what, const protocol::message_layouts& layouts) {
    if (const auto* d = std::get_if<expect_messages>(&what)) return std::make_unique<message_judge>(*d, layouts);
    if (const auto* d = std::get_if<expect_order>(&what)) return std::make_unique<order_judge>(*d, layouts);
    if (const auto* d = std::get_if<expect_link>(&what)) return std::make_unique<link_judge>(*d);
    if (const auto* d = std::get_if<expect_values>(&what)) return std::make_unique<value_judge>(*d, layouts);
    if (const auto* d = std::get_if<expect_value>(&what)) return std::make_unique<probe_judge>(d->is);
    if (const auto* d = std::get_if<expect_metric>(&what)) return std::make_unique<probe_judge>(d->is);
    if (const auto* d = std::get_if<expect_http>(&what)) return std::make_unique<probe_judge>(d->is);
    return std::make_unique<probe_judge>(std::get<expect_query>(what).is);
}

void link_states::note(const actor_name& actor, link_state to) {
    const auto at = known_.find(actor);
    if (at != known_.end())
        at->second = to;
    else if (known_.size() < max_actors)
        known_.emplace(actor, to);
}

bool link_states::any(const actor_name& meant, link_state in) const {
    return std::any_of(known_.begin(), known_.end(), [&](const auto& each) {
        const bool is = each.second == in || (in == link_state::connected && each.second == link_state::linked);
        return is && (meant == "host" || is_meant(meant, each.first));
    });
}

}  // namespace husky::scenario
