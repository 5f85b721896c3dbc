#pragma once

#include <map>

#include "protocol/host_link.hpp"
#include "tests/conversations/host_end.hpp"

namespace husky::conversations {

/// One connection to a host_end; what server/links/session does, without metrics, logs and sockets.
class host_session final : public protocol::host_link_owner, private host::display_feed::orders {
  public:
    host_session(host_end& of, std::uint64_t number);

    [[nodiscard]] performer<host_session>& connection() { return wire_; }
    [[nodiscard]] const performer<host_session>& connection() const { return wire_; }
    void was_dialled() { dialled_ = true; }

    void admit(std::unique_ptr<host::machine> m);
    void admit_display();
    void refuse(protocol::init_result result);
    void probe();
    void ask(const protocol::machine_question& q, host::reply_handler replied);
    void watch(look& by, host::watch_number number);
    void unwatch();
    bool press(std::uint16_t key);
    void close(protocol::close_reason why);

    [[nodiscard]] bool ready() const { return link_.linked() && planned_; }
    [[nodiscard]] bool linked() const { return link_.linked(); }
    [[nodiscard]] std::size_t languages() const { return languages_; }
    [[nodiscard]] std::size_t variables() const { return variables_; }
    [[nodiscard]] bool waits_for_answers() const { return !asked_.empty(); }
    [[nodiscard]] bool shows() const { return feed_.running(); }

    // For the performer.
    void received(const protocol::frame& f, protocol::instant now) { link_.received(f, now); }
    void framing_broken() { link_.framing_broken(); }
    void due(protocol::instant now);
    [[nodiscard]] protocol::instant deadline() const { return link_.deadline(); }
    [[nodiscard]] protocol::frame_queue& outbox() { return link_.outbox(); }
    [[nodiscard]] bool closing() const { return link_.closing(); }
    [[nodiscard]] bool paused() const { return link_.paused(); }
    void room() {}
    void batch_received();

  private:
    void init_asked(std::string_view serial) override;
    void display_init_asked(std::string_view serial) override;
    bool screen_received(const protocol::screen& s) override { return feed_.drawn(s); }
    void menu_received(const protocol::menu& m) override { feed_.offered(m); }
    void cycle_received(const protocol::cycle& c) override;
    void event_received(const protocol::event&) override { ++host_->events; }
    void interruption_received(const protocol::cycle_interruption&) override { ++host_->interruptions; }
    void status_received(const protocol::machine_status&) override { ++host_->status_changes; }
    void languages_received(const std::vector<protocol::language>& all) override { languages_ = all.size(); }
    void variables_listed(const std::vector<protocol::listed_variable>& page) override { variables_ += page.size(); }
    void plan_finished() override { planned_ = true; }
    void counter_read(std::int32_t life_counter, std::chrono::sys_seconds end_time) override;
    void probe_answered(bool alive) override;
    void answered(std::uint64_t ticket, protocol::machine_answer answer) override;
    void not_answered(std::uint64_t ticket, protocol::error_code why) override;
    protocol::identify_response identity() override;
    void message_received(protocol::message_index) override {}
    void message_sent(protocol::message_index) override {}
    void error_sent(protocol::error_code code) override { host_->in_->seen.errors.insert(code); }
    void received_bad_input(protocol::bad_input kind, std::uint16_t) override {
        host_->in_->seen.bad_inputs.insert(kind);
    }
    // For the feed.
    void ask(const protocol::machine_question& q) override;
    void show(host::watch_number to, host::shared_picture picture) override;
    void fail(host::watch_number to, host::machine_reply why) override;

    [[nodiscard]] host::link_id id() const { return {0, number_}; }
    [[nodiscard]] protocol::instant now() const { return host_->in_->time.now(); }
    void reply(std::uint64_t ticket, host::machine_reply r);
    void keep_gap_changes();
    void ended();
    void give_back();
    void end_look();

    host_end* host_;
    std::uint64_t number_;
    std::string serial_;
    bool asking_ = false, planned_ = false, dialled_ = false, was_linked_ = false, is_display_ = false;
    std::size_t languages_ = 0, variables_ = 0;
    std::unique_ptr<host::machine> machine_, leaving_;  ///< the second is on its way to the registry
    std::map<std::uint64_t, host::reply_handler> asked_;
    std::uint64_t next_ticket_ = 1;
    look* look_ = nullptr;
    host::watch_number watch_ = 0;
    host::display_feed feed_;
    protocol::host_link link_;
    performer<host_session> wire_;
};

}  // namespace husky::conversations
