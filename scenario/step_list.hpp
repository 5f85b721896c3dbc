#pragma once

#include <vector>

#include "scenario/matcher.hpp"
#include "scenario/stage.hpp"

namespace husky::scenario {

/// Which steps wait for what, which are due, which are done. Performs nothing.
class step_list {
  public:
    /// Both must outlive the list. `plays`: the end that is played here; none: both are.
    step_list(const plan& p, const protocol::message_layouts& layouts, std::optional<role> plays);

    void begin(instant now);
    void saw(const sighting& s, instant now);
    void link_changed(const actor_name& actor, link_state to, instant now);
    void values_changed(const actor_name& machine, stage& on, instant now);

    /// The step that is to be performed next, if one is due; of several the earliest, then the first of the file.
    [[nodiscard]] std::optional<std::size_t> next(instant now) const;
    void done(std::size_t step, instant now);
    /// No further step is performed.
    void stop() { stopped_ = true; }

    [[nodiscard]] instant deadline() const;
    [[nodiscard]] std::size_t count_done() const { return done_; }
    /// All steps whose begin this end can see.
    [[nodiscard]] bool all_done() const { return left_ == 0; }
    /// Whether the end that is played here learns when that step begins.
    [[nodiscard]] bool is_in_sight(std::size_t step) const { return states_[step].in_sight; }
    [[nodiscard]] bool stopped() const { return stopped_; }
    [[nodiscard]] bool is_done(std::size_t step) const { return states_[step].is == phase::done; }
    /// "waited for cycle of HY-0001, number 10: 3 came"
    [[nodiscard]] std::string waits_for(std::size_t step) const;

  private:
    enum class phase : std::uint8_t { waiting, due, done };
    struct state {
        phase is = phase::waiting;
        bool heeds = true;     ///< what happens now may be its trigger
        bool in_sight = true;  ///< of the end that is played here
        std::uint32_t hits = 0;
        instant due = protocol::never;
        message_pattern trigger;  ///< as it is seen here
        std::optional<matcher> match;
    };
    void look_for(std::size_t step, const protocol::message_layouts& layouts);
    void lose_sight();
    [[nodiscard]] bool can_see(const step& s) const;
    void came(std::size_t step, std::uint32_t wanted, instant now);
    void arm(std::size_t step, instant at);

    const plan* plan_;
    std::vector<state> states_;
    std::optional<role> plays_;
    std::size_t done_ = 0, left_ = 0;
    bool stopped_ = false;
};

}  // namespace husky::scenario
