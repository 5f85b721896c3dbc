#pragma once

#include <map>
#include <string>
#include <vector>

#include "protocol/faults/fault_injector.hpp"
#include "tests/support/wire_notation.hpp"

namespace husky::protocol {

/// Bytes that came out, and when, in milliseconds since the begin.
struct written {
    std::int64_t at_ms = 0;
    std::vector<std::byte> bytes;
    fault_end end = fault_end::none;

    friend bool operator==(const written&, const written&) = default;
};

/// One direction of one link in virtual time: frames go in when told, whatever comes out is noted with its time.
class injector_bench final : public fault_observer {
  public:
    explicit injector_bench(std::vector<fault> faults, queue_limits limits = fault_injector::default_limits,
                            std::uint64_t seed = 1, const dialect& d = default_dialect());

    /// A frame comes in so many milliseconds after the begin.
    void send(std::int64_t at_ms, std::span<const std::byte> message);
    void send(std::int64_t at_ms, std::string_view notation) { send(at_ms, wire(notation)); }
    /// Lets the time pass until nothing waits.
    void finish();
    /// All that came out, as one stream.
    [[nodiscard]] std::vector<std::byte> stream() const;

    void fault_done(fault_kind kind) override { ++done[kind]; }
    void fault_queue_full() override { ++overflows; }

    fault_injector injector;
    std::vector<std::shared_ptr<fault_counts>> counts;
    std::vector<written> out;
    std::map<fault_kind, int> done;
    int overflows = 0;

  private:
    void run_until(instant to);
    void take_all(instant now);

    const dialect* dialect_;
    instant now_{};
};

inline instant at_ms(std::int64_t ms) { return instant(std::chrono::milliseconds(ms)); }

}  // namespace husky::protocol
