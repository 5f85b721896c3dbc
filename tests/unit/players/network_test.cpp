#include "scenario/play/network.hpp"

#include "scenario/play/driver.hpp"
#include "scenario/play/puppet_link.hpp"
#include "tests/catch.hpp"

using namespace husky;
using namespace husky::play;
using namespace std::chrono_literals;

namespace {

/// Counts the frames that reach it.
class listener_link final : public link::link_session {
  public:
    std::size_t frames = 0;
    void received(const protocol::frame&, instant) override { ++frames; }
    void framing_broken() override {}
    void due(instant) override {}
    [[nodiscard]] instant deadline() const override { return protocol::never; }
    [[nodiscard]] protocol::frame_queue& outbox() override { return outbox_; }
    [[nodiscard]] bool closing() const override { return false; }

  private:
    protocol::frame_queue outbox_{{}};
};

/// A puppet at one end, a listener at the other.
struct pair {
    agenda time;
    network net{time, {1ms, 2ms, 10, 100}, 1};
    puppet_link puppet;
    listener_link hears;
    bool puppet_over = false, listener_over = false;
    driver from{time, net, puppet, protocol::default_dialect(), [this] { puppet_over = true; }};
    driver to{time, net, hears, protocol::default_dialect(), [this] { listener_over = true; }};

    pair() {
        const auto at = net.connect(from, to);
        from.joined(at, side::dialler);
        to.joined(at, side::listener);
    }
    void say() {
        constexpr std::array identify{std::byte{4}, std::byte{0}, std::byte{0x70}, std::byte{0}};
        CHECK(puppet.say(identify));
        from.wake();
    }
};

}  // namespace

TEST_CASE("what a puppet says arrives, and its close behind it", "[network]") {
    pair p;
    p.say();
    p.say();
    p.puppet.close();
    p.from.wake();
    p.time.run_until(p.time.now() + 1s);
    CHECK(p.hears.frames == 2);
    CHECK(p.puppet_over);
    CHECK(p.listener_over);
}

TEST_CASE("a reset loses what is under way", "[network]") {
    pair p;
    p.say();
    p.puppet.reset();
    p.from.wake();
    p.time.run_until(p.time.now() + 1s);
    CHECK(p.hears.frames == 0);
    CHECK(p.puppet_over);
    CHECK(p.listener_over);
}

TEST_CASE("who does not read gets everything later, and the writer waits meanwhile", "[network]") {
    pair p;
    p.to.pause(true);
    for (int i = 0; i < 100; ++i)
        p.say();
    p.time.run_until(p.time.now() + 1s);
    CHECK(p.hears.frames == 0);
    CHECK(p.puppet.outbox().bytes() == 400 - 100);
    p.to.pause(false);
    p.time.run_until(p.time.now() + 1s);
    CHECK(p.hears.frames == 100);
}

TEST_CASE("who does not read learns of the end when it reads again", "[network]") {
    pair p;
    p.to.pause(true);
    p.say();
    p.puppet.close();
    p.from.wake();
    p.time.run_until(p.time.now() + 5s);
    CHECK_FALSE(p.listener_over);
    p.to.pause(false);
    p.time.run_until(p.time.now() + 1s);
    CHECK(p.hears.frames == 1);
    CHECK(p.listener_over);
}

TEST_CASE("a puppet takes no more than its bound", "[puppet_link]") {
    puppet_link p;
    const std::vector<std::byte> large(60'000);
    std::size_t taken = 0;
    while (p.say(large))
        ++taken;
    CHECK(taken == puppet_link::max_waiting.bytes / large.size());
}
