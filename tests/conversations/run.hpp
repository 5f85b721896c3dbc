#pragma once

#include <deque>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tests/conversations/host_end.hpp"
#include "tests/conversations/machine_end.hpp"
#include "tests/conversations/prober.hpp"

namespace husky::conversations {

class run;

/// A function that both ends work through, told from above. It says what it wants with the words of run.
struct conversation {
    std::string_view name;
    void (*hold)(run&);
    bool many_variables = false;  ///< lists of three pages
};

/// Faults that a test plants to see that the checks find them.
enum class planted : std::uint8_t { none, applies_what_it_refuses, forgets_gaps, answers_twice };

struct run_plan {
    const conversation* what = nullptr;
    bool host_dials = false;
    planted bug = planted::none;
    failure how = failure::cut_before;
    std::size_t nth = 0;                  ///< 0: nothing fails
    const sightings* expected = nullptr;  ///< seen where nothing fails
};

/// One conversation between one host and one machine in virtual time. Throws sim::violation when something happens that
/// must not.
class run {
  public:
    explicit run(const run_plan& plan);

    /// Links up; holds the conversation while an operation fails; waits until the link is whole again; checks what must
    /// hold; and holds it again twice, on that link and on a new one.
    void perform();
    /// What was counted, and seen, while it was held the first time.
    [[nodiscard]] const std::vector<step>& counted() const { return in_.counted.counted(); }
    [[nodiscard]] const sightings& seen() const { return in_.seen; }

    // What a conversation says. Each waits for its end.
    void asks(const protocol::machine_question& q);
    void uploads(std::uint16_t number);
    void downloads(std::uint16_t number, const std::string& content);
    void looks();
    void presses(char key);
    void looks_away();
    void probes();
    void counts(std::size_t cycles);
    void reports();
    void changes_mode();
    void loses_link();
    void machine_is_switched_off_and_on();
    void counts_while_lost(std::size_t cycles);
    void second_machine_dials();
    void waits_for_plan();
    void passes(protocol::duration span);

  private:
    /// Longer than any question or silence may take.
    static constexpr std::chrono::minutes max_wait{10};

    struct question {
        std::string what;
        int answers = 0;
    };
    question& new_question(std::string what);
    void failed(const std::string& what) { wrong_.push_back(what); }
    template <class Transfer>
    void moves(Transfer& transfer, question& asked);
    template <class Transfer>
    void next_block(Transfer& transfer, question& asked, std::optional<protocol::instant> lost_at);
    /// False if that takes longer.
    template <class Condition>
    bool until(Condition holds, protocol::duration max) {
        const auto give_up = in_.time.now() + max;
        while (!holds() && in_.time.next() <= give_up)
            in_.time.run_until(in_.time.next());
        return holds();
    }
    [[nodiscard]] bool all_linked();
    void hold_again(const std::string& when);
    void recover();
    void check_invariants();
    void check_cycles();
    void check_codes() const;
    void check_must() const;
    void shut_down();

    run_plan plan_;
    surroundings in_;
    protocol::machine_directory directory_;
    host_end host_;
    machine_end machine_;
    std::deque<std::unique_ptr<machine_end>> strangers_;
    std::deque<std::unique_ptr<prober>> probers_;
    std::deque<question> questions_;
    std::deque<look> looks_;
    std::vector<std::string> wrong_;  ///< what did not succeed in the present holding
    bool succeeded_ = false;          ///< the first holding
    std::set<std::string> known_setups_;
};

}  // namespace husky::conversations
