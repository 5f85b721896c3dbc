#pragma once

#include <memory>

#include "protocol/dialect.hpp"
#include "scenario/stage.hpp"
#include "scenario/verdict.hpp"

namespace husky::scenario {

/// Which part of a scenario is played here.
struct engine_part {
    std::optional<role> plays{};          ///< only that end's steps and expectations; none: both ends are here
    bool asks_system = true;              ///< false: there is none; what would be asked of it is left out
    bool knows_http = true;               ///< false: nobody said where the system answers HTTP; that is left out
    bool knows_store = true;              ///< false: nobody said where its store is, where an expectation does not
    std::optional<std::uint64_t> seed{};  ///< in place of the plan's
    std::string repeat{};                 ///< the one command that repeats the run, for the report
};

/// Plays one scenario: starts steps, performs them on the stage, judges what is seen. Pure: the time comes in with each
/// call, and nothing is asked of a clock. Bounded: what it keeps of the past are counts, the open expectations, the
/// last frames and a transcript of at most `longest_transcript` lines.
///
/// Steps are performed in begin() and due() only, so whoever tells the engine of something looks at deadline() and
/// calls due() next. It does no harm if the stage tells what it sees while it performs.
class engine {
  public:
    static constexpr std::size_t longest_transcript = 100'000;

    /// `p`, `spoken` and `on` must outlive the engine. Only the steps of `plays`, or of both ends where the stage has
    /// both, are performed; a step of the other end counts as done when its trigger came.
    engine(const plan& p, const protocol::dialect& spoken, stage& on, engine_part part = {});
    ~engine();
    engine(engine&&) noexcept;
    engine& operator=(engine&&) noexcept;

    void begin(instant now);

    // From the stage.
    void saw(const sighting& s, instant now);
    void link_changed(const actor_name& actor, link_state to, std::string_view why, instant now);
    /// A machine actor ended a cycle: its values may fulfil a trigger.
    void values_changed(const actor_name& machine, instant now);
    void probed(std::uint64_t ticket, const boost::json::value& answer, std::string_view problem, instant now);
    /// Nothing more can be played: the system under test is not there.
    void blocked(std::string reason, instant now);

    /// Played no further: what comes from now on, as the end of all links, is not judged. Nothing where it is over.
    void cut_short(instant now);

    void due(instant now);
    [[nodiscard]] instant deadline() const;
    /// Every step is done and every expectation known, or the limit has come.
    [[nodiscard]] bool over() const;
    /// How far it is, for a progress line: steps done of all, expectations known of all.
    struct progress {
        std::size_t steps_done, steps, known, expectations;
    };
    [[nodiscard]] progress how_far() const;

    /// After over(); before it, what is known so far: blocked, for it was cut short.
    [[nodiscard]] verdict result() const;

  private:
    class state;
    std::unique_ptr<state> state_;
};

}  // namespace husky::scenario
