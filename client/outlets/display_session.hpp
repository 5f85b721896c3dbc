#pragma once

#include <functional>
#include <string>

#include "link/driver/link_session.hpp"
#include "protocol/screen/machine_display_link.hpp"

namespace husky::cells {

class machine;
struct fleet_counts;

/// The display link of a machine, beside its own link: shows its operator screen to the host, and takes keys. Belongs
/// to the machine's thread.
class display_session final : public link::link_session, private protocol::link_observer {
  public:
    /// Of a machine with a screen. All references must outlive it. `seed` is for its pauses before it is dialled again.
    display_session(machine& of, const protocol::machine_link_settings& link, const protocol::dialect& wire_dialect,
                    std::uint64_t seed, fleet_counts& counts);

    [[nodiscard]] protocol::machine_display_link& link() { return link_; }
    [[nodiscard]] const protocol::machine_display_link& link() const { return link_; }
    [[nodiscard]] const std::string& serial() const;
    /// Called when a key may have left something for the machine's outlets to send.
    void on_news(std::function<void()> news) { news_ = std::move(news); }
    /// Ends the link for good.
    void close() { closing_ = true; }

    // link::link_session
    void received(const protocol::frame& f, protocol::instant now) override;
    void framing_broken() override { link_.framing_broken(); }
    void due(protocol::instant now) override;
    [[nodiscard]] protocol::instant deadline() const override { return link_.deadline(); }
    [[nodiscard]] protocol::frame_queue& outbox() override { return link_.outbox(); }
    [[nodiscard]] bool closing() const override { return closing_ || link_.closing(); }
    void room() override { link_.room(); }

  private:
    void show_time(protocol::instant now);
    void message_received(protocol::message_index message) override;
    void message_sent(protocol::message_index) override {}
    void error_sent(protocol::error_code) override {}
    void received_bad_input(protocol::bad_input kind, std::uint16_t command) override;

    machine* machine_;
    std::function<void()> news_;
    protocol::machine_display_link link_;
    fleet_counts* counts_;
    bool closing_ = false;
};

}  // namespace husky::cells
