#pragma once

#include <memory>

#include "protocol/links/machine_link.hpp"
#include "protocol/screen/machine_display_link.hpp"
#include "tests/conversations/machine_line.hpp"
#include "tests/conversations/small_press.hpp"
#include "tests/conversations/small_screen.hpp"

namespace husky::conversations {

/// A machine as a fleet runs it: its links of type 1 and 2 on top of a model that counts, keeps set-ups and draws.
class machine_end final : private protocol::link_observer {
  public:
    /// `host` takes the calls of the machine; without it the host dials.
    machine_end(surroundings& in, listener& host, bool host_dials, const protocol::machine_directory& directory,
                std::uint64_t seed);

    void start();
    /// Links end, and none is begun any more.
    void stop();
    /// The host dials. False while the machine has one.
    bool take_call(wire_end& caller, const std::function<void(wire::number)>& connected);

    void counts_cycle();
    void records_event();
    void is_interrupted();
    void changes_mode();

    [[nodiscard]] protocol::machine_link& link() { return link_; }
    [[nodiscard]] protocol::machine_display_link& display() { return display_; }
    [[nodiscard]] small_press& press() { return press_; }
    [[nodiscard]] small_screen& screen() { return screen_; }
    [[nodiscard]] machine_line<protocol::machine_link>& line() { return line_; }
    [[nodiscard]] machine_line<protocol::machine_display_link>& display_line() { return display_line_; }

  private:
    void message_received(protocol::message_index) override;
    void message_sent(protocol::message_index) override {}
    void error_sent(protocol::error_code code) override { in_->seen.errors.insert(code); }
    void received_bad_input(protocol::bad_input kind, std::uint16_t) override { in_->seen.bad_inputs.insert(kind); }

    surroundings* in_;
    protocol::machine_link_settings settings_;
    small_press press_;
    small_screen screen_;
    protocol::machine_link link_;
    protocol::machine_display_link display_;
    machine_line<protocol::machine_link> line_;
    machine_line<protocol::machine_display_link> display_line_;
};

}  // namespace husky::conversations
