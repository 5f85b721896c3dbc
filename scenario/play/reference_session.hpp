#pragma once

#include "link/driver/link_session.hpp"
#include "scenario/play/reference_host.hpp"

namespace husky::play {

/// One connection to a reference host.
class reference_session final : public link::link_session, public protocol::host_link_owner {
  public:
    reference_session(reference_host& of, protocol::instant now);

    /// Called when something changed from outside: the driver is to look.
    void set_waker(std::function<void()> wake) { wake_ = std::move(wake); }

    /// Whose link it is, or whose it asked to be; empty before init.
    [[nodiscard]] const std::string& serial() const { return serial_; }
    [[nodiscard]] bool linked() const { return link_.linked(); }
    [[nodiscard]] bool is_display() const { return link_.is_display(); }
    [[nodiscard]] protocol::close_reason reason() const { return link_.reason(); }
    void close(protocol::close_reason why);
    void reset();
    /// Takes nothing from the connection until it is told to go on.
    void pause(bool on, protocol::instant now);
    /// Bytes as they are, behind what waits. False if too much waits.
    bool say(std::span<const std::byte> bytes);

    // For the driver.
    void received(const protocol::frame& f, protocol::instant now) override;
    void framing_broken() override { link_.framing_broken(); }
    void due(protocol::instant now) override;
    [[nodiscard]] protocol::instant deadline() const override { return link_.deadline(); }
    [[nodiscard]] protocol::frame_queue& outbox() override { return link_.outbox(); }
    [[nodiscard]] bool closing() const override { return link_.closing(); }
    [[nodiscard]] bool resets() const override { return resets_; }
    [[nodiscard]] bool paused() const override { return held_ || link_.paused(); }
    void batch_received() override;

  private:
    friend class reference_host;

    /// Tickets of questions: one is the transfer's, all others belong to nobody who waits.
    static constexpr std::uint64_t single = 1, of_transfer = 2;

    void wake();
    void admit(protocol::init_result result, protocol::instant now);
    void probe(protocol::instant now);
    bool ask(const protocol::machine_question& q, std::uint64_t ticket, protocol::instant now);
    /// Moves a set-up from now on. Empty, or why not.
    std::string begin(std::unique_ptr<transfer> what, protocol::instant now);
    bool go_on(protocol::instant now);
    void end_transfer(std::string problem);
    bool press(std::span<const std::uint16_t> keys, protocol::instant now);

    void message_received(protocol::message_index) override {}
    void message_sent(protocol::message_index) override {}
    void error_sent(protocol::error_code) override {}
    void received_bad_input(protocol::bad_input, std::uint16_t) override {}
    void init_asked(std::string_view serial) override;
    void display_init_asked(std::string_view serial) override;
    void cycle_received(const protocol::cycle& c) override;
    void event_received(const protocol::event&) override;
    void interruption_received(const protocol::cycle_interruption&) override;
    void status_received(const protocol::machine_status& s) override;
    void languages_received(const std::vector<protocol::language>& all) override;
    void variables_listed(const std::vector<protocol::listed_variable>& page) override;
    void plan_finished() override;
    void counter_read(std::int32_t life_counter, std::chrono::sys_seconds end_time) override;
    void probe_answered(bool alive) override;
    void answered(std::uint64_t ticket, protocol::machine_answer a) override;
    void not_answered(std::uint64_t ticket, protocol::error_code why) override;
    bool screen_received(const protocol::screen&) override { return true; }
    void menu_received(const protocol::menu&) override {}
    protocol::identify_response identity() override;

    reference_host* host_;
    protocol::host_link link_;
    std::string serial_;
    reference_machine* machine_ = nullptr;  ///< once admitted
    std::unique_ptr<transfer> transfer_;
    std::function<void()> wake_;
    protocol::instant now_;
    bool resets_ = false, held_ = false, looks_ = false, released_ = false, over_ = false;
    bool inside_ = false;  ///< the driver looks by itself when the call is over
};

}  // namespace husky::play
