#pragma once

#include <memory>

#include "protocol/dialect/dialect.hpp"
#include "scenario/frame_log.hpp"
#include "scenario/judge.hpp"
#include "scenario/stage.hpp"
#include "scenario/step_list.hpp"
#include "scenario/verdict.hpp"

namespace husky::scenario {

/// Which part of a scenario is played here.
struct engine_part {
    std::optional<role> plays{};          ///< only that end's steps and expectations; none: both ends are here
    bool asks_system = true;              ///< false: there is none; expectations that ask it are left out
    bool knows_http = true;               ///< false: the system's HTTP address is not known; likewise
    bool knows_store = true;              ///< false: its store is not known, unless an expectation names it
    std::optional<std::uint64_t> seed{};  ///< instead of the plan's
    std::string repeat{};                 ///< the one command that repeats the run, for the report
};

/// Plays one scenario: starts steps, performs them on the stage, judges what is seen. Pure: the time comes in with each
/// call, and no clock is read. Bounded: of the past it keeps counts, the open expectations, the
/// last frames and a transcript of at most `max_transcript` lines.
///
/// Steps are performed in begin() and due() only, so a caller that tells the engine something checks deadline() and
/// calls due() next. It does no harm if the stage tells what it sees while it performs.
class engine {
  public:
    static constexpr std::size_t max_transcript = 100'000;
    /// How often the system under test is asked again.
    static constexpr duration ask_again = std::chrono::milliseconds(250);

    /// `p`, `wire_dialect` and `on` must outlive the engine. Only the steps of `plays`, or of both ends where the stage
    /// has both, are performed; a step of the other end counts as done when its trigger came.
    engine(const plan& p, const protocol::dialect& wire_dialect, stage& on, engine_part part = {});
    engine(const engine&) = delete;
    engine& operator=(const engine&) = delete;

    void begin(instant now);

    // From the stage.
    void saw(const sighting& s, instant now);
    void link_changed(const actor_name& actor, link_state to, std::string_view why, instant now);
    /// A machine actor ended a cycle: its values may fulfil a trigger.
    void values_changed(const actor_name& machine, instant now);
    void probed(std::uint64_t ticket, const boost::json::value& answer, std::string_view problem, instant now);
    /// Nothing more can be played: the system under test is not there.
    void blocked(std::string reason, instant now);

    /// Ends the play: what comes from now on, as the end of all links, is not judged. No effect if it is over.
    void cut_short(instant now);

    void due(instant now);
    [[nodiscard]] instant deadline() const;
    /// Every step is done and every expectation decided, or the limit is reached.
    [[nodiscard]] bool over() const { return over_; }
    /// Progress: steps done of all, expectations decided of all.
    struct progress {
        std::size_t steps_done, steps, known, expectations;
    };
    [[nodiscard]] progress how_far() const;
    /// How each step, and then each expectation, stands, in the order of the file.
    enum class standing : std::uint8_t { open, done, met, missed };
    [[nodiscard]] std::vector<standing> standings() const;

    /// After over(); before it, the result so far: blocked, because it was cut short.
    [[nodiscard]] verdict result() const;

  private:
    /// One expectation in this run.
    struct watch {
        std::unique_ptr<judge> by;
        probe_judge* asks = nullptr;  ///< `by`, where the system under test or an actor is asked
        const expect_value* of_actor = nullptr;
        bool is_ours = true;  ///< false: not judged here
        bool is_open = false, is_reported = false;
        instant begin = protocol::never, end = protocol::never;
        instant next_ask = protocol::never;
        duration known_at{};
    };

    [[nodiscard]] bool is_played_here(const step& s) const;
    [[nodiscard]] bool can_be_asked(const demand& what) const;
    void perform(std::size_t step, instant now);
    void await(std::size_t expectation, instant from);
    void open_windows(instant now);
    void look_at_windows(instant now);
    void ask(instant now);
    void report(std::size_t expectation, instant now);
    void report_known(instant now);
    [[nodiscard]] bool is_awaited(const watch& w, const expectation& e) const;
    [[nodiscard]] bool plays_to_limit() const;
    void look_whether_over(instant now);
    void open_late_questions(instant now);
    void end(instant now);
    [[nodiscard]] bool listens() const { return begun_ && !over_ && !is_cut_; }
    [[nodiscard]] duration since_begin(instant now) const { return now - begin_; }
    [[nodiscard]] instant limit() const { return begin_ + plan_->limit; }
    [[nodiscard]] std::string why_not(std::size_t expectation) const;
    void add_findings(verdict& v) const;
    /// What should have been judged and was not.
    [[nodiscard]] const finding* first_unknown(const verdict& v) const;
    void decide(verdict& v) const;

    const plan* plan_;
    engine_part part_;
    stage* stage_;
    protocol::message_layouts layouts_;
    step_list steps_;
    std::vector<watch> watches_;
    frame_log log_;
    link_states links_;
    instant begin_{};
    duration took_{};
    bool begun_ = false, over_ = false, ended_early_ = false, is_cut_ = false;
    std::string left_out_;  ///< the first step that could not be done where the others go on
    std::string stuck_;     ///< a step that cannot be done: what is open is judged, nothing else begins
    std::string blocked_;   ///< nothing more can be played
    std::vector<std::string> frames_at_failure_;
    bool failed_ = false;
};

}  // namespace husky::scenario
