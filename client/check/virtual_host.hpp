#pragma once

#include <map>

#include "client/check/virtual_link.hpp"
#include "scenario/play/reference_session.hpp"

namespace husky::check {

class virtual_host;

/// One connection to a virtual host, and the actor that steps name by its machine's serial.
class virtual_host_link final : public link::frame_watcher {
  public:
    virtual_host_link(virtual_host& of, play::reference_session& session);

    /// The dialler's other end; then joined().
    play::wire_end& open();
    void joined(play::network::number at) { link_.joined(at, play::side::listener); }
    [[nodiscard]] virtual_link<play::reference_session>& link() { return link_; }
    [[nodiscard]] play::reference_session* session() { return session_; }
    [[nodiscard]] const std::string& serial() const { return serial_; }
    /// Its session became a link, or did not.
    void look();

    void sent(const protocol::frame& f, protocol::instant at) override;
    void received(const protocol::frame& f, protocol::instant at) override;

  private:
    void saw(scenario::direction way, const protocol::frame& f, protocol::instant at);
    void over();

    virtual_host* host_;
    play::reference_session* session_;  ///< null when the link is over
    std::string serial_;
    virtual_link<play::reference_session> link_;
    bool told_linked_ = false;
};

/// The reference host in a virtual world: the counterpart of machines, or the host that a scenario plays.
class virtual_host final : public play::actor, public virtual_listener {
  public:
    /// No judge: a counterpart.
    virtual_host(const play::reference_settings& settings, virtual_world& in, scenario::engine* judge);

    play::refusal cut(bool half_open) override;
    play::refusal restore() override;
    play::refusal pause_reading(bool on) override;
    play::refusal ask(const std::string& machine, std::span<const std::byte> question) override;
    play::refusal upload(const scenario::upload_action& what) override;
    play::refusal download(const scenario::download_action& what) override;

    bool accept(play::wire_end& from, const std::function<void(play::network::number)>& connected) override;
    void faults_changed();
    /// The link of a machine that is open, or null.
    virtual_host_link* link_of(const std::string& serial);

    [[nodiscard]] play::reference_host& host() { return host_; }
    /// A machine named itself that none had named before.
    void on_new_machine(std::function<void(const std::string&)> told) { new_machine_ = std::move(told); }
    /// Links of this machine are lost when they begin.
    void bar(const std::string& serial, bool on);

  private:
    friend class virtual_host_link;

    void tell(const std::string& serial, scenario::link_state to, std::string_view why);
    void named(virtual_host_link& l);
    [[nodiscard]] protocol::instant now() const { return world_->time().now(); }

    virtual_world* world_;
    scenario::engine* judge_;
    play::reference_host host_;
    std::deque<virtual_host_link> links_;  ///< they stay where they are, as long as the world lives
    std::vector<virtual_host_link*> open_;
    std::map<std::string, bool> known_;  ///< serial, whether it is barred
    std::function<void(const std::string&)> new_machine_;
    bool barred_ = false;
};

/// What steps do to the link of one machine of a virtual host.
class virtual_host_link_actor final : public play::actor {
  public:
    virtual_host_link_actor(virtual_host& of, const std::string& serial, virtual_world& in)
        : actor(serial, scenario::role::host), host_(&of), world_(&in) {}

    play::refusal close() override;
    play::refusal reset() override;
    play::refusal cut(bool half_open) override;
    play::refusal restore() override;
    play::refusal pause_reading(bool on) override;
    play::refusal say(std::span<const std::byte> message) override;

  private:
    template <class Deed>
    play::refusal on_link(const Deed& deed);

    virtual_host* host_;
    virtual_world* world_;
};

}  // namespace husky::check
