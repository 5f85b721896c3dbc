#pragma once

#include <map>
#include <memory>
#include <string>

#include "link/capture/connection_capture.hpp"
#include "link/driver/link_session.hpp"
#include "protocol/host_link.hpp"
#include "server/links/host_shard.hpp"
#include "server/links/machine_reply.hpp"
#include "server/links/session_display.hpp"
#include "server/registry/machine.hpp"

namespace husky::host {

/// One connection of a machine to the host: owns the link's state machine and, once admitted, the machine or its
/// display. Belongs to one shard's thread.
class session final : public link::link_session, public protocol::host_link_owner {
  public:
    session(host_shard& shard, std::uint64_t number, std::string peer, link_purpose what,
            const protocol::dialect& spoken);
    ~session() override;
    session(const session&) = delete;
    session& operator=(const session&) = delete;

    void set_waker(std::function<void()> wake) { wake_ = std::move(wake); }
    /// Gives the link its faults, and the serial of its machine, empty before `init`.
    using shaper = std::function<void(const std::shared_ptr<const link::fault_list>&, const std::string& serial,
                                      protocol::link_kind kind)>;
    void set_shaper(shaper shape) { shape_ = std::move(shape); }
    /// The link takes these faults from now on.
    void use_faults(const std::shared_ptr<const link::fault_list>& faults);

    // From the host.
    void admit(std::unique_ptr<machine> m);
    void refuse(protocol::init_result result);
    void probe();
    void admit_display();
    void watch(watch_number number);
    void unwatch(watch_number number);
    void picture_taken();
    /// False if the key was not sent.
    bool press(std::uint16_t key_code);
    /// `replied` is called once: with the answer, or when there can be none.
    void ask(const protocol::machine_question& q, reply_handler replied);
    void close(protocol::close_reason why);
    /// The shard reads again after a pause.
    void resume();
    /// The connection ended; gives the machine back.
    void ended(link::ending how, bool cut_inside_message, link::socket_end ours);

    [[nodiscard]] const machine* served() const { return machine_.get(); }
    /// Whether the link was ever given a machine.
    [[nodiscard]] bool was_admitted() const { return was_admitted_; }

    // For the link_driver.
    void received(const protocol::frame& f, protocol::instant now) override { link_.received(f, now); }
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
    void init_asked(std::string_view serial) override;
    void display_init_asked(std::string_view serial) override;
    bool screen_received(const protocol::screen& drawings) override;
    void menu_received(const protocol::menu& keys) override;
    void cycle_received(const protocol::cycle& c) override;
    void event_received(const protocol::event& e) override;
    void interruption_received(const protocol::cycle_interruption& i) override;
    void status_received(const protocol::machine_status& s) override;
    void languages_received(const std::vector<protocol::language>& all) override;
    void variables_listed(const std::vector<protocol::listed_variable>& page) override;
    void plan_finished() override {}
    void counter_read(std::int32_t life_counter, std::chrono::sys_seconds end_time) override;
    void probe_answered(bool alive) override;
    void answered(std::uint64_t ticket, protocol::machine_answer a) override;
    void not_answered(std::uint64_t ticket, protocol::error_code why) override;
    protocol::identify_response identity() override;

  private:
    [[nodiscard]] link_id id() const { return {shard_.index(), number_}; }
    void keep_cycle(const verdict& v, std::int32_t life_counter, std::chrono::sys_seconds end_time,
                    const protocol::cycle& c);
    void count_job(const verdict& v, const protocol::cycle& c);
    batch* reports();
    bool names_itself(std::string_view serial);
    [[nodiscard]] bool is_of_another_kind() const;
    void note_admitted(const std::string& serial);
    /// Nobody misses a display link that a machine turns away.
    [[nodiscard]] bool is_missed() const { return was_admitted_ || what_.dialled_for != protocol::link_kind::display; }
    [[nodiscard]] std::string_view who() const;
    void keep_gap_changes(batch& into);
    void keep_gaps();
    void note_control_characters(std::string_view text);
    void give_back();
    void reply(std::uint64_t ticket, machine_reply r);

    host_shard& shard_;
    std::uint64_t number_;
    std::string peer_;
    link_purpose what_;
    std::string asked_serial_;  ///< while the registry has not answered
    std::unique_ptr<machine> machine_;
    std::unique_ptr<session_display> display_;  ///< once admitted as one
    bool was_admitted_ = false;
    bool has_heard_ = false;                        ///< a byte of the peer
    bool introduced_ = false;                       ///< the batch has the machine's record
    std::map<std::uint64_t, reply_handler> asked_;  ///< by ticket
    std::uint64_t next_ticket_ = 1;
    std::function<void()> wake_;
    shaper shape_;
    protocol::host_link link_;
};

}  // namespace husky::host
