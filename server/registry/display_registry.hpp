#pragma once

#include <map>
#include <optional>
#include <string>

#include "protocol/codes.hpp"
#include "server/registry/admission_policy.hpp"
#include "server/registry/link_id.hpp"

namespace husky::host {

/// Which link is the display of which machine. Pure, and as the registry of machines: one serial has at most one holder
/// and one newcomer that waits for it. A machine need not be linked itself to have a display.
class display_registry {
  public:
    /// What is decided. Must not call the registry back.
    class decisions {
      public:
        virtual ~decisions() = default;
        /// The link is the display of its serial from now on, until released().
        virtual void admit(const link_id& link, const std::string& serial) = 0;
        virtual void refuse(const link_id& link, protocol::init_result result) = 0;
        /// Ask the link's machine whether it is still there; answer with probed().
        virtual void probe(const link_id& link) = 0;

      protected:
        decisions() = default;
        decisions(const decisions&) = default;
        decisions& operator=(const decisions&) = default;
    };

    display_registry(decisions& out, admission_policy rules) : out_(&out), rules_(std::move(rules)) {}

    /// A link asks to be the display of that machine.
    void asked(const link_id& link, const std::string& serial);
    /// The holder answered a probe, or did not; then it is closing and released() follows.
    void probed(const link_id& holder, const std::string& serial, bool alive);
    /// The holder is gone.
    void released(const link_id& holder, const std::string& serial);
    /// A link that asked is gone before it was answered.
    void abandoned(const link_id& link, const std::string& serial);

    [[nodiscard]] std::optional<link_id> find(const std::string& serial) const;

  private:
    struct entry {
        link_id holder;
        std::optional<link_id> newcomer;
    };

    decisions* out_;
    admission_policy rules_;
    std::map<std::string, entry> entries_;
};

}  // namespace husky::host
