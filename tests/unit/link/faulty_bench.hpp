#pragma once

#include "link/driver/link_driver.hpp"
#include "link/faults/faulty_session.hpp"
#include "link/faults/link_faults.hpp"
#include "protocol/wire/frame_reader.hpp"
#include "tests/catch.hpp"
#include "tests/support/wire_notation.hpp"

namespace husky::link {

using bytes = std::vector<std::byte>;
using frames = std::vector<bytes>;

/// Notes what it gets; says what the test queues.
class plain_session final : public link_session {
  public:
    void received(const protocol::frame& f, protocol::instant at) override {
        got.emplace_back(f.bytes.begin(), f.bytes.end());
        got_at.push_back(at);
        if (pause_after == got.size()) stopped = true;
        if (close_after == got.size()) closed = true;
    }
    void framing_broken() override { ++broken; }
    void due(protocol::instant) override { closed = true; }
    [[nodiscard]] protocol::instant deadline() const override { return due_at; }
    [[nodiscard]] protocol::frame_queue& outbox() override { return queue; }
    [[nodiscard]] bool closing() const override { return closed; }
    [[nodiscard]] bool paused() const override { return stopped; }
    void room() override {
        if (refills == 0) return;
        --refills;
        queue.add(protocol::wire("04 00 70 00"));
    }

    protocol::frame_queue queue{{1000, 1U << 20U}};
    std::vector<bytes> got;
    std::vector<protocol::instant> got_at;
    std::size_t pause_after = 0, close_after = 0;
    bool closed = false, stopped = false;
    int broken = 0, refills = 0;
    protocol::instant due_at = protocol::never;
};

class noting_watcher final : public frame_watcher {
  public:
    void sent(const protocol::frame& f, protocol::instant) override {
        out.emplace_back(f.bytes.begin(), f.bytes.end());
    }
    void received(const protocol::frame& f, protocol::instant) override {
        in.emplace_back(f.bytes.begin(), f.bytes.end());
    }
    std::vector<bytes> out, in;
};

/// A session with faults, driven by hand in virtual time as a link_driver drives it.
struct hand {
    protocol::instant now{};
    placed_faults board{1};
    fault_context ground{&board, [this] { return now; }};
    plain_session inner;
    faulty_session faulty{inner, protocol::default_dialect(), ground};
    protocol::frame_reader reader{protocol::default_dialect()};

    void place(protocol::fault f) {
        REQUIRE(board.place(std::move(f), now));
        faulty.set_faults(board.placed());
    }
    void receive(std::span<const std::byte> input) {
        reader.push(input);
        go_on();
        reader.hold();
    }
    void receive(std::string_view notation) {
        const auto input = protocol::wire(notation);
        receive(input);
    }
    void go_on() {
        while (!faulty.closing() && !faulty.paused()) {
            const auto f = reader.next();
            if (!f) break;
            faulty.received(*f, now);
        }
        if (reader.broken()) faulty.framing_broken();
        faulty.batch_received();
    }
    /// All that may be written now, one entry for each write.
    std::vector<bytes> writes() {
        std::vector<bytes> all;
        while (!faulty.outbox().empty()) {
            const auto data = faulty.outbox().data();
            all.emplace_back(data.begin(), data.end());
            faulty.outbox().consume(data.size());
            faulty.room();
        }
        return all;
    }
    void pass(protocol::duration time) {
        const auto to = now + time;
        while (faulty.deadline() <= to) {
            now = std::max(now, faulty.deadline());
            faulty.due(now);
            static_cast<void>(faulty.outbox());
            if (faulty.closing()) break;
        }
        now = to;
    }
};

}  // namespace husky::link
