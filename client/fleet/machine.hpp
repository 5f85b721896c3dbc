#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "client/fleet/machine_display.hpp"
#include "client/fleet/pace.hpp"
#include "client/fleet/print_tray.hpp"
#include "client/fleet/printing_keys.hpp"
#include "client/model/cell/cell.hpp"
#include "link/driver/link_session.hpp"
#include "protocol/machine_link.hpp"

namespace husky::cells {

/// What all machines of a thread count together; read by others for progress only.
struct fleet_counts {
    std::atomic<std::uint64_t> cycles{0}, events{0}, interruptions{0}, bad_input{0}, errors_received{0};
    std::atomic<std::uint64_t> linked{0};  ///< after the end of the fleet: those that were linked then
    std::atomic<std::uint64_t> first_links{0}, finished{0}, turned_away{0};
    std::atomic<std::uint64_t> prints{0}, prints_lost{0};
    std::atomic<bool> clock_end_told{false};  ///< that a clock has passed the end of variable 4
};

/// A cell and its link: what happens in the cell goes over the link, what the host asks is answered by the cell.
/// Belongs to one thread. Pure but for the counts: the network and the time come from whoever drives it.
class machine final : public link::link_session,
                      private happenings,
                      private protocol::link_observer,
                      private screen_printer {
  public:
    machine(const family& kind, const cell_settings& settings, std::uint64_t fleet_seed,
            const protocol::machine_link_settings& link, const protocol::dialect& spoken, bool takes_host_time,
            fleet_counts& counts);

    [[nodiscard]] protocol::machine_link& link() { return link_; }
    [[nodiscard]] const protocol::machine_link& link() const { return link_; }
    [[nodiscard]] cell& model() { return cell_; }
    [[nodiscard]] const cell& model() const { return cell_; }

    /// Gives the machine an operator screen and a display link; before keep_pace(). The references must outlive it.
    void add_display(const protocol::machine_link_settings& link, const protocol::dialect& spoken,
                     std::uint64_t fleet_seed);
    /// None without add_display().
    [[nodiscard]] machine_display* display() { return display_.get(); }

    /// Gives the machine a printer; after add_display(). Each print goes to `hand_over`, and print_ended() tells how it
    /// ended.
    void add_printer(const printing_keys& keys, print_tray::taker hand_over);
    void print_ended(bool printed, protocol::instant now);
    /// None without add_printer().
    [[nodiscard]] const print_tray* prints() const { return prints_.get(); }

    /// Performs the cell's next happening.
    void advance() {
        cell_.advance(*this);
        if (prints_) tell_cell_of_prints();
    }

    /// Somebody does something at the machine: deed(cell, happenings). Returns what the deed returns; the link may have
    /// something to write behind it.
    template <class Deed>
    auto by_hand(protocol::instant now, const Deed& deed) {
        if (pace_ != nullptr) cell_.set_now(pace_->virtual_time(now, offset_));
        return deed(cell_, static_cast<happenings&>(*this));
    }
    /// The machine is without power from now on: the link is over and forgets, the cell stands.
    void power_off(protocol::instant now);

    /// No more than this many cycles; 0: no bound.
    void set_cycle_bound(std::uint64_t cycles) { cycle_bound_ = cycles; }
    [[nodiscard]] bool finished() const { return cycle_bound_ > 0 && cycles_ >= cycle_bound_; }
    /// Everything that was reported is written to a linked host.
    [[nodiscard]] bool delivered() const { return link_.buffered() == 0 && link_.outbox().empty(); }

    [[nodiscard]] std::uint64_t cycles() const { return cycles_; }
    [[nodiscard]] std::uint64_t events() const { return events_; }
    [[nodiscard]] std::uint64_t interruptions() const { return interruptions_; }

    /// Whether attempts to link it were made in vain, and never one that succeeded.
    [[nodiscard]] bool never_linked() const { return tried_ && !was_linked_; }

    /// The link or the attempt to connect is over.
    void lost(protocol::instant now);

    // For the link_driver.
    void received(const protocol::frame& f, protocol::instant now) override;
    void framing_broken() override { link_.framing_broken(); }
    void due(protocol::instant now) override { link_.due(now); }
    [[nodiscard]] protocol::instant deadline() const override { return link_.deadline(); }
    [[nodiscard]] protocol::frame_queue& outbox() override { return link_.outbox(); }
    [[nodiscard]] bool closing() const override { return closing_ || link_.closing(); }
    void room() override;
    void batch_received() override;

    /// Lets the cell's clock run between happenings, `offset` behind the fleet's start.
    void keep_pace(const pace& with, protocol::duration offset) {
        pace_ = &with;
        offset_ = offset;
        if (display_) display_->keep_pace(with, offset);
    }
    /// Called whenever the link may take more, or something was received.
    void on_progress(std::function<void()> progress) { progress_ = std::move(progress); }
    /// Ends the present link once the outbox is written.
    void close() { closing_ = true; }
    void reopen() { closing_ = false; }

  private:
    /// The cell as the link sees it: with time_scale max a host does not set its clock.
    class clock_filter final : public protocol::machine_model {
      public:
        clock_filter(cell& c, bool takes_host_time) : cell_(&c), takes_host_time_(takes_host_time) {}
        void read(protocol::tandem_side side, protocol::variable_id id, protocol::value& out) const override {
            cell_->read(side, id, out);
        }
        [[nodiscard]] protocol::machine_status status(protocol::tandem_side side) const override {
            return cell_->status(side);
        }
        protocol::result_code start(protocol::tandem_side side) override { return cell_->start(side); }
        void spc(const protocol::spc_read& asked, protocol::spc_read_response& out) const override {
            cell_->spc(asked, out);
        }
        protocol::result_code set_spc(const protocol::spc_write& to) override { return cell_->set_spc(to); }
        protocol::result_code setup(std::uint16_t number, std::string& out) override {
            return cell_->setup(number, out);
        }
        protocol::result_code apply_setup(std::uint16_t number, std::span<const std::byte> whole) override {
            return cell_->apply_setup(number, whole);
        }
        void set_clock(std::chrono::sys_seconds host_time) override {
            if (takes_host_time_) cell_->set_clock(host_time);
        }
        /// Nor do link and printer leave entries in its log: they would come at other places each time.
        void host_linked(bool linked) {
            if (takes_host_time_) cell_->host_linked(linked);
        }
        void print_requested() {
            if (takes_host_time_) cell_->print_requested();
        }
        void print_lost() {
            if (takes_host_time_) cell_->print_lost();
        }

      private:
        cell* cell_;
        bool takes_host_time_;
    };

    void tell_of_clock_end();
    void tell_cell_of_link();
    void tell_cell_of_prints();
    void print_overview(protocol::tandem_side side, print_cause cause);
    void cycle_ended(protocol::tandem_side side) override;
    void event_recorded(std::chrono::sys_seconds at, std::span<const protocol::event_text> texts) override;
    void interruption(std::uint16_t id, protocol::interruption_state begins_or_ends, protocol::tandem_side side,
                      std::chrono::sys_seconds at, std::span<const protocol::interruption_text> texts) override;
    void status_changed(protocol::tandem_side side) override { link_.status_changed(side); }
    void job_ended(protocol::tandem_side side) override;
    void shift_ended() override;
    bool print(const protocol::screen_model& shown, std::string_view page) override;

    void message_received(protocol::message_index message) override;
    void message_sent(protocol::message_index) override {}
    void error_sent(protocol::error_code) override {}
    void received_bad_input(protocol::bad_input kind, std::uint16_t command) override;

    cell cell_;
    clock_filter model_;
    protocol::machine_link link_;
    fleet_counts* counts_;
    std::unique_ptr<machine_display> display_;
    std::unique_ptr<print_tray> prints_;
    print_every prints_every_ = print_every::key_only;
    std::function<void()> progress_;
    const pace* pace_ = nullptr;  ///< none with time_scale max, where time stands still between happenings
    protocol::duration offset_{};
    std::uint64_t cycle_bound_ = 0;
    std::uint64_t cycles_ = 0, events_ = 0, interruptions_ = 0;
    bool closing_ = false;
    bool told_linked_ = false;  ///< to the cell
    bool tried_ = false;        ///< an attempt to link ended before the fleet did
    bool was_linked_ = false;
};

}  // namespace husky::cells
