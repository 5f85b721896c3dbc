#pragma once

#include <memory>
#include <string>

#include "protocol/by_name/message_layouts.hpp"
#include "scenario/stage.hpp"

namespace husky::scenario {

/// Knows the state of each actor's link; the oldest are forgotten when there are too many.
class link_states;

/// Judges one expectation while its window is open: it is told what it needs to know, and at some time knows
/// whether it is met.
class judge {
  public:
    virtual ~judge() = default;

    /// The window begins.
    virtual void open(const link_states&) {}
    virtual void saw(const sighting&) {}
    virtual void link_changed(const actor_name&, link_state, std::string_view /*why*/) {}
    /// The window ends: decides by what has come.
    virtual void finish() = 0;
    /// Whether something must still come: a window without an end is kept open for it.
    [[nodiscard]] virtual bool needs_more() const = 0;

    [[nodiscard]] bool known() const { return known_; }
    [[nodiscard]] bool met() const { return met_; }
    /// What came, in one line.
    [[nodiscard]] const std::string& came() const { return came_; }

  protected:
    judge() = default;
    judge(const judge&) = default;
    judge& operator=(const judge&) = default;
    void settle(bool met, std::string came);

  private:
    bool known_ = false, met_ = false;
    std::string came_;
};

/// Expectations that are asked of the system under test; `settled` by its answers.
class probe_judge : public judge {
  public:
    explicit probe_judge(const condition& is) : is_(&is) {}

    void answered(const boost::json::value& answer, std::string_view problem);
    void finish() override;
    [[nodiscard]] bool needs_more() const override { return !known(); }
    /// Why nothing could be asked, if that was the last word.
    [[nodiscard]] const std::string& problem() const { return problem_; }

  private:
    const condition* is_;
    std::string last_, problem_;
};

/// The judge of a demand; it refers to demand and book.
std::unique_ptr<judge> make_judge(const demand& demanded, const protocol::message_layouts& layouts);

class link_states {
  public:
    static constexpr std::size_t max_actors = 20'000;

    void note(const actor_name& actor, link_state to);
    /// Whether a matching actor has its link in that state, or is linked where `connected` is asked.
    [[nodiscard]] bool any(const actor_name& meant, link_state in) const;

  private:
    std::map<std::string, link_state, std::less<>> known_;
};

}  // namespace husky::scenario
