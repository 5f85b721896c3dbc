#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "protocol/links/host_link.hpp"
#include "scenario/play/reference/transfer.hpp"
#include "server/intake/report_sink.hpp"
#include "server/registry/registry.hpp"

namespace husky::play {

class reference_session;

/// Settings of a reference host.
struct reference_settings {
    std::string name = "reference host";
    protocol::host_link_settings link;
    std::set<std::string> known;   ///< serials
    bool refuses_unknown = false;  ///< of serials that are not known, where there are any
    std::size_t max_machines = 10'000;
    std::size_t max_links = 16'384;  ///< one more is not accepted
};

/// What it knows of one machine besides its record.
struct reference_machine {
    std::uint64_t links = 0;
    std::map<std::uint16_t, std::vector<std::byte>> setups;  ///< uploaded last, by number
    std::unique_ptr<transfer> waiting;                       ///< for the machine's next link
    std::string problem;                                     ///< of the last question or transfer; empty: none
};

/// A host that follows the rules of PROTOCOL.md and keeps only counts: polls, asks what it is told to ask,
/// transfers set-ups. The registry and the intakes of husky-host decide whom it admits and what reports mean. Pure:
/// its driver gives each connection a session, and a turn when it asks for one. Belongs to one thread.
class reference_host final : public host::report_sink, private host::registry::decisions {
  public:
    using wall_clock = std::function<std::chrono::sys_seconds(protocol::instant)>;

    /// `soon` is called when take_turn() is wanted, at once but not from within the call. References must outlive it.
    reference_host(reference_settings settings, const protocol::dialect& wire_dialect, wall_clock wall,
                   std::function<void()> soon);
    ~reference_host() override;
    reference_host(const reference_host&) = delete;
    reference_host& operator=(const reference_host&) = delete;

    /// A session for a new connection, null if the limit is reached. It lives until forget().
    reference_session* accept(protocol::instant now);
    /// The connection is over, and nobody uses the session any more.
    void forget(reference_session& s, protocol::instant now);
    void take_turn(protocol::instant now);

    /// Asks a machine; `question` is a whole message of the wire. Empty, or why not.
    std::string ask(const std::string& serial, const protocol::frame& question, protocol::instant now);
    /// A transfer goes on, or begins anew, on the machine's next link if the present one is lost.
    std::string upload(const std::string& serial, std::uint16_t number, protocol::instant now);
    std::string download(const std::string& serial, std::uint16_t number, std::vector<std::byte> content,
                         protocol::instant now);
    /// Presses keys on a machine's screen, which is started first if it is not.
    std::string press(const std::string& serial, std::span<const std::uint16_t> keys, protocol::instant now);

    [[nodiscard]] const reference_machine* find(const std::string& serial) const;
    /// The link of a machine, if it has one.
    [[nodiscard]] reference_session* link_of(const std::string& serial);
    /// "cycles", "gaps", "missing", "duplicates", "epoch", "links", "events", "interruptions"; none: there is no such
    /// count.
    [[nodiscard]] std::optional<std::uint64_t> count(const std::string& serial, std::string_view name) const;
    [[nodiscard]] std::size_t links() const { return sessions_.size(); }

  private:
    friend class reference_session;

    void admit(const host::link_id& link, const std::string& serial, std::unique_ptr<host::machine> m) override;
    void refuse(const host::link_id& link, protocol::init_result result) override;
    void probe(const host::link_id& link) override;
    void changed(const host::machine&) override {}
    void bad_input(const host::machine&, protocol::bad_input) override {}
    void counts_anew(const host::machine&, std::int32_t, std::int32_t) override {}

    void asked(reference_session& s, const std::string& serial, protocol::link_kind kind);
    /// Answers a link's init: when the registry is done with it if it asks just now, else soon.
    void answer(const host::link_id& link, protocol::init_result result);
    /// Goes on with the transfer that waits for a machine.
    void resume(const std::string& serial);
    void later(std::function<void(protocol::instant)> what);
    /// The same for a session whose link is not over by then.
    void later(const host::link_id& link, std::function<void(reference_session&, protocol::instant)> what);
    [[nodiscard]] reference_session* session_of(const std::optional<host::link_id>& link) const;
    [[nodiscard]] const host::machine* record_of(const std::string& serial) const;
    reference_session* asking(const std::string& serial, std::string& problem);
    std::string move(const std::string& serial, std::unique_ptr<transfer> what, protocol::instant now);

    reference_settings settings_;
    const protocol::dialect* wire_dialect_;
    wall_clock wall_;
    std::function<void()> soon_;
    host::registry registry_;
    std::map<std::string, reference_machine> machines_;
    std::map<std::uint64_t, std::unique_ptr<reference_session>> sessions_;
    std::uint64_t last_session_ = 0;
    std::optional<host::link_id> asking_;           ///< whose init is taken now
    std::optional<protocol::init_result> decided_;  ///< of it
    std::deque<std::function<void(protocol::instant)>> waiting_;
};

}  // namespace husky::play
