#pragma once

#include <memory>
#include <string>

#include "protocol/links/backoff.hpp"
#include "protocol/links/link_end.hpp"
#include "protocol/links/machine_link.hpp"
#include "protocol/screen/operator_display.hpp"

namespace husky::protocol {

/// The machine's end of a type 2 link over its whole life, beside its machine_link and driven as that is. While the
/// host has it started, the screen is looked at a few times a second and what differs is sent; memory for that is held
/// only then. A host that does not read misses older screens, never the newest. Pure: no socket, clock or thread.
class machine_display_link {
  public:
    /// A host asks a machine that was initialised for its lists; the display link is dialled after this time plus a
    /// machine's own fraction of a second.
    static constexpr duration first_wait = std::chrono::seconds(1);
    /// How often a screen is drawn while a host watches, and how soon after a key.
    static constexpr duration refresh_interval = std::chrono::milliseconds(250);
    static constexpr duration key_interval = std::chrono::milliseconds(50);

    /// All references must outlive the link.
    machine_display_link(const machine_link_settings& settings, const dialect& d, std::string serial,
                         operator_display& display, link_observer& observer, std::uint64_t seed);

    // From the network.
    void connected(instant now);
    void received(const frame& f, instant now);
    void framing_broken();
    void due(instant now);
    void room() {}
    /// The link or the attempt to connect is over; reconnect_at() tells when to try again.
    void lost(instant now);
    /// The machine's init succeeded: the link may be dialled, after a pause that differs from machine to machine.
    void allow(instant now);

    [[nodiscard]] bool linked() const { return state_ == state::linked && !end_.closing(); }
    [[nodiscard]] bool started() const { return view_ != nullptr; }
    [[nodiscard]] bool closing() const { return end_.closing(); }
    [[nodiscard]] close_reason reason() const { return end_.reason(); }
    [[nodiscard]] frame_queue& outbox() { return end_.outbox(); }
    [[nodiscard]] const frame_queue& outbox() const { return end_.outbox(); }
    [[nodiscard]] instant deadline() const;
    /// never until allow() was called.
    [[nodiscard]] instant reconnect_at() const { return reconnect_at_; }

  private:
    using state = machine_link_state;

    /// What is held while a host watches.
    struct view {
        explicit view(byte_order order) : pen(order) {}

        screen_pen pen;
        screen_model shown;  ///< what the host shows once it has read everything
        menu keys, keys_shown;
        bool tell_keys = true;
    };

    void take_init_response(const frame& f);
    template <class Error>
    void take_error(const frame& f);
    void take(message_index message, const frame& f, instant now);
    void answer_identify(const frame& f);
    void start(const frame& f, instant now);
    void stop(const frame& f);
    void press(const frame& f, instant now);
    void close_view();
    void draw_soon(instant now);
    void draw(instant now);
    void send_changes();
    void ask_for_life(instant now);
    void give_up(message_index awaited, close_reason why);
    [[nodiscard]] bool has_room() const;
    [[nodiscard]] instant life_due() const;
    [[nodiscard]] std::uint16_t init_code() const { return end_.wire_dialect().code(index_of<display_init>); }

    const machine_link_settings* settings_;
    std::string serial_;
    operator_display* display_;
    link_end end_;
    backoff backoff_;
    std::unique_ptr<view> view_;
    state state_ = state::offline;
    bool turned_away_ = false;  ///< the host wants no display link of this machine
    bool awaits_life_ = false;
    instant last_heard_{};
    instant answer_due_ = never;
    instant drawn_at_{};
    instant draw_due_ = never;
    instant reconnect_at_ = never;
};

}  // namespace husky::protocol
