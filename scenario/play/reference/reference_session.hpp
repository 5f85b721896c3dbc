#pragma once

#include <optional>

#include "link/driver/link_session.hpp"
#include "scenario/play/reference/reference_host.hpp"
#include "server/intake/husky_reports.hpp"

namespace husky::play {

/// One connection to a reference host.
class reference_session final : public link::link_session,
                                public protocol::host_link_owner,
                                private protocol::answer_receiver {
  public:
    reference_session(reference_host& of, const host::link_id& id, protocol::instant now);

    /// Called when something changed from outside: wakes the driver.
    void set_waker(std::function<void()> wake) { wake_ = std::move(wake); }

    /// Whose link it is, or whose it asked to be; empty before init.
    [[nodiscard]] const std::string& serial() const { return serial_; }
    [[nodiscard]] bool linked() const { return link_.linked(); }
    [[nodiscard]] bool is_display() const { return link_.is_display(); }
    [[nodiscard]] protocol::close_reason reason() const { return link_.reason(); }
    void close(protocol::close_reason why);
    void reset();
    /// Reads nothing from the connection until it is told to go on.
    void pause(bool on, protocol::instant now);
    /// Bytes as they are, after what waits. False if too much waits.
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
    /// The link is over for its machine.
    void release();
    void probe(protocol::instant now);
    bool ask(const protocol::machine_question& q, std::uint64_t ticket, protocol::instant now);
    /// Moves a set-up from now on. Empty, or why not.
    std::string begin(std::unique_ptr<transfer> what, protocol::instant now);
    bool go_on(protocol::instant now);
    void end_transfer(std::string problem);
    bool press(std::span<const std::uint16_t> keys, protocol::instant now);

    void init_asked(std::string_view serial, protocol::link_kind kind) override;
    protocol::report_receiver& reports() override { return *reports_; }
    protocol::answer_receiver& answers() override { return *this; }
    void plan_finished() override;
    void probe_answered(bool alive) override;
    void answered(std::uint64_t ticket, protocol::machine_answer a) override;
    void not_answered(std::uint64_t ticket, protocol::error_code why) override;
    bool screen_received(const protocol::screen&) override { return true; }
    protocol::identify_response identity() override;

    reference_host* host_;
    host::link_id id_;
    protocol::host_link link_;
    std::optional<host::husky_reports> reports_;  ///< once admitted as a machine
    std::string serial_;
    reference_machine* machine_ = nullptr;  ///< the same
    std::unique_ptr<transfer> transfer_;
    std::function<void()> wake_;
    protocol::instant now_;
    bool resets_ = false, held_ = false, looks_ = false, over_ = false;
    bool is_holder_ = false, is_released_ = false;
    bool inside_ = false;  ///< the driver checks on its own when the call is over
};

}  // namespace husky::play
