#pragma once

#include <chrono>
#include <string_view>

#include "protocol/links/link_end.hpp"
#include "protocol/links/machine_question.hpp"
#include "protocol/links/outstanding.hpp"
#include "protocol/links/polling_plan.hpp"
#include "settings/interface.hpp"

namespace husky::protocol {

struct host_link_settings {
    duration init_timeout = std::chrono::seconds(10);
    duration takeover_timeout = std::chrono::seconds(2);
    duration response_timeout = std::chrono::seconds(10);
    duration status_interval = std::chrono::seconds(30);
    duration silence_timeout = std::chrono::seconds(90);
    std::vector<variable_id> cycle_variables{};  ///< empty: all that the machine lists
    queue_limits outbox{};
};

/// Receives what a machine reports on its link of machine functions. Called from within the link's functions; must not
/// call the link back. References are valid during the call.
class report_receiver : public settings::interface {
  public:
    /// Its first values are the life counter, from 1 up, and the end time.
    virtual void cycle_received(const cycle&) = 0;
    virtual void event_received(const event&) = 0;
    virtual void interruption_received(const cycle_interruption&) = 0;
    virtual void status_received(const machine_status&) = 0;
    virtual void languages_received(const std::vector<language>&) = 0;
    virtual void variables_listed(const std::vector<listed_variable>&) = 0;
    /// What the machine has counted by now, and when its last cycle ended. Everything it sent before was received.
    virtual void counter_read(std::int32_t life_counter, std::chrono::sys_seconds end_time) = 0;
};

/// Receives the answers to questions of host_link::ask. As report_receiver.
class answer_receiver : public settings::interface {
  public:
    /// The machine answered the question with that ticket, whatever the result says.
    virtual void answered(std::uint64_t ticket, machine_answer answer) = 0;
    /// It sent an error instead, or an answer that is malformed.
    virtual void not_answered(std::uint64_t ticket, error_code why) = 0;
};

/// The host above a host_link. Called from within the link's functions; must not call the link back, but for admit()
/// from init_asked(). References are valid during the call.
class host_link_owner : public link_observer {
  public:
    /// A machine named itself, or asks to be the display of the machine of that name. Answer with host_link::admit, now
    /// or later; the link takes nothing else meanwhile.
    virtual void init_asked(std::string_view serial, link_kind kind) = 0;
    /// Called for each report of a machine that was admitted.
    virtual report_receiver& reports() = 0;
    /// Called for each answer to a question of host_link::ask.
    virtual answer_receiver& answers() = 0;
    virtual void plan_finished() {}
    /// Answer of probe(): whether the machine on this link is still there.
    virtual void probe_answered(bool alive) = 0;
    /// A display link's machine drew. False if the drawing does not fit its screen: then nothing of it was taken.
    virtual bool screen_received(const screen&) { return false; }
    virtual void menu_received(const menu&) {}
    virtual identify_response identity() = 0;

    void message_received(message_index) override {}
    void message_sent(message_index) override {}
    void error_sent(error_code) override {}
    void received_bad_input(bad_input, std::uint16_t) override {}

  protected:
    host_link_owner() = default;
};

/// Keys that may wait to be written to one machine; a further one is refused.
constexpr std::size_t max_waiting_keys = 64;

/// The host's end of a link of type 1 or 2, whoever dialled; the machine's first message fixes which. Pure: no socket,
/// clock or thread. After each call, write what waits in outbox(), look at closing() and paused(), and call due() when
/// deadline() has come.
class host_link {
  public:
    host_link(const host_link_settings& settings, const dialect& d, host_link_owner& owner, instant now);

    void received(const frame& f, instant now);
    /// The frame reader met a size below the smallest.
    void framing_broken();
    /// A deadline may have passed.
    void due(instant now);

