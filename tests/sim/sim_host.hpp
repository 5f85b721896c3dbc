#pragma once

#include <deque>
#include <memory>

#include "protocol/links/host_link.hpp"
#include "server/intake/report_sink.hpp"
#include "server/registry/registry.hpp"
#include "tests/sim/players.hpp"
#include "tests/sim/sim_store.hpp"

namespace husky::sim {

class sim_session;

/// Faults that a test plants to see that the checks find them.
enum class host_bug : std::uint8_t { none, forgets_gaps, answers_no_takeover };

/// One life of a host process: the registry, links and intakes that husky-host has, without its threads and sockets.
class sim_host final : public host::report_sink, private host::registry::decisions {
  public:
    sim_host(agenda& time, network& net, sim_store& store, const protocol::host_link_settings& links, host_bug bug);
    ~sim_host() override;
    sim_host(const sim_host&) = delete;
    sim_host& operator=(const sim_host&) = delete;

    /// A connection comes in.
    void accept(network& net, wire_end& dialler, const std::function<void(network::number)>& connected);
    /// Killed: connections are cut, and what is not committed is lost.
    void die();

    [[nodiscard]] std::uint64_t duplicates() const { return counted.cycles[host::cycle_result::duplicate].value(); }
    /// What arrived from a serial, message by message, if the host was told to listen.
    [[nodiscard]] const std::vector<std::byte>& heard(const std::string& serial) { return heard_[serial]; }
    void listen() { listening_ = true; }

  private:
    friend class sim_session;

    void admit(const host::link_id& link, const std::string& serial, std::unique_ptr<host::machine> m) override;
    void refuse(const host::link_id& link, protocol::init_result result) override;
    void probe(const host::link_id& link) override;
    void changed(const host::machine& m) override;
    void bad_input(const host::machine& m, protocol::bad_input kind) override;
    void counts_anew(const host::machine&, std::int32_t, std::int32_t) override {}

    /// As between the threads of a host: later, but in order.
    void post(std::function<void()> what);
    void commit_soon();

    agenda* agenda_;
    network* network_;
    sim_store* store_;
    const protocol::host_link_settings* links_;
    host_bug bug_;
    host::registry registry_;
    std::deque<std::unique_ptr<sim_session>> sessions_;
    std::map<std::string, std::vector<std::byte>> heard_;
    instant last_post_{};
    host::batch batch_;
    bool commit_armed_ = false, listening_ = false, dead_ = false;
};

}  // namespace husky::sim
