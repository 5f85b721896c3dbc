#pragma once

#include <functional>

#include "client/display/operator_screen.hpp"
#include "client/fleet/pace.hpp"
#include "client/model/context/happenings.hpp"
#include "link/driver/link_session.hpp"
#include "protocol/screen/machine_display_link.hpp"

namespace husky::cells {

struct fleet_counts;

/// A machine's operator screen and its display link: what a link_driver performs beside the machine's own link.
/// Belongs to the machine's thread.
class machine_display final : public link::link_session, private protocol::link_observer {
  public:
    /// All references must outlive it. `told` hears what keys cause in the cell.
    machine_display(cell& shown, happenings& told, const protocol::machine_link_settings& link,
                    const protocol::dialect& spoken, std::uint64_t seed, fleet_counts& counts)
        : cell_(&shown),
          told_(&told),
          screen_(shown),
          link_(link, spoken, shown.serial(), screen_, *this, seed),
          counts_(&counts) {}

    [[nodiscard]] protocol::machine_display_link& link() { return link_; }
    [[nodiscard]] const protocol::machine_display_link& link() const { return link_; }
    [[nodiscard]] event_log& log() { return screen_.log(); }
    [[nodiscard]] operator_screen& screen() { return screen_; }
    [[nodiscard]] const std::string& serial() const { return cell_->serial(); }
    /// As machine::keep_pace: the screen shows the cell as it is when it is drawn.
    void keep_pace(const pace& with, protocol::duration offset) {
        pace_ = &with;
        offset_ = offset;
    }
    /// Called when a key may have left something for the machine's own link to send.
    void on_news(std::function<void()> news) { news_ = std::move(news); }

    /// Somebody at the machine presses a key, whether or not a host looks; one that does sees what follows.
    void press(std::uint16_t key) {
        screen_.attend();
        screen_.pressed(key);
    }

    // For the link_driver.
    void received(const protocol::frame& f, protocol::instant now) override {
        show_time(now);
        link_.received(f, now);
        // With time_scale max the cell's next step does it, whenever the key came.
        if (pace_ == nullptr) return;
        cell_->record_news(*told_);
        if (news_) news_();
    }
    void framing_broken() override { link_.framing_broken(); }
    void due(protocol::instant now) override {
        show_time(now);
        link_.due(now);
    }
    [[nodiscard]] protocol::instant deadline() const override { return link_.deadline(); }
    [[nodiscard]] protocol::frame_queue& outbox() override { return link_.outbox(); }
    [[nodiscard]] bool closing() const override { return closing_ || link_.closing(); }
    void room() override { link_.room(); }

    /// Ends the link for good.
    void close() { closing_ = true; }

  private:
    void show_time(protocol::instant now) {
        if (pace_ != nullptr && link_.started()) cell_->set_now(pace_->virtual_time(now, offset_));
    }
    void message_received(protocol::message_index message) override;
    void message_sent(protocol::message_index) override {}
    void error_sent(protocol::error_code) override {}
    void received_bad_input(protocol::bad_input kind, std::uint16_t command) override;

    cell* cell_;
    happenings* told_;
    std::function<void()> news_;
    operator_screen screen_;
    protocol::machine_display_link link_;
    fleet_counts* counts_;
    const pace* pace_ = nullptr;
    protocol::duration offset_{};
    bool closing_ = false;
};

}  // namespace husky::cells