    /// Answers the init that init_asked() told of. Any result but ok closes the link. For a machine that has reported
    /// before, `read_counter` asks after the plan what it has counted: cycles that were lost on their way are known
    /// then, even if none follows. A machine may leave that question unanswered.
    void admit(init_result result, std::chrono::sys_seconds host_time, instant now, bool read_counter = false);
    /// Nothing was received for a while because nothing was read: gives the machine all its time again.
    void resumed(instant now);
    /// Asks whether the machine still answers, for a new link of the same serial; probe_answered() follows.
    void probe(instant now);
    /// Asks the machine on behalf of a caller. answered() or not_answered() follows with the same ticket, from 1 up, or
    /// the link ends. False if no machine is linked, if it is not a question of this link type, or if too many
    /// questions wait.
    bool ask(const machine_question& q, std::uint64_t ticket, instant now);
    /// Sends a key to a display link's machine. False if it is not a display link, or if too many messages wait.
    bool press(std::uint16_t key_code);
    void close(close_reason why) { end_.close(why); }

    /// While an init waits for admit(), nothing may be received: leave it in the reader.
    [[nodiscard]] bool paused() const { return state_ == state::admission && !end_.closing(); }
    [[nodiscard]] bool linked() const { return state_ == state::linked && !end_.closing(); }
    /// As the machine's first message said; before it, machine functions.
    [[nodiscard]] link_kind kind() const { return kind_; }
    [[nodiscard]] bool is_display() const { return kind_ == link_kind::display; }
    [[nodiscard]] bool closing() const { return end_.closing(); }
    [[nodiscard]] close_reason reason() const { return end_.reason(); }
    [[nodiscard]] frame_queue& outbox() { return end_.outbox(); }
    [[nodiscard]] const dialect& wire_dialect() const { return end_.wire_dialect(); }
    [[nodiscard]] instant deadline() const;

  private:
    enum class state : std::uint8_t { awaiting_init, admission, linked };

    void before_init(message_index message, const frame& f);
    template <class Init>
    void take_init(const frame& f);
    void take(message_index message, const frame& f, instant now);
    void take_response(message_index message, const frame& f, instant now);
    void take_display(message_index message, const frame& f, instant now);
    template <class Error>
    void take_error(const frame& f, instant now);
    void take_cycle(const frame& f);
    void take_screen(const frame& f);
    template <class Message, class Hand>
    void hand_up(const frame& f, Message& scratch, Hand hand) {
        if (end_.decode_or_answer(f, scratch)) hand(scratch);
    }
    template <class Message, class Hand>
    void hand_up(const frame& f, Hand hand) {
        Message m;
        hand_up(f, m, hand);
    }
    void ask_next(instant now);
    template <class Request>
    void ask(const Request& r, const outstanding_requests::entry& waiting) {
        end_.send(r);
        asked_.add(waiting);
    }
    template <class Request>
    void ask_planned(const Request& r, instant now);
    /// The question that shows that a machine is still there: status, or identify on a display link.
    [[nodiscard]] message_index life_question() const { return is_display() ? index_of<identify> : index_of<status>; }
    void ask_for_life(instant now);
    void poll(instant now);
    void hand_answer(std::uint64_t ticket, message_index message, const frame& f);
    void ask_counter();
    void take_counter(const read_response& r);
    void take_answer(message_index message, const frame& f);
    void answer_init(init_result result, std::chrono::sys_seconds host_time);
    void life_shown();
    void give_up(std::uint16_t command, close_reason why);

    const host_link_settings* settings_;
    host_link_owner* owner_;
    link_end end_;
    polling_plan plan_;
    outstanding_requests asked_;
    state state_ = state::awaiting_init;
    link_kind kind_ = link_kind::machine_functions;
    bool read_counter_ = false;
    bool tandem_ = false;          ///< a cycle of side 1 came
    tandem_side polled_side_ = 0;  ///< of the status asked for last
    instant init_due_;
    instant last_heard_;
    instant next_status_ = never;
    instant probe_due_ = never;
    instant admitted_at_{};
    std::chrono::sys_seconds host_time_{};
    std::string serial_;
    // Messages that are decoded again and again into the same memory.
    cycle cycle_;
    event event_;
    cycle_interruption interruption_;
};

}  // namespace husky::protocol
