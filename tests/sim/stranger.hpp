#pragma once

#include "protocol/links/machine_link.hpp"
#include "tests/sim/plant_machine.hpp"
#include "tests/unit/protocol/still_machine.hpp"

namespace husky::sim {

/// A second machine with a serial that is taken: says init, answers the host, counts nothing, and goes away again.
class stranger final : public link::link_session, private protocol::link_observer {
  public:
    stranger(agenda& time, network& net, std::string serial)
        : agenda_(&time),
          directory_(protocol::small_directory()),
          link_(settings_, protocol::default_dialect(), std::move(serial), directory_, model_, *this, 1),
          wire_(time, net, *this, protocol::default_dialect(), [this] { link_.lost(agenda_->now()); }) {}

    void dial(plant& where, duration stays) {
        where.dial(wire_, [&](network::number at) {
            link_.connected(agenda_->now());
            wire_.joined(at, side::dialler);
            agenda_->after(stays, [this] {
                leaving_ = true;
                wire_.wake();
            });
        });
    }

    // For the driver.
    void received(const protocol::frame& f, instant now) override { link_.received(f, now); }
    void framing_broken() override { link_.framing_broken(); }
    void due(instant now) override { link_.due(now); }
    [[nodiscard]] instant deadline() const override { return link_.deadline(); }
    [[nodiscard]] protocol::frame_queue& outbox() override { return link_.outbox(); }
    [[nodiscard]] bool closing() const override { return leaving_ || link_.closing(); }
    void room() override { link_.room(); }

  private:
    void message_received(protocol::message_index) override {}
    void message_sent(protocol::message_index) override {}
    void error_sent(protocol::error_code) override {}
    void received_bad_input(protocol::bad_input, std::uint16_t) override {}

    agenda* agenda_;
    protocol::machine_link_settings settings_;
    protocol::machine_directory directory_;
    protocol::still_machine model_;
    protocol::machine_link link_;
    driver wire_;
    bool leaving_ = false;
};

}  // namespace husky::sim
