#pragma once

#include <memory>
#include <optional>
#include <string>

#include "link/capture/connection_capture.hpp"
#include "link/driver/link_session.hpp"
#include "protocol/links/host_link.hpp"
#include "server/intake/husky_reports.hpp"
#include "server/links/host_shard.hpp"
#include "server/links/session_display.hpp"
#include "server/questions/question_list.hpp"

namespace husky::host {

/// One connection of a machine to the host: owns the link's state machine and, once admitted, the machine's intake or
/// its display, and keeps the questions that wait for an answer. Belongs to one shard's thread.
class session final : public link::link_session, public protocol::host_link_owner {
  public:
    session(host_shard& shard, std::uint64_t number, std::string peer, link_purpose purpose,
            const protocol::dialect& wire_dialect);
    ~session() override;
    session(const session&) = delete;
    session& operator=(const session&) = delete;

    /// Gives the link its faults, and the serial of its machine, empty before `init`.
    using fault_setter = std::function<void(const std::shared_ptr<const link::fault_list>&, const std::string& serial,
                                            protocol::link_kind kind)>;
    /// What performs the link: it is woken when the link changed, and given its faults.
    void perform_by(std::function<void()> wake, fault_setter shape) {
        wake_ = std::move(wake);
        shape_ = std::move(shape);
    }
    /// The link takes these faults from now on.
    void use_faults(const std::shared_ptr<const link::fault_list>& faults);

    // From the host.
    /// The serial that the link asked for is its own; with the machine, or null for a display link.
    void admit(std::unique_ptr<machine> m);
    void refuse(protocol::init_result result);
    void probe();
    /// False if the key was not sent.
    bool press(std::uint16_t key_code);
    /// `replied` is called once: with the answer, or when there can be none.
    void ask(const protocol::machine_question& q, reply_handler replied);
    void close(protocol::close_reason why);
    /// The shard reads again after a pause.
    void resume();
    /// The store takes records again.
    void write_gap_changes();
    /// As machine_intake::begin_anew, of the machine that the link serves.
    void begin_anew(const forgetting& f);
    /// The connection ended; gives the machine back.
    void ended(link::ending how, bool cut_inside_message, link::socket_end ours);

    /// Null unless a machine's link was admitted.
    [[nodiscard]] const machine* served() const { return reports_ ? &reports_->served() : nullptr; }
    /// Null unless the link is a display.
    [[nodiscard]] session_display* display() { return display_.get(); }
    /// Whether the link was ever given a machine.
    [[nodiscard]] bool was_admitted() const { return was_admitted_; }

    // For the link_driver.
    void received(const protocol::frame& f, protocol::instant now) override;
    void framing_broken() override { link_.framing_broken(); }
    void due(protocol::instant now) override;
    /// While nothing is read for the store's sake, the machine is not to blame for silence.
    [[nodiscard]] protocol::instant deadline() const override {
        return shard_.congested() ? protocol::never : link_.deadline();
    }
    [[nodiscard]] protocol::frame_queue& outbox() override { return link_.outbox(); }
    [[nodiscard]] bool closing() const override { return link_.closing(); }
    [[nodiscard]] bool paused() const override { return link_.paused() || shard_.congested(); }
    void batch_received() override;
    void bytes_received(std::size_t n) override;
    void bytes_sent(std::size_t n) override;

    // For the state machine.
    void message_received(protocol::message_index message) override;
    void message_sent(protocol::message_index message) override;
    void error_sent(protocol::error_code code) override;
    void received_bad_input(protocol::bad_input kind, std::uint16_t command) override;
    void init_asked(std::string_view serial, protocol::link_kind kind) override;
    protocol::report_receiver& reports() override { return *reports_; }
    protocol::answer_receiver& answers() override { return questions_; }
    bool screen_received(const protocol::screen& drawings) override { return display_->drawn(drawings); }
    void menu_received(const protocol::menu& keys) override { display_->offered(keys); }
    void probe_answered(bool alive) override;
    protocol::identify_response identity() override;

  private:
    [[nodiscard]] link_id id() const { return {shard_.index(), number_}; }
    /// Of the machine or its display; as asked while the registry has not answered.
    [[nodiscard]] const std::string& serial() const;
    void tell_end(close_reason reason, link::socket_end ours);
    void give_back();

    host_shard& shard_;
    std::uint64_t number_;
    std::string peer_;
    link_purpose purpose_;
    std::string asked_serial_;                  ///< while the registry has not answered
    std::optional<husky_reports> reports_;      ///< once admitted as a machine
    std::unique_ptr<session_display> display_;  ///< once admitted as one
    bool was_admitted_ = false;
    bool is_missed_;          ///< whether its end is logged: not for a display link that a machine refuses
    bool has_heard_ = false;  ///< a byte of the peer
    question_list questions_;
    std::function<void()> wake_;
    fault_setter shape_;
    protocol::host_link link_;
};

}  // namespace husky::host
