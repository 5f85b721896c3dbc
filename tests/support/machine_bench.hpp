#pragma once

#include "protocol/links/machine_link.hpp"
#include "protocol/wire/frame_reader.hpp"
#include "tests/support/said.hpp"
#include "tests/support/wire_notation.hpp"
#include "tests/unit/protocol/still_machine.hpp"

namespace husky::protocol {

/// A machine_link on a bench: a test plays the host and the machine behind the link, and moves the time.
class machine_bench : private link_observer {
  public:
    explicit machine_bench(machine_link_settings s = {}, const dialect& d = default_dialect())
        : settings_(std::move(s)),
          dialect_(&d),
          reader_(d),
          link(settings_, d, "HY-0001", directory_, model, *this, /*seed*/ 1) {}

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
    void loses_link() {
        link.lost(now);
        reader_ = frame_reader(*dialect_);
    }
    /// A cycle with this life counter ends.
    void counts(std::int32_t life_counter);
    void records(const std::string& what);

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
    machine_directory directory_ = small_directory();
    const dialect* dialect_;
    frame_reader reader_;
    words learnt_;

  public:
    still_machine model;
    instant now{std::chrono::hours(1)};
    machine_link link;
};

}  // namespace husky::protocol
