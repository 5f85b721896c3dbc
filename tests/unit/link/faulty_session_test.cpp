#include "tests/unit/link/faulty_bench.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/write.hpp>
#include <random>

#include "link/asio/task_group.hpp"
#include "tests/catch.hpp"
#include "tests/unit/protocol/examples.hpp"
#include "tests/unit/protocol/seed.hpp"

using namespace husky;
using namespace husky::link;
using namespace std::chrono_literals;
using protocol::fault;
using protocol::fault_kind;
using protocol::wire;

namespace {

fault on(fault_kind kind, protocol::fault_way way = protocol::fault_way::sent) {
    fault f;
    f.kind = kind;
    f.way = way;
    return f;
}

const auto received_way = protocol::fault_way::received;
const std::string status = "05 00 0C 00 00", identify = "04 00 70 00";

}  // namespace

TEST_CASE("without faults and watcher a session is driven as it is", "[faulty]") {
    hand h;
    CHECK_FALSE(h.faulty.is_active());
    h.faulty.set_faults(h.board.placed());
    h.faulty.set_watcher(nullptr);
    CHECK_FALSE(h.faulty.is_active());
    h.inner.queue.add(wire(status));
    CHECK(&h.faulty.outbox() == &h.inner.queue);
    h.receive(identify);
    CHECK(h.inner.got == frames{wire(identify)});
}

TEST_CASE("faults of both ways, each on its own way", "[faulty]") {
    hand h;
    auto late = on(fault_kind::delay, received_way);
    late.wait.mean = 30ms;
    h.place(late);
    auto twice = on(fault_kind::duplicate);
    h.place(twice);
    h.inner.queue.add(wire(status));
    CHECK(h.writes() == frames{wire(status + status)});
    h.receive(identify);
    CHECK(h.inner.got.empty());
    h.pass(29ms);
    CHECK(h.inner.got.empty());
    h.pass(1ms);
    CHECK(h.inner.got == frames{wire(identify)});
    CHECK(h.inner.got_at.front() == protocol::instant(30ms));
}

TEST_CASE("each part of a split message is written for itself", "[faulty]") {
    hand h;
    auto split = on(fault_kind::split);
    split.at = 1;
    split.message = protocol::index_of<protocol::status>;
    h.place(split);
    for (const auto& message : {identify, status, identify})
        h.inner.queue.add(wire(message));
    CHECK(h.writes() == frames{wire(identify + "05"), wire("00 0C 00 00" + identify)});
}

TEST_CASE("what a fault breaks is cut into frames anew for the session", "[faulty]") {
    hand h;
    auto shorter = on(fault_kind::truncate, received_way);
    shorter.at = 3;
    shorter.first = 1;
    h.place(shorter);
    h.receive(status + identify + identify);
    REQUIRE(h.inner.got.size() == 1);
    CHECK(h.inner.got.front() == wire("05 00 0C 04 00"));
    CHECK(h.inner.broken == 0);

    hand wrong;
    auto size = on(fault_kind::wrong_size, received_way);
    size.number = 2;
    wrong.place(size);
    wrong.receive(status + identify);
    CHECK(wrong.inner.got.empty());
    CHECK(wrong.inner.broken == 1);
}

TEST_CASE("faults name machines: a link is known by its init, or by what it is told", "[faulty]") {
    const std::string init = "14 00 01 00 'HY-0002' 20*9 ";
    auto drop = on(fault_kind::drop, received_way);
    drop.machine = "HY-0002";
    hand h;
    h.place(drop);
    h.receive(identify + init + status);
    CHECK(h.inner.got == frames{wire(identify)});
    CHECK(h.board.placed()->front().counts->done == 2);

    hand other;
    other.place(drop);
    other.receive("14 00 01 00 'HY-0003' 20*9 " + status);
    CHECK(other.inner.got.size() == 2);

    hand told;
    told.place(drop);
    told.faulty.set_machine("HY-0002");
    told.receive(identify);
    CHECK(told.inner.got.empty());
}

TEST_CASE("the counts of a fault go on over the links of a machine", "[faulty]") {
    placed_faults board(1);
    fault once = on(fault_kind::drop);
    once.first = 1;
    board.place(once, {});
    fault_context ground{&board, [] { return protocol::instant{}; }};
    std::size_t written = 0;
    for (const char* machine : {"HY-0001", "HY-0001", "HY-0002"}) {
        plain_session inner;
        faulty_session faulty(inner, protocol::default_dialect(), ground);
        faulty.set_faults(board.placed());
        faulty.set_machine(machine);
        inner.queue.add(wire(status));
        written += faulty.outbox().messages();
    }
    CHECK(written == 1);
    CHECK(board.done(fault_kind::drop) == 2);
}

