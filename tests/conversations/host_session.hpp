#pragma once

#include <optional>

#include "server/intake/husky_reports.hpp"
#include "server/questions/question_list.hpp"
#include "tests/conversations/host_end.hpp"

namespace husky::conversations {

/// One connection to a host_end: a link, its questions and the intake of its machine or the feed of its display, as
/// server/links/session has them on sockets.
class host_session final : public protocol::host_link_owner,
                           private protocol::answer_receiver,
                           private host::display_feed::orders {
  public:
    host_session(host_end& of, std::uint64_t number);

    [[nodiscard]] performer<host_session>& connection() { return wire_; }
    [[nodiscard]] const performer<host_session>& connection() const { return wire_; }
    void was_dialled() { dialled_ = true; }

    /// Without a machine: as a display.
    void admit(std::unique_ptr<host::machine> m);
    void refuse(protocol::init_result result);
    void probe();
    void ask(const protocol::machine_question& q, host::reply_handler replied);
    void watch(look& by, host::watch_number number);
    void unwatch();
    bool press(std::uint16_t key);
    void close(protocol::close_reason why);

    [[nodiscard]] bool ready() const { return link_.linked() && planned_; }
    [[nodiscard]] bool linked() const { return link_.linked(); }
    [[nodiscard]] std::size_t languages() const { return reports_ ? reports_->served().languages.size() : 0; }
    [[nodiscard]] std::size_t variables() const { return reports_ ? reports_->served().variables : 0; }
    [[nodiscard]] bool waits_for_answers() const { return !questions_.empty(); }
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
    void init_asked(std::string_view serial, protocol::link_kind kind) override;
    protocol::report_receiver& reports() override { return *reports_; }
    protocol::answer_receiver& answers() override { return *this; }
    bool screen_received(const protocol::screen& s) override { return feed_.drawn(s); }
    void menu_received(const protocol::menu& m) override { feed_.offered(m); }
    void plan_finished() override { planned_ = true; }
    void probe_answered(bool alive) override;
    void answered(std::uint64_t ticket, protocol::machine_answer answer) override;
    void not_answered(std::uint64_t ticket, protocol::error_code why) override;
    protocol::identify_response identity() override;
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
    void ended();
    void give_back();
    void return_unused(std::unique_ptr<host::machine> m);
    void end_look();

    host_end* host_;
    std::uint64_t number_;
    std::string serial_;
    bool asking_ = false, planned_ = false, dialled_ = false, was_linked_ = false;
    std::optional<host::husky_reports> reports_;
    std::unique_ptr<host::machine> leaving_;  ///< on its way to the registry
    host::question_list questions_;
    look* look_ = nullptr;
    host::watch_number watch_ = 0;
    host::display_feed feed_;
    protocol::host_link link_;
    performer<host_session> wire_;
};

}  // namespace husky::conversations
