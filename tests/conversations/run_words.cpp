// What a conversation says.
#include <fmt/format.h>

#include "protocol/setups/setup_download.hpp"
#include "protocol/setups/setup_upload.hpp"
#include "tests/conversations/host_session.hpp"
#include "tests/conversations/run.hpp"
#include "tests/sim/players.hpp"

namespace husky::conversations {

using namespace protocol;
using namespace std::chrono_literals;
using sim::check;
using reply_result = host::machine_reply::result;

namespace {

constexpr std::chrono::milliseconds look_again{20};
constexpr std::chrono::seconds resume{5};

bool is_ok(const machine_answer& answer) {
    return std::visit([](const auto& r) { return r.result == result_code::ok; }, answer);
}

}  // namespace

run::question& run::new_question(std::string what) { return questions_.emplace_back(question{std::move(what)}); }

void run::passes(duration span) { in_.time.run_until(in_.time.now() + span); }

void run::asks(const machine_question& q) {
    auto& asked = new_question(fmt::format("question {}", questions_.size()));
    host_.ask(q, [this, &asked](host::machine_reply r) {
        ++asked.answers;
        if (r.outcome != reply_result::answered)
            return failed(fmt::format("{} has fate {}", asked.what, static_cast<int>(r.outcome)));
        if (!is_ok(r.answer)) failed(asked.what + " was refused");
    });
    check(until([&] { return asked.answers > 0; }, max_wait), asked.what + " is never answered");
}

/// As server/setups/setup_transfers does it.
template <class Transfer>
void run::next_block(Transfer& transfer, question& asked, std::optional<instant> lost_at) {
    host_.ask(transfer.next(), [this, &transfer, &asked, lost_at](host::machine_reply r) mutable {
        if (r.outcome == reply_result::answered) {
            lost_at.reset();
            transfer.answered(std::get<typename Transfer::response>(r.answer));
        } else {
            if (r.outcome == reply_result::no_answer) transfer.link_lost();
            if (!lost_at) lost_at = in_.time.now();
            const bool may_come_back = r.outcome == reply_result::no_answer || r.outcome == reply_result::offline;
            if (!may_come_back || in_.time.now() - *lost_at >= resume) {
                ++asked.answers;
                return failed(asked.what + " was given up");
            }
        }
        if (transfer.progress() == setup_progress::going_on) {
            in_.time.after(look_again, [this, &transfer, &asked, lost_at] { next_block(transfer, asked, lost_at); });
            return;
        }
        ++asked.answers;
        if (transfer.progress() == setup_progress::failed)
            failed(fmt::format("{}: {}", asked.what, name(transfer.fault())));
    });
}

template <class Transfer>
void run::moves(Transfer& transfer, question& asked) {
    next_block(transfer, asked, std::nullopt);
    check(until([&] { return asked.answers > 0; }, max_wait), asked.what + " never ends");
}

void run::uploads(std::uint16_t number) {
    setup_upload transfer(number);
    auto& asked = new_question("upload_setup");
    moves(transfer, asked);
    if (transfer.progress() != setup_progress::done) return;
    const auto content = transfer.take_content();
    const std::string text(reinterpret_cast<const char*>(content.data()), content.size());
    check(text == machine_.press().setups[number], "the host has another set-up than the machine");
    if (!host_.archive(number, text)) failed("the archive is full");
}

void run::downloads(std::uint16_t number, const std::string& content) {
    known_setups_.insert(content);
    setup_download transfer(number, std::as_bytes(std::span(content)));
    auto& asked = new_question("download_setup");
    moves(transfer, asked);
    if (transfer.progress() != setup_progress::done) return;
    check(machine_.press().setups[number] == content, "the machine said that it applied the set-up and did not");
    if (!host_.archive(number, content)) failed("the archive is full");
}

void run::looks() {
    auto& seen = looks_.emplace_back();
    if (!host_.watch(seen)) return failed("there is no display to look at");
    check(until([&] { return seen.over || seen.newest; }, max_wait), "neither a picture comes nor an end of them");
    if (seen.over) failed("there are no pictures");
}

void run::presses(char key) {
    if (looks_.back().over || !host_.press(static_cast<std::uint16_t>(key))) return failed("the key was not taken");
    const auto is_shown = [&] {
        const auto& typed = machine_.screen().typed;
        const auto& picture = looks_.back().newest;
        return picture && typed.ends_with(key) && picture->screen.row_text(0).starts_with(">" + typed);
    };
    if (!until([&] { return looks_.back().over || is_shown(); }, 20s)) return failed("the key does not show");
    if (looks_.back().over) failed("the display went away");
}

void run::looks_away() {
    host_.unwatch();
    if (!until([&] { return !machine_.display().started(); }, 20s)) failed("the machine goes on drawing");
    machine_.screen().typed.clear();
    passes(10ms);
}

void run::probes() {
    auto* asking = new prober(in_);
    probers_.emplace_back(asking);
    const bool taken = host_.accept(asking->connection(), [&](wire::number at) { asking->connection().joined(at); });
    if (!taken) asking->not_taken();
    check(until([&] { return asking->over(); }, max_wait), "a probe never ends");
    if (!asking->found_host()) failed("the host was not found");
}

void run::counts(std::size_t cycles) {
    for (; cycles > 0; --cycles) {
        machine_.counts_cycle();
        passes(5ms);
    }
    passes(200ms);
    if (!host_.stored().cycles.contains({1, machine_.press().counted.back().life_counter}))
        failed("the newest cycle is not stored");
}

void run::reports() {
    const auto events = host_.counted.events.value(), interruptions = host_.counted.interruptions.value();
    machine_.records_event();
    machine_.is_interrupted();
    passes(200ms);
    if (host_.counted.events.value() != events + 1 || host_.counted.interruptions.value() != interruptions + 1)
        failed("a report did not arrive");
}

void run::changes_mode() {
    const auto before = host_.counted.status_changes.value();
    machine_.changes_mode();
    passes(100ms);
    if (host_.counted.status_changes.value() == before) failed("the status did not arrive");
}

void run::loses_link() {
    if (machine_.line().serving()) machine_.line().present().cut();
    passes(2ms);
}

void run::machine_is_switched_off_and_on() {
    if (machine_.line().serving()) machine_.line().present().lose(true, false);
    passes(2ms);
}

void run::counts_while_lost(std::size_t cycles) {
    loses_link();
    for (; cycles > 0; --cycles)
        machine_.counts_cycle();
    waits_for_plan();
}

void run::waits_for_plan() {
    if (!until([&] { return all_linked(); }, 100s)) failed("the link does not come back in time");
    const auto* session = host_.session_of_machine();
    if (session == nullptr || session->languages() != directory_.languages.size() ||
        session->variables() != directory_.variables.size())
        failed("the host does not know the machine's lists");
}

void run::second_machine_dials() {
    strangers_.push_back(std::make_unique<machine_end>(in_, host_, false, directory_, 100 + strangers_.size()));
    auto& stranger = *strangers_.back();
    stranger.start();
    const bool turned_away =
        until([&] { return stranger.line().last_closing() == close_reason::refused || stranger.link().linked(); }, 5s);
    if (!turned_away || stranger.link().linked()) failed("the second machine was not turned away");
    stranger.stop();
    passes(5s);
    if (!all_linked()) failed("the first machine lost its link");
}

}  // namespace husky::conversations
