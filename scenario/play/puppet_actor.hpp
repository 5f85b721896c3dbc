#pragma once

#include <deque>

#include "link/faults/frame_watcher.hpp"
#include "protocol/dialect/dialect.hpp"
#include "scenario/engine.hpp"
#include "scenario/play/actor.hpp"
#include "scenario/play/puppet_link.hpp"

namespace husky::play {

/// A puppet as steps use it. Derived classes provide and end its connections. The
/// dialect and the judge must outlive it.
class puppet_actor : public actor, public link::frame_watcher {
  public:
    puppet_actor(const scenario::puppet& what, const protocol::dialect& wire_dialect, scenario::engine& judge)
        : actor(what.name, what.plays), wire_dialect_(&wire_dialect), judge_(&judge) {}

    refusal close() override;
    refusal reset() override;
    refusal cut(bool half_open) override;
    refusal restore() override;
    refusal pause_reading(bool on) override;
    refusal say(std::span<const std::byte> message) override;

    // link::frame_watcher
    void sent(const protocol::frame& f, protocol::instant at) override { saw(scenario::direction::sent, f, at); }
    void received(const protocol::frame& f, protocol::instant at) override {
        saw(scenario::direction::received, f, at);
    }

  protected:
    /// It has one, or will: what it sends meanwhile waits.
    [[nodiscard]] virtual bool has_connection() const = 0;
    /// Its session was changed.
    virtual void wake() = 0;
    /// Reads nothing from the connection. False if there is none.
    virtual bool hold(bool on) = 0;
    /// Its session was told to reset.
    virtual void tear_down() = 0;
    /// The connection, if there is one, is lost.
    virtual void lose(bool half_open) = 0;
    /// The engine was told something.
    virtual void engine_told() = 0;
    [[nodiscard]] virtual protocol::instant now() const = 0;

    /// A session for a new connection; it stays where it is.
    puppet_link& new_session();
    /// Of the last connection.
    [[nodiscard]] puppet_link& session() { return sessions_.back(); }
    [[nodiscard]] bool has_session() const { return !sessions_.empty(); }
    void tell(scenario::link_state to, std::string_view why);
    /// The connection is over; told only if the puppet did not end it.
    void lost(std::string_view why);
    [[nodiscard]] bool is_barred() const { return barred_; }

  private:
    void saw(scenario::direction way, const protocol::frame& f, protocol::instant at);
    [[nodiscard]] refusal unconnected() const { return name() + " has no connection"; }

    const protocol::dialect* wire_dialect_;
    scenario::engine* judge_;
    std::deque<puppet_link> sessions_;  ///< one for each connection; only the last is used
    bool barred_ = false, leaves_ = false;
};

}  // namespace husky::play
