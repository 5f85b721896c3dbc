#pragma once

#include <optional>

#include "server/intake/husky_reports.hpp"
#include "server/questions/question_list.hpp"
#include "tests/sim/sim_host.hpp"

namespace husky::sim {

/// One connection to a sim_host: a link and the intake of its machine, as server/links/session has them on sockets.
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
    void return_unused(std::unique_ptr<host::machine> m);
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
    void init_asked(std::string_view serial, protocol::link_kind kind) override;
    protocol::report_receiver& reports() override { return *reports_; }
    protocol::answer_receiver& answers() override { return questions_; }
    void probe_answered(bool alive) override;
    protocol::identify_response identity() override { return {}; }
    void error_sent(protocol::error_code code) override;
    void received_bad_input(protocol::bad_input kind, std::uint16_t command) override;

    void ended();
    void give_back();

    sim_host* host_;
    host::link_id id_;
    std::string serial_;  ///< as asked
    bool asking_ = false;
    std::optional<host::husky_reports> reports_;
    host::question_list questions_;           ///< nobody asks
    std::unique_ptr<host::machine> leaving_;  ///< on its way to the registry
    protocol::host_link link_;
    play::driver driver_;
};

}  // namespace husky::sim