TEST_CASE("faults are placed on a living link, and taken away", "[faulty]") {
    hand h;
    h.inner.queue.add(wire(status));
    h.inner.queue.consume(2);  // half written when the fault comes
    h.inner.queue.add(wire(identify));
    const auto drop = on(fault_kind::drop);
    h.place(drop);
    h.inner.queue.add(wire(status));
    CHECK(h.writes() == frames{wire("0C 00 00")});
    h.board.clear();
    h.faulty.set_faults(h.board.placed());
    h.inner.queue.add(wire(identify));
    CHECK(h.writes() == frames{wire(identify)});
}

TEST_CASE("a machine that is spared has none of the faults that are placed", "[faulty]") {
    auto of_all = on(fault_kind::drop), of_some = of_all, of_one = of_all;
    of_some.machine = "HY-*";
    of_one.machine = "HY-0001";
    placed_faults board(1);
    for (const auto& each : {of_all, of_some, of_one})
        board.place(each, {});
    const auto has = [&](const std::string& machine) { return board.of_machine(*board.placed(), machine).size(); };
    CHECK(has("HY-0001") == 3);
    for (int twice = 0; twice < 2; ++twice)
        board.spare("HY-0001");
    CHECK(board.placed()->size() == 2);
    CHECK(board.placed()->front().spared.size() == 1);
    CHECK(has("HY-0001") == 0);
    CHECK(has("HY-0002") == 2);
    board.spare("HY-*");
    CHECK(has("HY-0002") == 0);
    CHECK(has("BG-0001") == 1);
    board.place(of_one, {});
    CHECK(has("HY-0001") == 1);
}

TEST_CASE("a display link draws from streams of its own, whoever names it", "[faulty]") {
    using protocol::link_kind;
    auto flip = on(fault_kind::flip_bits);
    flip.count = 3;
    const auto written = [&](link_kind kind, link_kind before, const std::string& first) {
        hand h;
        h.place(flip);
        if (before == kind) h.board.next_link(kind == link_kind::display ? "HY-0001 display" : "HY-0001");
        if (first.empty())
            h.faulty.set_machine("HY-0001", kind);
        else
            h.receive(first);
        h.inner.queue.add(wire(identify));
        return h.writes();
    };
    const auto machine = link_kind::machine_functions, display = link_kind::display;
    CHECK(written(machine, display, "") != written(display, machine, ""));
    CHECK(written(display, machine, "") == written(display, machine, "14 00 01 01 'HY-0001' 20*9 "));
    CHECK(written(machine, display, "") == written(machine, display, "14 00 01 00 'HY-0001' 20*9 "));
    CHECK(written(display, display, "") != written(display, machine, ""));
}

TEST_CASE("a session whose words are dropped has room for more", "[faulty]") {
    hand h;
    h.place(on(fault_kind::drop));
    h.inner.refills = 5;
    h.inner.queue.add(wire(identify));
    CHECK(h.writes().empty());
    CHECK(h.inner.refills == 0);
    CHECK(h.inner.queue.empty());
}

TEST_CASE("a reset comes behind what was said before, a close too", "[faulty]") {
    for (const auto kind : {fault_kind::reset, fault_kind::close}) {
        hand h;
        auto end = on(kind);
        end.message = protocol::index_of<protocol::status>;
        h.place(end);
        h.inner.queue.add(wire(identify));
        h.inner.queue.add(wire(status));
        h.inner.queue.add(wire(identify));
        CHECK_FALSE(h.faulty.closing());
        CHECK(h.writes() == frames{wire(identify)});
        CHECK(h.faulty.closing());
        CHECK(h.faulty.resets() == (kind == fault_kind::reset));
    }
    hand in;
    in.place(on(fault_kind::close, received_way));
    in.receive(status);
    CHECK(in.inner.got.empty());
    CHECK(in.faulty.closing());
}

TEST_CASE("a half-open link reads and writes nothing, and its session's deadline still ends it", "[faulty]") {
    hand h;
    h.place(on(fault_kind::half_open, received_way));
    h.inner.due_at = protocol::instant(90s);
    h.receive(status);
    CHECK(h.faulty.paused());
    CHECK_FALSE(h.faulty.closing());
    h.inner.queue.add(wire(status));
    CHECK(h.writes().empty());
    h.pass(89s);
    CHECK_FALSE(h.faulty.closing());
    h.pass(1s);
    CHECK(h.inner.closed);
    CHECK(h.faulty.closing());
    CHECK_FALSE(h.faulty.resets());
}

