#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "protocol/messages/codes.hpp"
#include "protocol/messages/description.hpp"
#include "server/records/remembered.hpp"
#include "server/registry/admission_policy.hpp"
#include "server/registry/link_id.hpp"
#include "server/registry/machine.hpp"
#include "settings/interface.hpp"

namespace husky::host {

/// Which link may be which machine, and which its display. Pure: it is told what links ask and how they end, and
/// answers through the interface below, at once or later. Of each serial and kind of link there is at most one holder
/// and one newcomer that waits for it. A machine need not be linked itself to have a display.
class registry {
  public:
    using link_kind = protocol::link_kind;

    /// What the registry decides. Must not call the registry back.
    class decisions : public settings::interface {
      public:
        /// The link has its serial from now on, until released(). With the machine, or null for a display link.
        virtual void admit(const link_id& link, const std::string& serial, std::unique_ptr<machine> m) = 0;
        virtual void refuse(const link_id& link, protocol::init_result result) = 0;
        /// Ask the link's machine whether it is still there; answer with probed().
        virtual void probe(const link_id& link) = 0;
    };

    using policy = admission_policy;

    registry(decisions& out, policy rules, const std::vector<remembered_machine>& remembered);

    // `kind` is what the link said it is: one of machine functions, or a display.

    /// A link asks for that serial.
    void asked(const link_id& link, const std::string& serial, link_kind kind);
    /// The holder answered a probe, or did not; then it is closing and released() follows.
    void probed(const link_id& holder, const std::string& serial, link_kind kind, bool alive);
    /// The holder is gone and gives back what it was admitted with.
    void released(const link_id& holder, const std::string& serial, std::unique_ptr<machine> m);
    /// Machines at rest with changes of gaps that are not written. `writer` holds them from now on, and gives each back
    /// by released().
    std::vector<std::unique_ptr<machine>> lend_unwritten(const link_id& writer);
    /// A link that asked is gone before it was answered.
    void abandoned(const link_id& link, const std::string& serial, link_kind kind);

    /// Forgets one, or all. Those that no link has are unknown from now on; those that a link has, or that are on their
    /// way, begin anew where they are or when they are released. To be told to whoever has machines, and then here
    /// again: forgets what came to rest meanwhile. Empty if the serial is unknown.
    std::optional<forgetting> forget(const std::string& serial);
    forgetting forget_all();
    void forget_again(const forgetting& f);

    /// Whether a serial may be known that reports in another way than by a link.
    [[nodiscard]] bool may_know(const std::string& serial) const;
    /// Its number; a machine that was unknown rests from now on. Empty if it may not be known.
    std::optional<machine_id> know(const std::string& serial);

    /// A serial that the registry knows: its machine while no link has it, else who has it. One of the two is set, or
    /// neither while the machine is on its way.
    struct place {
        const machine* resting = nullptr;
        std::optional<link_id> holder;
    };
    [[nodiscard]] std::optional<place> find(const std::string& serial) const;
    /// The link that is this machine's display.
    [[nodiscard]] std::optional<link_id> find_display(const std::string& serial) const;
    void for_each(const std::function<void(const std::string& serial, const place&)>& visit) const;

  private:
    struct entry {
        std::optional<link_id> holder;
        std::optional<link_id> newcomer;
        machine_id id = 0;                 ///< of machines, as what follows
        std::unique_ptr<machine> resting;  ///< empty while a link has it
        forgetting forgotten;              ///< the last, while a link had it
    };
    /// Machines stay once they are known, or until they are forgotten; displays only while a link is one.
    using entries = std::map<std::string, entry>;
    /// Serials whose numbers are kept though they are forgotten: what is on its way into the store has those numbers.
    static constexpr std::size_t max_old_numbers = 100'000;

    entries& of(link_kind kind) { return kind == link_kind::display ? displays_ : machines_; }
    entry* held_by(const link_id& holder, const std::string& serial, link_kind kind);
    void admit(const link_id& link, const std::string& serial, entry& e);
    entry& enter(const std::string& serial);
    static void rest(entry& e, std::unique_ptr<machine> m);
    machine_id number_of(const std::string& serial);
    entries::iterator drop(entries::iterator at);

    decisions* out_;
    policy rules_;
    entries machines_, displays_;
    machine_id next_id_ = 1;
    std::map<std::string, machine_id> old_numbers_;
    std::uint64_t last_forgetting_ = 0;
};

}  // namespace husky::host
