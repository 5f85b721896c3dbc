#pragma once

#include "link/faults/faulty_session.hpp"
#include "tests/catch.hpp"
#include "tests/unit/protocol/wire_notation.hpp"

namespace husky::link {

using bytes = std::vector<std::byte>;
using frames = std::vector<bytes>;

/// Notes what it gets; says what the test queues.
class plain_session {
  public:
    void received(const protocol::frame& f, protocol::instant at) {
        got.emplace_back(f.bytes.begin(), f.bytes.end());
        got_at.push_back(at);
        if (pause_after == got.size()) stopped = true;
        if (close_after == got.size()) closed = true;
    }
    void framing_broken() { ++broken; }
    void due(protocol::instant) { closed = true; }
    [[nodiscard]] protocol::instant deadline() const { return due_at; }
    [[nodiscard]] protocol::frame_queue& outbox() { return queue; }
    [[nodiscard]] bool closing() const { return closed; }
    [[nodiscard]] bool paused() const { return stopped; }
    void room() {
        if (refills == 0) return;
        --refills;
        queue.add(protocol::wire("04 00 70 00"));
    }
    void batch_received() {}
    void bytes_received(std::size_t) {}
    void bytes_sent(std::size_t) {}

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

/// A session, shaped, driven by hand in virtual time as a link_driver drives it.
struct hand {
    protocol::instant now{};
    fault_board board{1};
    fault_context ground{&board, [this] { return now; }};
    plain_session inner;
    faulty_session<plain_session> shaped{inner, protocol::default_dialect(), ground};
    protocol::frame_reader reader{protocol::default_dialect()};

    void place(protocol::fault f) {
        REQUIRE(board.place(std::move(f), now));
        shaped.set_faults(board.placed());
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
        while (!shaped.closing() && !shaped.paused()) {
            const auto f = reader.next();
            if (!f) break;
            shaped.received(*f, now);
        }
        if (reader.broken()) shaped.framing_broken();
        shaped.batch_received();
    }
    /// All that may be written now, one entry for each write.
    std::vector<bytes> writes() {
        std::vector<bytes> all;
        while (!shaped.outbox().empty()) {
            const auto data = shaped.outbox().data();
            all.emplace_back(data.begin(), data.end());
            shaped.outbox().consume(data.size());
            shaped.room();
        }
        return all;
    }
    void pass(protocol::duration time) {
        const auto to = now + time;
        while (shaped.deadline() <= to) {
            now = std::max(now, shaped.deadline());
            shaped.due(now);
            static_cast<void>(shaped.outbox());
            if (shaped.closing()) break;
        }
        now = to;
    }
};

}  // namespace husky::link
