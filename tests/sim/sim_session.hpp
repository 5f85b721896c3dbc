#pragma once

#include "tests/sim/sim_host.hpp"

namespace husky::sim {

/// One connection to a sim_host; what server/links/session does, without metrics, logs and sockets.
class sim_session final : public link::link_session, public protocol::host_link_owner {
  public:
    sim_session(sim_host& of, std::size_t number)
        : host_(&of),
          id_{0, number},
          link_(*of.links_, protocol::default_dialect(), *this, of.agenda_->now()),
          driver_(*of.agenda_, *of.network_, *this, protocol::default_dialect(), [this] { ended(); }) {}

    [[nodiscard]] play::driver& wire() { return driver_; }

    void admit(std::unique_ptr<host::machine> m);
    void refuse(protocol::init_result result);
    /// The link was over before it got its machine.
    void return_unused(std::unique_ptr<host::machine> m) {
        machine_ = std::move(m);
        give_back();
    }
    void probe();

    // For the driver.
    void received(const protocol::frame& f, instant now) override;
    void framing_broken() override { link_.framing_broken(); }
    void due(instant now) override {
        link_.due(now);
        batch_received();
    }
    [[nodiscard]] instant deadline() const override { return link_.deadline(); }
    [[nodiscard]] protocol::frame_queue& outbox() override { return link_.outbox(); }
    [[nodiscard]] bool closing() const override { return link_.closing(); }
    [[nodiscard]] bool paused() const override { return link_.paused(); }
    void batch_received() override {
        if (link_.closing()) give_back();
    }

  private:
    void init_asked(std::string_view serial) override;
    void display_init_asked(std::string_view) override {}
    bool screen_received(const protocol::screen&) override { return false; }
    void menu_received(const protocol::menu&) override {}
    void cycle_received(const protocol::cycle& c) override;
    void event_received(const protocol::event&) override {}
    void interruption_received(const protocol::cycle_interruption&) override {}
    void status_received(const protocol::machine_status&) override {}
    void languages_received(const std::vector<protocol::language>&) override {}
    void variables_listed(const std::vector<protocol::listed_variable>&) override {}
    void plan_finished() override {}
    void answered(std::uint64_t, protocol::machine_answer) override {}
    void not_answered(std::uint64_t, protocol::error_code) override {}
    void counter_read(std::int32_t life_counter, std::chrono::sys_seconds end_time) override;
    void probe_answered(bool alive) override;
    protocol::identify_response identity() override { return {}; }
    void message_received(protocol::message_index) override {}
    void message_sent(protocol::message_index) override {}
    void error_sent(protocol::error_code code) override;
    void received_bad_input(protocol::bad_input kind, std::uint16_t command) override;

    void keep_gap_changes();
    void ended();
    void give_back();

    sim_host* host_;
    host::link_id id_;
    std::string serial_;  ///< as asked
    bool asking_ = false;
    std::unique_ptr<host::machine> machine_;
    std::unique_ptr<host::machine> leaving_;  ///< on its way to the registry
    protocol::host_link link_;
    play::driver driver_;
};

}  // namespace husky::sim
