#pragma once

#include "client/check/scenario_machines.hpp"
#include "client/machine/fleet_counts.hpp"
#include "client/machine/machine.hpp"
#include "client/outlets/display_session.hpp"
#include "client/outlets/husky_outlet.hpp"
#include "link/faults/frame_watcher.hpp"
#include "scenario/engine.hpp"
#include "scenario/play/actor.hpp"

namespace husky::check {

/// A machine of a scenario: its cell and what steps do to it. Derived classes provide a connection,
/// a virtual or a real one. A machine that no engine listens to is a counterpart or background. What it refers to must
/// outlive it.
class machine_actor : public play::actor, public link::frame_watcher {
  public:
    machine_actor(const scenario_machines& of, std::size_t number, protocol::instant start,
                  std::chrono::sys_seconds clock, const protocol::dialect& wire_dialect, cells::fleet_counts& counts,
                  scenario::engine* judge);

    [[nodiscard]] cells::machine& runs() { return machine_; }
    [[nodiscard]] cells::husky_outlet& husky() { return husky_; }
    /// Null if it has no operator screen.
    [[nodiscard]] cells::display_session* display() { return display_.get(); }
    [[nodiscard]] bool is_judged() const { return judge_ != nullptr; }

    play::refusal reset() override;
    play::refusal cut(bool half_open) override;
    play::refusal restore() override;
    play::refusal pause_reading(bool on) override;
    play::refusal say(std::span<const std::byte> message) override;
    play::refusal do_to_cell(const scenario::cell_action& what) override;
    [[nodiscard]] boost::json::value value_of(std::string_view name) const override;

    // link::frame_watcher
    void sent(const protocol::frame& f, protocol::instant at) override { saw(scenario::direction::sent, f, at); }
    void received(const protocol::frame& f, protocol::instant at) override {
        saw(scenario::direction::received, f, at);
    }

  protected:
    /// How the present connection ends.
    enum class severing : std::uint8_t {
        cut,       ///< both ends are told
        reset,     ///< the other end gets an RST
        half_open  ///< neither end is told
    };
    /// False if there is no connection. But for half_open, connection_lost() follows.
    virtual bool sever(severing how) = 0;
    /// The machine vanished: the connection is forgotten, and nothing follows.
    virtual void vanish() = 0;
    /// May dial now: its cut is over, or it has power again.
    virtual void may_dial() = 0;
    /// Reads nothing from the connection. False if there is none.
    virtual bool hold(bool on) = 0;
    /// Its outbox or its next event changed.
    virtual void woken() = 0;
    /// Its link was initialised; also if it is told again.
    virtual void initialised() = 0;
    /// The engine is told something: it is to be looked at soon, from a clean stack.
    virtual void engine_told() = 0;
    [[nodiscard]] virtual protocol::instant now() const = 0;

    [[nodiscard]] bool is_barred() const { return barred_ || !has_power_; }
    [[nodiscard]] protocol::instant start() const { return start_; }
    [[nodiscard]] protocol::instant next_happening() const {
        return pace_.due(machine_.model().next(), start_ - pace_start_);
    }
    /// Performs what is due up to now, or a part of it.
    void advance();

    // What a connection went through.
    void connected();
    void dial_failed(std::string_view why);
    /// Also if the machine itself closed it. Its driver dials at reconnect_at(), unless it is barred.
    void connection_lost(std::string_view why);

  private:
    /// Something passed: the link may have become one.
    void passed();
    void tell(scenario::link_state to, std::string_view why);
    void saw(scenario::direction way, const protocol::frame& f, protocol::instant at);
    template <class Deed>
    play::refusal by_operator(const std::string& otherwise, const Deed& perform);
    play::refusal perform(const scenario::set_point_action& what);
    play::refusal perform(const scenario::raise_action& what);
    play::refusal perform(const scenario::clear_action& what);
    play::refusal perform(const scenario::block_cavity_action& what);
    play::refusal perform(const scenario::free_cavity_action& what);
    play::refusal perform(const scenario::power_off_action& what);
    play::refusal perform(const scenario::power_on_action& what);
    play::refusal perform(const scenario::set_clock_action& what);
    play::refusal perform(const scenario::key_action& what);
    play::refusal perform(const scenario::load_setup_action& what);
    play::refusal perform(const scenario::stop_action& what);
    play::refusal perform(const scenario::go_on_action& what);

    const protocol::dialect* wire_dialect_;
    scenario::engine* judge_;
    protocol::instant pace_start_, start_;
    cells::pace pace_;
    cells::machine machine_;
    cells::husky_outlet& husky_;
    std::unique_ptr<cells::display_session> display_;
    bool barred_ = false, has_power_ = true, told_linked_ = false, connected_ = false;
};

}  // namespace husky::check
