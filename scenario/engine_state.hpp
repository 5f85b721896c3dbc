#pragma once

#include "scenario/engine.hpp"
#include "scenario/frame_log.hpp"
#include "scenario/judge.hpp"
#include "scenario/step_board.hpp"

namespace husky::scenario {

/// What an engine remembers of a run, and its decisions.
class engine::state {
  public:
    /// How often the system under test is asked again.
    static constexpr duration ask_again = std::chrono::milliseconds(250);

    state(const plan& p, const protocol::dialect& spoken, stage& on, engine_part part);

    void begin(instant now);
    void saw(const sighting& s, instant now);
    void link_changed(const actor_name& actor, link_state to, std::string_view why, instant now);
    void values_changed(const actor_name& machine, instant now);
    void probed(std::uint64_t ticket, const boost::json::value& answer, std::string_view problem, instant now);
    void block(std::string reason, instant now);
    void cut_short(instant now);
    void due(instant now);
    [[nodiscard]] instant deadline() const;
    [[nodiscard]] bool over() const { return over_; }
    [[nodiscard]] progress how_far() const;
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
    protocol::message_book book_;
    step_board steps_;
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
