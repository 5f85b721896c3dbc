#pragma once

#include <vector>

#include "protocol/by_name/frame_builder.hpp"
#include "scenario/play/actor.hpp"
#include "scenario/stage.hpp"

namespace husky::play {

/// Performs steps on actors. What is derived from it gives the actors their world, and takes care of faults and of what
/// the system under test is asked.
class actor_stage : public scenario::stage {
  public:
    explicit actor_stage(const protocol::dialect& wire_dialect) : layouts_(wire_dialect) {}

    std::optional<std::string> perform(const scenario::actor_name& who, const scenario::action& what) override;
    boost::json::value value_of(const scenario::actor_name& machine, std::string_view name) override;

  protected:
    /// An actor that steps may name; it must outlive the stage.
    void add(actor& a) { actors_.push_back(&a); }
    [[nodiscard]] const protocol::message_layouts& layouts() const { return layouts_; }

    /// Places a fault at the links of actors.
    virtual refusal place(protocol::fault fault) = 0;
    /// Takes away what was placed for that actor; empty: everything.
    virtual void clear_faults(const scenario::actor_name& who) = 0;

  private:
    /// By all matching actors, until one refuses.
    template <class Deed>
    refusal by_each(const scenario::actor_name& who, const Deed& perform);
    refusal ask(actor& a, const scenario::ask_action& what);
    refusal send(actor& a, const scenario::send_action& what);
    static refusal say_joined(actor& a, const std::vector<std::byte>& bytes, std::uint32_t times);
    refusal place_at(const scenario::actor_name& who, protocol::fault fault);
    refusal built(const std::string& message, const boost::json::object& fields, const protocol::head_override& head,
                  std::vector<std::byte>& out) const;

    protocol::message_layouts layouts_;
    std::vector<actor*> actors_;
};

}  // namespace husky::play
