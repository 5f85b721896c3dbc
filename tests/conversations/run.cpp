#include "tests/conversations/run.hpp"

#include <fmt/format.h>

#include "tests/conversations/host_session.hpp"
#include "tests/sim/players.hpp"

namespace husky::conversations {

using namespace protocol;
using namespace std::chrono_literals;
using sim::check;

namespace {

/// By then both ends have found that a link is dead.
constexpr std::chrono::minutes time_to_notice{3};
/// By then the first attempts to link again were made.
constexpr std::chrono::seconds time_to_dial{5};

std::string made_setup(char of, std::size_t size) {
    std::string text;
    for (int line = 0; text.size() < size; ++line)
        text += fmt::format("{}{} = {}\n", of, line, line * 13 % 997);
    return text;
}

/// Whether both ends know at once of a link that is lost this way.
bool is_told(failure how) {
    switch (how) {
        case failure::host_loses:
        case failure::machine_loses:
        case failure::dead:
        case failure::dropped:
        case failure::late:
            return false;
        default:
            return true;
    }
}

machine_directory make_directory(bool many_variables) {
    machine_directory d;
    d.languages = {{"E", "English"}, {"D", "Deutsch"}};
    const variable_id last = many_variables ? 550 : 104;
    for (variable_id id = 101; id <= last; ++id)
        d.variables.push_back({id, value_kind::f32, "s", {"Time", "Zeit"}});
    d.interruptions = {{113, {"Mould protection", "Werkzeugschutz"}}};
    d.setup_places = 8;
    return d;
}

}  // namespace

run::run(const run_plan& plan)
    : plan_(plan),
      directory_(make_directory(plan.what->many_variables)),
      host_(in_),
      machine_(in_, host_, plan.host_dials, directory_, 1) {
    host_.forgets_gaps = plan.bug == planted::forgets_gaps;
    host_.answers_twice = plan.bug == planted::answers_twice;
    machine_.press().applies_what_it_refuses = plan.bug == planted::applies_what_it_refuses;
    machine_.press().setups = {{1, made_setup('A', 2 * upload_block_size + 500)}, {2, made_setup('B', 600)}};
    for (const auto& [number, text] : machine_.press().setups)
        known_setups_.insert(text);
}

bool run::all_linked() {
    const auto* functions = host_.session_of_machine();
    const auto* display = host_.session_of_display();
    return machine_.link().linked() && machine_.display().linked() && functions != nullptr && functions->ready() &&
           display != nullptr && display->linked();
}

void run::perform() {
    machine_.start();
    if (plan_.host_dials) host_.dial(machine_);
    check(until([&] { return all_linked(); }, max_wait), "both ends never link");
    counts(2);
    wrong_.clear();
    in_.counted.fail(plan_.nth, plan_.how);
    in_.counted.begin();
    plan_.what->hold(*this);
    passes(2s);
    in_.counted.end();
    succeeded_ = wrong_.empty();
    if (plan_.nth == 0)
        check(succeeded_, "it fails though nothing else does: " + fmt::format("{}", fmt::join(wrong_, ", ")));
    recover();
    check_codes();
    check_must();
    hold_again("on that link");
    machine_.line().present().cut();
    recover();
    hold_again("on a new link");
    shut_down();
}

/// Time for both ends to notice what was lost; then the link is as good as new.
void run::recover() {
    const bool was_told = !plan_.nth || is_told(plan_.how);
    passes(was_told ? time_to_dial : time_to_notice);
    check(until([&] { return all_linked(); }, max_wait), "the link does not come back");
    check_invariants();
}

void run::hold_again(const std::string& when) {
    wrong_.clear();
    plan_.what->hold(*this);
    check(wrong_.empty(), "held again {}, it fails: {}", when, fmt::join(wrong_, ", "));
    check(until([&] { return all_linked(); }, max_wait), "the link does not come back");
    check_invariants();
    check(machine_.link().setup_bytes() == 0, "the machine still holds a set-up that was on its way");
    check(!machine_.display().started() && machine_.screen().lookers == 0, "the machine draws for nobody");
    check(!host_.session_of_display()->shows(), "the host shows a screen to nobody");
    check(!host_.session_of_machine()->waits_for_answers(), "a question is still waiting");
}

void run::check_invariants() {
    for (const auto& q : questions_)
        check(q.answers == 1, "{} was answered {} times", q.what, q.answers);
    check(host_.answers_to_nobody == 0, "an answer came that nobody waits for");
    for (const auto& [number, text] : machine_.press().setups)
        check(known_setups_.contains(text), "set-up {} of the machine is half of one", number);
    for (const auto& kept : host_.setups)
        check(known_setups_.contains(kept.content), "set-up {} of the archive is half of one", kept.number);
    const auto now = in_.time.now();
    check(machine_.link().deadline() <= now + 90s, "the machine's link watches for nothing");
    check(machine_.display().deadline() <= now + 90s, "the machine's display link watches for nothing");
    check_cycles();
}

/// Every cycle that the machine counted is stored once, or stands in a gap.
void run::check_cycles() {
    counts(1);
    passes(2s);
    const auto& kept = host_.stored();
    const auto& counted = machine_.press().counted;
    check(kept.cycles.size() <= counted.size(), "the host stored cycles that were never counted");
    for (const auto& c : counted) {
        const sim::kept_machine::key key{1, c.life_counter};
        const bool stored = kept.cycles.contains(key);
        check(stored || kept.in_gap(key), "cycle {} was lost in silence", c.life_counter);
        check(!stored || !kept.in_gap(key), "cycle {} is stored and missing", c.life_counter);
        check(!stored || kept.cycles.at(key) == c.end_time, "cycle {} was changed", c.life_counter);
    }
    wrong_.clear();
}

void run::shut_down() {
    for (const auto& s : strangers_)
        s->stop();
    machine_.stop();
    host_.stop();
    in_.time.run_until(in_.time.now() + max_wait);
    check(in_.time.next() == never, "a timer is left when both ends have stopped");
    check(host_.at_rest(), "the host still holds a link that is over");
    check(machine_.link().outbox().empty() && machine_.display().outbox().empty(), "an outbox is not empty");
    check(machine_.link().setup_bytes() == 0, "the machine still holds a set-up after the link");
}

}  // namespace husky::conversations
