#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "protocol/links/machine_question.hpp"
#include "server/display/picture.hpp"
#include "server/questions/machine_reply.hpp"
#include "settings/interface.hpp"

namespace husky::host {

/// A period in which a display is watched; each has its own number, from 1 up.
using watch_number = std::uint64_t;

using shared_picture = std::shared_ptr<const display_picture>;

/// The screen of one display link, on its shard: begins with the first viewer, ends with the last, keeps what the
/// machine draws meanwhile. Pure. Takes no memory for a screen until the first drawing or display_start. However fast
/// a machine draws, one picture is under way: the next one goes when that was taken.
class display_feed {
  public:
    /// What the feed wants done. Must not call the feed back, but for replied() from ask().
    class orders : public settings::interface {
      public:
        /// Ask the machine; replied() follows.
        virtual void ask(const protocol::machine_question& q) = 0;
        /// The newest picture; taken() follows.
        virtual void show(watch_number to, shared_picture picture) = 0;
        /// There will be no pictures: that watch is over.
        virtual void fail(watch_number to, machine_reply why) = 0;
    };

    /// `order` is that of the numbers in drawings.
    display_feed(orders& out, protocol::byte_order order) : out_(&out), order_(order) {}

    // Each of these changes what is known only; settle() acts on it.
    void watch(watch_number number);
    void unwatch(watch_number number);
    void taken() { under_way_ = false; }
    void replied(machine_reply r) { reply_ = std::move(r); }
    /// False if the drawing does not fit; then nothing of it was drawn.
    bool drawn(const protocol::screen& drawings);
    void offered(const protocol::menu& keys);

    /// Sends what is to be asked and shown. After everything that was received at once.
    void settle();

    /// Whether the machine was asked for its screen.
    [[nodiscard]] bool running() const { return state_ != state::stopped; }
    [[nodiscard]] std::optional<watch_number> watched() const { return watch_; }

  private:
    enum class state : std::uint8_t { stopped, starting, started, stopping };

    display_picture& picture();
    void take_reply();
    void started(const protocol::display_start_response& as);
    void give_up(machine_reply why);
    void ask_next();
    void show();

    orders* out_;
    protocol::byte_order order_;
    state state_ = state::stopped;
    std::optional<watch_number> watch_;
    std::optional<machine_reply> reply_;
    std::unique_ptr<display_picture> picture_;
    bool changed_ = false;
    bool under_way_ = false;
};

}  // namespace husky::host
