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

/// "host" means the links of a simulated host, whatever machine is at their other end.
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
    message_judge(const expect_messages& expected, const protocol::message_layouts& layouts)
        : expected_(&expected), layouts_(&layouts), match_(expected.pattern, layouts) {}

    void saw(const sighting& s) override {
        if (!is_on_link_of(expected_->actor, s) || !match_.is_kind(s)) return;
        if (!match_.matches(s)) {
            near_ = shown(s, *layouts_);
            return;
        }
        ++hits_;
        if (expected_->max && hits_ > *expected_->max)
            settle(false,
                   hits_ == 1 ? shown(s, *layouts_) : fmt::format("{} came, the last: {}", hits_, shown(s, *layouts_)));
        else if (!expected_->max && hits_ >= expected_->min)
            settle(true, hits_ == 1 ? shown(s, *layouts_) : fmt::format("{} came", hits_));
    }
    void finish() override {
        if (hits_ >= expected_->min) return settle(true, hits_ == 0 ? "none came" : fmt::format("{} came", hits_));
        std::string came = hits_ == 0 ? "none came" : fmt::format("{} came", hits_);
        if (!near_.empty()) came += ", but " + near_;
        settle(false, std::move(came));
    }
    [[nodiscard]] bool needs_more() const override { return hits_ < expected_->min; }

  private:
    const expect_messages* expected_;
    const protocol::message_layouts* layouts_;
    matcher match_;
    std::uint32_t hits_ = 0;
    std::string near_;  ///< the last one of that kind with other fields
};

class order_judge final : public judge {
  public:
    order_judge(const expect_order& expected, const protocol::message_layouts& layouts)
        : expected_(&expected), layouts_(&layouts) {
        for (const auto& each : expected.patterns)
            matches_.emplace_back(each, layouts);
    }

    void saw(const sighting& s) override {
        if (!is_on_link_of(expected_->actor, s)) return;
        auto at = progress_.find(s.actor);
        if (at == progress_.end()) {
            if (progress_.size() == link_states::max_actors) return;
            at = progress_.emplace(s.actor, 0).first;
        }
        auto& next = at->second;
        if (next == matches_.size()) return;
        if (matches_[next].matches(s)) {
            if (++next == matches_.size() && is_one(expected_->actor)) settle(true, "all came in this order");
        } else if (is_out_of_order(s, next)) {
            settle(false, fmt::format("{} came when {} was expected", shown(s, *layouts_),
                                      text_of(expected_->patterns[next])));
        }
    }
    void finish() override {
        for (const auto& [actor, next] : progress_)
            if (next > 0 && next < matches_.size())
                return settle(false, fmt::format("{} did not come to {}, {} of {} had",
                                                 text_of(expected_->patterns[next]), actor, next, matches_.size()));
        if (!any_complete()) return settle(false, text_of(expected_->patterns.front()) + " did not come");
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
        if (expected_->only) return next > 0 && expected_->patterns[next].way == s.way;
        for (std::size_t i = 0; i < next; ++i)
            if (matches_[i].matches(s)) return false;
        for (std::size_t i = next + 1; i < matches_.size(); ++i)
            if (matches_[i].matches(s)) return true;
        return false;
    }

    const expect_order* expected_;
    const protocol::message_layouts* layouts_;
    std::vector<matcher> matches_;
    std::map<std::string, std::size_t, std::less<>> progress_;
};

class link_judge final : public judge {
  public:
    explicit link_judge(const expect_link& expected) : expected_(&expected) {}

    void open(const link_states& now) override {
        const bool lasts = expected_->state == link_state::connected || expected_->state == link_state::linked;
        if (lasts && !expected_->never && now.any(expected_->actor, expected_->state))
            settle(true, "it was so already");
    }
    void link_changed(const actor_name& actor, link_state to, std::string_view why) override {
        if (expected_->actor != "host" && !is_meant(expected_->actor, actor)) return;
        last_ = why.empty() ? std::string(name(to)) : fmt::format("{} ({})", name(to), why);
        const bool is_it =
            to == expected_->state || (expected_->state == link_state::connected && to == link_state::linked);
        if (is_it) settle(!expected_->never, actor.empty() ? last_ : fmt::format("{}: {}", actor, last_));
    }
    void finish() override {
        settle(expected_->never, last_.empty() ? "nothing happened to the link" : "only " + last_);
    }
    [[nodiscard]] bool needs_more() const override { return !expected_->never; }

  private:
    const expect_link* expected_;
    std::string last_;
};

class value_judge final : public judge {
  public:
    value_judge(const expect_values& expected, const protocol::message_layouts& layouts)
        : expected_(&expected), layouts_(&layouts), match_(expected.in, layouts) {}

    void saw(const sighting& s) override {
        if (!is_on_link_of(expected_->actor, s) || !match_.matches(s)) return;
        const auto held = value_in(s, expected_->every.field, *layouts_);
        ++count_;
        if (holds(expected_->every, held ? &*held : nullptr)) return look_at_rise(s, *held);
        const auto value = held ? text_of(*held) : "absent";
        settle(false,
               fmt::format("{} was {} in number {}: {}", expected_->every.field, value, count_, shown(s, *layouts_)));
    }
    void finish() override {
        settle(count_ > 0, count_ == 0 ? "no such message came" : fmt::format("all {} were so", count_));
    }
    [[nodiscard]] bool needs_more() const override { return count_ == 0; }

  private:
    void look_at_rise(const sighting& s, const boost::json::value& held) {
        if (!expected_->rises_by || !held.is_number()) return;
        const auto now = held.to_number<double>();
        const auto at = before_.find(s.actor);
        if (at == before_.end()) {
            if (before_.size() < link_states::max_actors) before_.emplace(s.actor, now);
            return;
        }
        const auto before = std::exchange(at->second, now);
        const bool starts_again = before == std::numeric_limits<std::int32_t>::max() && now == 1;
        if (now - before == *expected_->rises_by || starts_again) return;
        settle(false, fmt::format("{} was {} after {} in number {}: {}", expected_->every.field, now, before, count_,
                                  shown(s, *layouts_)));
    }

    const expect_values* expected_;
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

std::unique_ptr<judge> make_judge(const demand& demanded, const protocol::message_layouts& layouts) {
    if (const auto* d = std::get_if<expect_messages>(&demanded)) return std::make_unique<message_judge>(*d, layouts);
    if (const auto* d = std::get_if<expect_order>(&demanded)) return std::make_unique<order_judge>(*d, layouts);
    if (const auto* d = std::get_if<expect_link>(&demanded)) return std::make_unique<link_judge>(*d);
    if (const auto* d = std::get_if<expect_values>(&demanded)) return std::make_unique<value_judge>(*d, layouts);
    if (const auto* d = std::get_if<expect_value>(&demanded)) return std::make_unique<probe_judge>(d->is);
    if (const auto* d = std::get_if<expect_metric>(&demanded)) return std::make_unique<probe_judge>(d->is);
    if (const auto* d = std::get_if<expect_http>(&demanded)) return std::make_unique<probe_judge>(d->is);
    return std::make_unique<probe_judge>(std::get<expect_query>(demanded).is);
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
