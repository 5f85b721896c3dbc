#include "protocol/printing/print_sender.hpp"

#include <functional>

#include "tests/catch.hpp"

using namespace husky::protocol;
using namespace husky::protocol::printing;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

using sender_state = print_sender::state;

std::vector<std::byte> bytes(std::string_view text) {
    const auto all = std::as_bytes(std::span(text));
    return {all.begin(), all.end()};
}

const std::string control = "HHY-0001\nPoperator\nldfA007HY-0001\nfdfB007HY-0001\n";

outgoing_job small_job() {
    return {"HY-0001",
            {{"dfA007HY-0001", bytes("\x89PNG\0\n"s)}, {"dfB007HY-0001", bytes("Overview\n")}},
            {"cfA007HY-0001", bytes(control)}};
}

/// What goes over the wire, each piece up to where an acknowledgement is awaited.
const std::vector<std::string> pieces{
    "\2HY-0001\n",
    "\3"s
    "6 dfA007HY-0001\n",
    "\x89PNG\0\n\0"s,
    "\3"s
    "9 dfB007HY-0001\n",
    "Overview\n\0"s,
    "\2"s
    "49 cfA007HY-0001\n",
    control + '\0',
};

/// A sender, and what it has written so far.
struct sender_bench {
    explicit sender_bench(print_patience patience = {}) : sender(job, patience) {}

    void connect() { sender.connected(now); }
    /// As if the network took so many bytes of what waits.
    void write(std::size_t max = SIZE_MAX) {
        const auto waiting = sender.to_send();
        const auto taken = waiting.first(std::min(max, waiting.size()));
        written.append(reinterpret_cast<const char*>(taken.data()), taken.size());
        sender.sent(taken.size(), now);
    }
    void hear(std::string_view said) { sender.received(std::as_bytes(std::span(said)), now); }
    void acknowledge() { hear(std::string_view("\0", 1)); }
    /// Writes and has acknowledged the first pieces.
    void go_on(std::size_t first) {
        for (std::size_t i = 0; i < first; ++i) {
            write();
            acknowledge();
        }
    }

    outgoing_job job = small_job();
    instant now{};
    print_sender sender;
    std::string written;
};

std::string first_of(const std::vector<std::string>& all, std::size_t count) {
    std::string joined;
    for (std::size_t i = 0; i < count; ++i)
        joined += all[i];
    return joined;
}

}  // namespace

TEST_CASE("a job is sent as RFC 1179 says: queue, data files, control file, each step acknowledged", "[printing]") {
    sender_bench bench;
    CHECK(bench.sender.now_is() == sender_state::connecting);
    CHECK(bench.sender.to_send().empty());
    bench.connect();
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        INFO("piece " << i);
        CHECK_FALSE(bench.sender.over());
        bench.write();
        CHECK(bench.written == first_of(pieces, i + 1));
        CHECK(bench.sender.to_send().empty());
        bench.acknowledge();
    }
    CHECK(bench.sender.now_is() == sender_state::done);
    CHECK(bench.sender.fault() == print_fault::none);
    CHECK(bench.sender.to_send().empty());
    CHECK(bench.sender.deadline() == never);
    // What comes now is nobody's.
    bench.hear("\1too late");
    bench.sender.lost();
    CHECK(bench.sender.now_is() == sender_state::done);
}

TEST_CASE("a network that takes a byte at a time gets the same", "[printing]") {
    sender_bench bench;
    bench.connect();
    while (!bench.sender.over()) {
        while (!bench.sender.to_send().empty())
            bench.write(1);
        bench.acknowledge();
    }
    CHECK(bench.sender.now_is() == sender_state::done);
    CHECK(bench.written == first_of(pieces, pieces.size()));
}

TEST_CASE("a refusal of any step ends the job, and its words are kept", "[printing][bad]") {
    struct row {
        std::string answer, said;
    };
    const std::vector<row> answers{
        {"\1", ""},
        {"\2", ""},
        {"\xFF", ""},
        {"\1no room in the spool\n", "no room in the spool"},
        {"Your host does not have line printer access\n", "Your host does not have line printer access"},
        {"\1" + std::string(1000, 'x'), std::string(print_sender::max_saying, 'x')},
        {"\1\0\x1B[2J\xC3\xA4\x7F"s, "[2J"},
    };
    for (std::size_t step = 0; step < pieces.size(); ++step)
        for (const row& each : answers)
            for (const bool written_whole : {true, false}) {
                INFO("step " << step << ", '" << each.answer << "'");
                sender_bench bench;
                bench.connect();
                bench.go_on(step);
                bench.write(written_whole ? SIZE_MAX : 1);
                bench.hear(each.answer);
                CHECK(bench.sender.now_is() == sender_state::failed);
                CHECK(bench.sender.fault() == print_fault::refused);
                CHECK(bench.sender.said() == each.said);
                CHECK(bench.sender.to_send().empty());
                // A later yes does not bring it back.
                bench.acknowledge();
                CHECK(bench.sender.now_is() == sender_state::failed);
            }
}

