#pragma once

#include "protocol/screen/machine_display_link.hpp"
#include "protocol/wire/frame_reader.hpp"
#include "tests/support/said.hpp"
#include "tests/support/wire_notation.hpp"

namespace husky::protocol {

/// A screen of one line that a test writes.
class still_display final : public operator_display {
  public:
    [[nodiscard]] screen_position size() const override { return {10, 2}; }
    void opened() override { ++openings; }
    void closed() override { ++closings; }
    void pressed(std::uint16_t key) override { keys.push_back(key); }
    void draw(screen_pen& pen, menu& offered) override {
        ++drawings;
        pen.begin(10, 2);
        pen.text(0, 0, plain_attribute, content);
        offered = offers;
    }

    std::string content = "5.50 s";
    menu offers{{{key_code::f1, "Overview"}}};
    std::vector<std::uint16_t> keys;
    int openings = 0, closings = 0, drawings = 0;
};

/// A machine_display_link on a bench: a test plays the host and the screen behind the link, and moves the time.
class display_bench final : private link_observer {
  public:
    explicit display_bench(machine_link_settings s = {}, const dialect& d = default_dialect())
        : settings_(std::move(s)),
          dialect_(&d),
          reader_(d),
          link(settings_, d, "HY-0001", display, *this, /*seed*/ 1) {}

    /// The host sends these bytes.
    void hears(std::string_view notation) { hears(std::span<const std::byte>(wire(notation))); }
    template <described_message Message>
    void hears(const Message& m) {
        std::vector<std::byte> bytes;
        encode(m, *dialect_, bytes);
        hears(std::span<const std::byte>(bytes));
    }
    void hears(std::span<const std::byte> bytes);

    /// Time passes; deadlines are kept as they come.
    void waits(duration span);
    /// Connects and is admitted.
    void links_up();
    /// And is looked at; what it sent by then is dropped.
    void is_shown();
    void loses_link() {
        link.lost(now);
        reader_ = frame_reader(*dialect_);
    }

    /// What the machine sent since the last call.
    words says() { return said(sends(), *dialect_); }
    std::vector<std::byte> sends();
    /// Wrong input since the last call.
    words learns() { return std::exchange(learnt_, {}); }

  private:
    void message_received(message_index) override {}
    void message_sent(message_index) override {}
    void error_sent(error_code) override {}
    void received_bad_input(bad_input kind, std::uint16_t command) override;

    machine_link_settings settings_;
    const dialect* dialect_;
    frame_reader reader_;
    words learnt_;

  public:
    still_display display;
    instant now{std::chrono::hours(1)};
    machine_display_link link;
};

}  // namespace husky::protocol
