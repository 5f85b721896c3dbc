#pragma once

#include "link/faults/frame_watcher.hpp"
#include "scenario/engine.hpp"
#include "scenario/play/actor.hpp"
#include "scenario/play/reference/reference_session.hpp"

namespace husky::play {

class host_actor;

/// One connection to a host of a scenario. Derived classes pass its bytes.
class host_connection : public link::frame_watcher {
  public:
    host_connection(host_actor& of, reference_session& session);

    /// Null when it is over.
    [[nodiscard]] reference_session* session() { return session_; }
    /// Of its machine; empty before the machine has named itself.
    [[nodiscard]] const std::string& serial() const { return serial_; }
    [[nodiscard]] bool is_display() const { return is_display_; }
    [[nodiscard]] bool was_linked() const { return told_linked_; }

    [[nodiscard]] virtual bool is_open() const = 0;
    /// The connection is lost.
    virtual void lose(bool half_open) = 0;
    /// Nothing is read from it until it is let go.
    virtual void hold(bool on) = 0;
    virtual void faults_changed() = 0;

    // link::frame_watcher
    void sent(const protocol::frame& f, protocol::instant at) override;
    void received(const protocol::frame& f, protocol::instant at) override;

  protected:
    virtual void wake() = 0;
    /// Nothing passes any more; its session is forgotten soon.
    void over();
    [[nodiscard]] host_actor& host() { return *host_; }

  private:
    void saw(scenario::direction way, const protocol::frame& f, protocol::instant at);
    bool learn(const protocol::frame& f, std::optional<protocol::message_index> message);
    void woken();
    void look();

    host_actor* host_;
    reference_session* session_;
    std::string serial_;
    bool told_linked_ = false, is_display_ = false;
};

/// A reference host as steps use it, and the counterpart of machines. Derived classes provide
/// its connections.
class host_actor : public actor {
  public:
    /// No judge: a counterpart. The dialect and the judge must outlive it.
    host_actor(const reference_settings& settings, const protocol::dialect& wire_dialect,
               reference_host::wall_clock wall, scenario::engine* judge);

    refusal cut(bool half_open) override;
    refusal restore() override;
    refusal pause_reading(bool on) override;
    refusal ask(const std::string& machine, std::span<const std::byte> question) override;
    refusal upload(const scenario::upload_action& what) override;
    refusal download(const scenario::download_action& what) override;
    /// Presses keys on a machine's screen.
    refusal do_to_cell(const scenario::cell_action& what) override;

    void faults_changed();
    /// The connection of a machine that is open, or null.
    [[nodiscard]] host_connection* link_of(const std::string& serial);
    /// The same of its display.
    [[nodiscard]] host_connection* display_of(const std::string& serial);
    /// What it counted of a machine, by a name of expect_value::of_host; null for an unknown name.
    [[nodiscard]] boost::json::value counted(const std::string& serial, std::string_view name) const;
    /// A machine named itself that none had named before; not for more than reference_settings::max_machines.
    void on_new_machine(std::function<void(const std::string&)> told) { new_machine_ = std::move(told); }
    /// Connections of this machine are lost when they begin.
    void bar(const std::string& serial, bool on) { known_[serial] = on; }

  protected:
    /// Called soon, from a clean stack.
    virtual void later(std::function<void()> what) = 0;
    /// The engine was told something.
    virtual void engine_told() = 0;
    [[nodiscard]] virtual protocol::instant now() const = 0;

    [[nodiscard]] reference_host& reference() { return reference_; }
    [[nodiscard]] bool is_judged() const { return judge_ != nullptr; }
    [[nodiscard]] bool is_barred() const { return barred_; }
    void opened(host_connection& c) { open_.push_back(&c); }
    [[nodiscard]] const std::vector<host_connection*>& open() const { return open_; }

  private:
    friend class host_connection;

    host_connection* newest(const std::string& serial, bool display);
    void tell(const host_connection& c, scenario::link_state to, std::string_view why);
    void named(const host_connection& c);
    void meet(const std::string& serial);

    const protocol::dialect* wire_dialect_;
    scenario::engine* judge_;
    std::size_t max_known_;
    reference_host reference_;
    std::vector<host_connection*> open_;
    std::map<std::string, bool> known_;  ///< serial, whether it is barred
    std::function<void(const std::string&)> new_machine_;
    bool barred_ = false;
};

/// What steps do to the connection of one machine of a host.
class host_link_actor final : public actor {
  public:
    host_link_actor(host_actor& of, const std::string& serial) : actor(serial, scenario::role::host), host_(&of) {}

    refusal close() override;
    refusal reset() override;
    refusal cut(bool half_open) override;
    refusal restore() override;
    refusal pause_reading(bool on) override;
    refusal say(std::span<const std::byte> message) override;
    [[nodiscard]] boost::json::value value_of(std::string_view name) const override;

  private:
    template <class Deed>
    refusal on_link(const Deed& perform);

    host_actor* host_;
};

}  // namespace husky::play