TEST_CASE("an acknowledgement of what was not written yet ends the job", "[printing][bad]") {
    for (std::size_t step = 0; step < pieces.size(); ++step) {
        INFO("step " << step);
        sender_bench early;
        early.connect();
        early.go_on(step);
        early.write(early.sender.to_send().size() - 1);
        early.acknowledge();
        CHECK(early.sender.fault() == print_fault::out_of_step);

        sender_bench twice;
        twice.connect();
        twice.go_on(step);
        twice.write();
        twice.hear("\0\0"s);
        if (step + 1 < pieces.size())
            CHECK(twice.sender.fault() == print_fault::out_of_step);
        else
            CHECK(twice.sender.now_is() == sender_state::done);
    }
}

TEST_CASE("whatever happens next at any step, the job is whole or has failed with its reason", "[printing][bad]") {
    struct row {
        print_fault expected;
        std::function<void(sender_bench&)> what;
    };
    const std::vector<row> ways{
        {print_fault::lost, [](sender_bench& b) { b.sender.lost(); }},
        {print_fault::timed_out,
         [](sender_bench& b) {
             b.now += 10s;
             b.sender.due(b.now);
         }},
        {print_fault::refused, [](sender_bench& b) { b.hear("\1"); }},
    };
    for (std::size_t step = 0; step < pieces.size(); ++step)
        for (std::size_t written = 0; written <= pieces[step].size(); ++written)
            for (const row& each : ways) {
                INFO("step " << step << ", " << written << " bytes written, " << name(each.expected));
                sender_bench bench;
                bench.connect();
                bench.go_on(step);
                bench.write(written);
                each.what(bench);
                CHECK(bench.sender.now_is() == sender_state::failed);
                CHECK(bench.sender.fault() == each.expected);
                CHECK(bench.sender.deadline() == never);
                // Again, from the beginning.
                print_sender again(bench.job);
                again.connected(bench.now);
                CHECK(again.to_send().size() == pieces[0].size());
            }
}

TEST_CASE("without a connection a job has not reached its server", "[printing][bad]") {
    sender_bench bench;
    CHECK(bench.sender.deadline() == never);
    bench.sender.due(bench.now + 24h);
    CHECK(bench.sender.now_is() == sender_state::connecting);
    bench.sender.lost();
    CHECK(bench.sender.fault() == print_fault::not_reached);
    bench.connect();
    CHECK(bench.sender.now_is() == sender_state::failed);
}

TEST_CASE("each step has its time, which begins anew with every byte taken", "[printing]") {
    sender_bench bench({.step = 2s, .whole = 60s});
    bench.connect();
    CHECK(bench.sender.deadline() == bench.now + 2s);
    bench.now += 1900ms;
    bench.sender.due(bench.now);
    bench.write(1);
    CHECK(bench.sender.deadline() == bench.now + 2s);
    bench.sender.sent(0, bench.now + 1s);
    CHECK(bench.sender.deadline() == bench.now + 2s);
    bench.write();
    bench.now += 1900ms;
    bench.acknowledge();
    CHECK(bench.sender.deadline() == bench.now + 2s);
    bench.now += 2s;
    bench.sender.due(bench.now);
    CHECK(bench.sender.fault() == print_fault::timed_out);
}

TEST_CASE("a server that takes a byte now and then does not keep a job for ever", "[printing][bad]") {
    sender_bench bench({.step = 2s, .whole = 10s});
    bench.job.data[0].content.resize(1000);
    bench.connect();
    bench.go_on(2);
    while (!bench.sender.over()) {
        bench.now += 1s;
        bench.sender.due(bench.now);
        bench.write(1);
    }
    CHECK(bench.sender.fault() == print_fault::timed_out);
    CHECK(bench.now == instant{} + 10s);
}

TEST_CASE("a job may have one file, and an empty one", "[printing]") {
    sender_bench bench;
    bench.job.data = {{"dfA007HY-0001", {}}};
    bench.connect();
    bench.go_on(5);
    CHECK(bench.sender.now_is() == sender_state::done);
    CHECK(bench.written == "\2HY-0001\n\3"s + "0 dfA007HY-0001\n\0"s + "\2"s + "49 cfA007HY-0001\n" + control + '\0');
}

TEST_CASE("every fault has its words", "[printing]") {
    for (const auto fault : {print_fault::none, print_fault::not_reached, print_fault::refused,
                             print_fault::out_of_step, print_fault::timed_out, print_fault::lost})
        CHECK_FALSE(name(fault).empty());
}