TEST_CASE("a session that closes still has its delayed words delivered, for a second", "[faulty]") {
    for (const auto wait : {200ms, 60'000ms}) {
        hand h;
        auto late = on(fault_kind::delay);
        late.wait.mean = wait;
        h.place(late);
        h.inner.queue.add(wire(identify));
        h.inner.closed = true;
        CHECK(h.writes().empty());
        CHECK_FALSE(h.faulty.closing());
        h.receive(status);
        CHECK(h.inner.got.empty());
        h.pass(wait == 200ms ? 200ms : 1s);
        CHECK(h.writes() == frames{wire(identify)});
        CHECK(h.faulty.closing());
    }
}

TEST_CASE("a paused session gets what waits when it goes on", "[faulty]") {
    hand h;
    h.place(on(fault_kind::duplicate, received_way));
    h.inner.pause_after = 1;
    h.receive(status);
    CHECK(h.inner.got.size() == 1);
    CHECK(h.faulty.paused());
    CHECK(h.faulty.deadline() == protocol::never);
    h.inner.stopped = false;
    h.go_on();
    CHECK(h.inner.got.size() == 2);
}

TEST_CASE("who does not read makes the session wait, not this grow", "[faulty]") {
    hand h;
    auto none = on(fault_kind::drop);
    none.machine = "nobody";
    h.place(none);
    const bytes large = wire("E8 03 0C 00 AB*996");
    for (int i = 0; i < 500; ++i)
        h.inner.queue.add(large);
    CHECK(h.faulty.outbox().bytes() < link_faults::write_ahead + large.size());
    CHECK(h.inner.queue.bytes() > 400'000);
    std::size_t written = 0;
    for (const auto& each : h.writes())
        written += each.size();
    CHECK(written == 500'000);
}

TEST_CASE("a watcher sees frames as the session said and got them", "[faulty]") {
    hand h;
    noting_watcher watcher;
    h.faulty.set_watcher(&watcher);
    h.place(on(fault_kind::drop));
    auto other = on(fault_kind::wrong_command, received_way);
    other.number = 0x7001;
    h.place(other);
    h.inner.queue.add(wire(status));
    CHECK(h.writes().empty());
    h.receive(identify);
    CHECK(watcher.out == frames{wire(status)});
    CHECK(watcher.in == frames{wire("04 00 01 70")});
}

TEST_CASE("with nothing but a watcher not a byte is changed, however the stream is cut", "[faulty][random]") {
    const auto seed = protocol::test_seed();
    INFO("rerun with HUSKY_SEED=" << seed << " test_link '[faulty][random]'");
    std::mt19937_64 random(seed);
    std::vector<bytes> examples;
    protocol::for_each_example([&](const auto&, std::string_view notation) { examples.push_back(wire(notation)); });
    for (int run = 0; run < 50; ++run) {
        hand h;
        noting_watcher watcher;
        h.faulty.set_watcher(&watcher);
        std::vector<bytes> sent;
        bytes stream;
        for (int i = 0; i < 40; ++i) {
            sent.push_back(examples[random() % examples.size()]);
            protocol::append(stream, sent.back());
            h.inner.queue.add(sent.back());
        }
        bytes written;
        for (const auto& each : h.writes())
            protocol::append(written, each);
        REQUIRE(written == stream);
        for (std::size_t from = 0; from < stream.size();) {
            const auto size = std::min<std::size_t>(1 + random() % 50, stream.size() - from);
            h.receive(std::span(stream).subspan(from, size));
            from += size;
        }
        REQUIRE(h.inner.got == sent);
        REQUIRE(watcher.in == sent);
        REQUIRE(watcher.out == sent);
    }
}

TEST_CASE("a driver tears the connection down where a fault says so", "[faulty][driver]") {
    asio::io_context context;
    placed_faults board(1);
    fault reset = on(fault_kind::reset);
    reset.message = protocol::index_of<protocol::status>;
    board.place(reset, {});
    fault_context ground{&board, now};
    plain_session inner;
    faulty_session faulty(inner, protocol::default_dialect(), ground);
    faulty.set_faults(board.placed());
    bytes scratch(4096);
    tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
    tcp::socket peer(context);
    peer.connect(acceptor.local_endpoint());
    link_driver driver(acceptor.accept(), faulty, protocol::default_dialect(), scratch);
    std::optional<ending> ended;
    asio::co_spawn(context, driver.run(), [&](const std::exception_ptr&, ending how) { ended = how; });
    inner.queue.add(wire(status));
    const auto give_up = std::chrono::steady_clock::now() + 20s;
    while (!ended && std::chrono::steady_clock::now() < give_up)
        context.run_one_for(100ms);
    CHECK(ended == ending::reset);
    bytes unread(10);
    error_code failed;
    peer.read_some(asio::buffer(unread), failed);
    CHECK(failed == asio::error::connection_reset);
}
