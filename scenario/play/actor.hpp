#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <span>
#include <string>

#include "scenario/plan.hpp"

namespace husky::play {

/// Why something cannot be done, as a sentence for the report; empty: it is done.
using refusal = std::optional<std::string>;

/// One actor of a scenario, as steps use it. Each kind of actor does what it can and refuses the rest.
class actor {
  public:
    actor(std::string name, scenario::role plays) : name_(std::move(name)), plays_(plays) {}
    virtual ~actor() = default;
    actor(const actor&) = delete;
    actor& operator=(const actor&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] scenario::role plays() const { return plays_; }

    virtual refusal connect() { return cannot("connect"); }
    virtual refusal close() { return cannot("close"); }
    virtual refusal reset() { return cannot("reset"); }
    virtual refusal cut(bool /*half_open*/) { return cannot("cut"); }
    virtual refusal restore() { return cannot("restore"); }
    virtual refusal pause_reading(bool /*on*/) { return cannot("pause_reading"); }
    /// Bytes as they are, after what waits.
    virtual refusal say(std::span<const std::byte> /*message*/) { return cannot("send"); }
    virtual refusal do_to_cell(const scenario::cell_action& /*what*/) { return cannot("an action on a cell"); }
    /// Of a host actor. `question` is a whole message of the wire.
    virtual refusal ask(const std::string& /*machine*/, std::span<const std::byte> /*question*/) {
        return cannot("ask");
    }
    virtual refusal upload(const scenario::upload_action& /*what*/) { return cannot("upload"); }
    virtual refusal download(const scenario::download_action& /*what*/) { return cannot("download"); }

    /// A variable or counter by its name or number, null if there is none.
    [[nodiscard]] virtual boost::json::value value_of(std::string_view /*name*/) const { return nullptr; }

  protected:
    [[nodiscard]] std::string cannot(std::string_view perform) const {
        return name_ + " cannot do that: " + std::string(perform) + " is not for actors of its kind";
    }

  private:
    std::string name_;
    scenario::role plays_;
};

}  // namespace husky::play
