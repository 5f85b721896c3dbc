// What a faulty_session costs a link that has neither faults nor a watcher, beside the same session driven as it is.
#include <benchmark/benchmark.h>

#include "link/faults/faulty_session.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/bench/sample_messages.hpp"

namespace {

using namespace husky;

/// Decodes what it gets and answers every eighth message, as a session does at least.
class working_session final : public link::link_session {
  public:
    void received(const protocol::frame& f, protocol::instant) override {
        benchmark::DoNotOptimize(decode(f.fields, protocol::default_dialect(), cycle_));
        if (++count_ % 8 == 0) queue_.add(protocol::identify{}, protocol::default_dialect());
    }
    void framing_broken() override {}
    void due(protocol::instant) override {}
    [[nodiscard]] protocol::instant deadline() const override { return protocol::never; }
    [[nodiscard]] protocol::frame_queue& outbox() override { return queue_; }
    [[nodiscard]] bool closing() const override { return false; }
    void bytes_received(std::size_t n) override { bytes_ += n; }
    void bytes_sent(std::size_t n) override { bytes_ += n; }

  private:
    protocol::cycle cycle_;
    protocol::frame_queue queue_{{}};
    std::size_t count_ = 0, bytes_ = 0;
};

constexpr int frames_in_a_read = 218;  // 64 KiB of cycles of 300 bytes

std::vector<std::byte> one_read() {
    std::vector<std::byte> one, all;
    encode(bench::cycle_of_300_bytes(1), protocol::default_dialect(), one);
    for (int i = 0; i < frames_in_a_read; ++i)
        all.insert(all.end(), one.begin(), one.end());
    return all;
}

/// What link_driver does with one read, without the socket.
void drive(benchmark::State& state, link::link_session& session) {
    const auto input = one_read();
    protocol::frame_reader reader(protocol::default_dialect());
    for (auto _ : state) {
        session.bytes_received(input.size());
        reader.push(input);
        while (!session.closing() && !session.paused()) {
            const auto f = reader.next();
            if (!f) break;
            session.received(*f, {});
        }
        session.batch_received();
        auto& waiting = session.outbox();
        while (!waiting.empty()) {
            const auto count = waiting.data().size();
            waiting.consume(count);
            session.bytes_sent(count);
            session.room();
        }
        benchmark::DoNotOptimize(session.deadline());
    }
    state.SetItemsProcessed(state.iterations() * frames_in_a_read);
}

void bare_session(benchmark::State& state) {
    working_session session;
    drive(state, session);
}
BENCHMARK(bare_session);

void session_without_faults(benchmark::State& state) {
    working_session session;
    const link::fault_context ground{nullptr, link::now};
    link::faulty_session faulty(session, protocol::default_dialect(), ground);
    drive(state, faulty);
}
BENCHMARK(session_without_faults);

/// With a fault that concerns another machine.
void faults_for_another(benchmark::State& state) {
    working_session session;
    link::placed_faults board(1);
    protocol::fault other;
    other.machine = "HY-0002";
    board.place(other, {});
    const link::fault_context ground{&board, link::now};
    link::faulty_session faulty(session, protocol::default_dialect(), ground);
    faulty.set_faults(board.placed());
    faulty.set_machine("HY-0001");
    drive(state, faulty);
}
BENCHMARK(faults_for_another);

}  // namespace
