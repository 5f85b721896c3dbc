#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "protocol/by_name/message_layout.hpp"
#include "protocol/faults/fault_edit.hpp"
#include "protocol/faults/fault_match.hpp"
#include "protocol/faults/piece_queue.hpp"
#include "protocol/wire/frame_queue.hpp"
#include "settings/interface.hpp"

namespace husky::protocol {

/// Is told what is done. Called from within accept().
class fault_observer : public settings::interface {
  public:
    virtual void fault_done(fault_kind kind) = 0;
    /// The limit of held messages was exceeded: the oldest is sent at once.
    virtual void fault_queue_full() = 0;
};

/// The faults of one direction of one link: whole frames go in, pieces of bytes come out at their time, then perhaps
/// the link's end. Pure: the same faults, seed, frames and times give the same pieces. What is due is to be taken
/// before the next frame comes in; then never more is held than the limits and one message.
class fault_injector {
  public:
    /// A message that is to change places with the next one waits at most this long for it.
    static constexpr duration max_swap = std::chrono::seconds(5);

    /// What one direction of a link may hold back.
    static constexpr queue_limits default_limits{.messages = 4096, .bytes = 1024 * 1024};

    fault_injector(const dialect& wire_dialect, fault_way way, queue_limits limits = default_limits)
        : dialect_(&wire_dialect), way_(way), limits_(limits) {}

    /// Seed of randomness: fault_seed() of the link.
    void seed(std::uint64_t seed) { random_ = split_mix(seed); }
    void set_observer(fault_observer* observer) { observer_ = observer; }
    /// Replaces the earlier ones. What waits goes on waiting.
    void place(std::vector<fault_in_place> faults) { faults_ = std::move(faults); }

    void accept(const frame& f, instant now);
    /// The next piece that is due, if there is one; the end counts as one without bytes.
    std::optional<wire_piece> take(instant now);
    /// Whether that piece begins a write of its own.
    [[nodiscard]] bool begins_write() const { return !queue_.empty() && queue_.front().own_write; }
    /// When something is due next.
    [[nodiscard]] instant deadline() const;
    /// Nothing waits any longer.
    void hurry();

    /// Nothing waits, and a frame would pass as it is.
    [[nodiscard]] bool is_open() const { return faults_.empty() && empty() && !ending_; }
    [[nodiscard]] bool empty() const { return queue_.empty() && swapped_.empty() && gathered_count_ == 0; }

  private:
    /// What is to be done with one message.
    struct result {
        message_bytes bytes, garbage;
        duration wait{};
        bool overtakes = false, swaps = false;
        duration swap_wait = max_swap;
        std::uint32_t copies = 1;
        std::optional<std::size_t> cut;
        duration cut_wait{};
        std::uint32_t rate = 0;
        std::uint32_t gather = 0;
        duration gather_wait{};
        fault_end end = fault_end::none;
    };

    bool apply(const fault& f, std::optional<message_index> message, result& to, instant now);
    bool change(const fault& f, std::optional<message_index> message, result& to);
    void dispatch(result f, instant now);
    std::vector<wire_piece> pieces_of(result& f, instant now);
    void send(std::vector<wire_piece> pieces);
    void gather(std::vector<wire_piece> pieces);
    void finish_gathering(instant at);
    void release_swapped(instant at);
    void release_overdue(instant now);
    void add(wire_piece piece);
    const message_layout* layout_of(std::optional<message_index> message);

    const dialect* dialect_;
    fault_way way_;
    queue_limits limits_;
    fault_observer* observer_ = nullptr;
    std::vector<fault_in_place> faults_;
    split_mix random_{0};
    std::vector<message_layout> layouts_;  ///< when first needed

    piece_queue queue_;
    instant line_free_ = instant::min();  ///< what keeps its order is not sent before this
    std::vector<wire_piece> swapped_;     ///< sent after the next message
    instant swap_until_ = never;
    wire_piece gathered_;  ///< grows until it is one write
    std::uint32_t gathered_count_ = 0, gather_goal_ = 0;
    instant gather_until_ = never;
    bool ending_ = false;
};

}  // namespace husky::protocol
