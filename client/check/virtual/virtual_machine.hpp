#pragma once

#include <optional>

#include "client/check/virtual/virtual_display.hpp"

namespace husky::check {

/// A machine that dials in a virtual world.
class virtual_machine final : public machine_actor {
  public:
    virtual_machine(const scenario_machines& of, std::size_t number, virtual_world& in, scenario::engine* judge);

    /// Dials and runs from its start on.
    void begin();
    void faults_changed();

  private:
    bool sever(severing how) override;
    void vanish() override;
    void may_dial() override;
    bool hold(bool on) override { return link_.hold(on); }
    void woken() override;
    void engine_told() override { world_->look_at_engine(); }
    [[nodiscard]] protocol::instant now() const override { return world_->time().now(); }
    void initialised() override {
        if (display_) display_->machine_linked();
    }
    void dial();
    void dial_at(protocol::instant when);
    void arm();
    void lost();

    virtual_world* world_;
    virtual_link link_;
    std::optional<virtual_display> display_;  ///< if it has one
    protocol::instant armed_ = protocol::never, dial_due_ = protocol::never;
};

}  // namespace husky::check
