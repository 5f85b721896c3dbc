#include "scenario/play/host_actor.hpp"

#include <deque>

#include "protocol/wire/codec.hpp"
#include "protocol/wire/frame_reader.hpp"
#include "tests/catch.hpp"

using namespace husky;
using namespace husky::play;

namespace {

class empty_stage final : public scenario::stage {
    refusal perform(const scenario::actor_name& /*who*/, const scenario::action& /*what*/) override { return {}; }
    void probe(std::uint64_t /*ticket*/, const scenario::demand& /*what*/) override {}
    boost::json::value value_of(const scenario::actor_name& /*of*/, std::string_view /*name*/) override { return {}; }
};

class bare_connection final : public host_connection {
  public:
    using host_connection::host_connection;
    [[nodiscard]] bool is_open() const override { return true; }
    void lose(bool /*half_open*/) override {}
    void hold(bool /*on*/) override {}
    void faults_changed() override {}

  private:
    void wake() override {}
};

class bare_host final : public host_actor {
  public:
    bare_host(const reference_settings& settings, scenario::engine& judge)
        : host_actor(
              settings, protocol::default_dialect(), [](protocol::instant) { return std::chrono::sys_seconds(); },
              &judge) {}

    /// A machine says its name on a connection of its own.
    void meets(const std::string& serial) {
        protocol::init named;
        named.serial_number = serial;
        std::vector<std::byte> bytes;
        encode(named, protocol::default_dialect(), bytes);
        protocol::frame_reader one(protocol::default_dialect());
        one.push(bytes);
        opened(connections_.emplace_back(*this, *reference().accept(now())));
        connections_.back().received(*one.next(), now());
    }

  private:
    void later(std::function<void()> /*what*/) override {}
    void engine_told() override {}
    [[nodiscard]] protocol::instant now() const override { return {}; }

    std::deque<bare_connection> connections_;
};

}  // namespace

TEST_CASE("a host of a scenario gives names to so many machines, once each, and no more", "[players]") {
    reference_settings settings;
    settings.max_machines = 2;
    const scenario::plan nothing;
    empty_stage nowhere;
    scenario::engine judge(nothing, protocol::default_dialect(), nowhere);
    bare_host host(settings, judge);
    std::vector<std::string> met;
    host.on_new_machine([&](const std::string& serial) { met.push_back(serial); });
    for (const auto* serial : {"HY-1", "HY-1", "HY-2", "HY-3", "HY-4"})
        host.meets(serial);
    CHECK(met == std::vector<std::string>{"HY-1", "HY-2"});
}
