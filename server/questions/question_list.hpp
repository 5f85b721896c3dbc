#pragma once

#include <map>
#include <utility>

#include "protocol/links/host_link.hpp"
#include "server/questions/machine_reply.hpp"

namespace husky::host {

/// The questions to the machine of one link that wait for an answer.
class question_list final : public protocol::answer_receiver {
  public:
    /// `replied` is called once: with the answer, or when there can be none. At once, and this is false, if the link
    /// takes no question.
    bool ask(protocol::host_link& link, const protocol::machine_question& q, protocol::instant now,
             reply_handler replied) {
        using result = machine_reply::result;
        if (link.linked() && link.ask(q, next_ticket_, now)) {
            waiting_.emplace(next_ticket_++, std::move(replied));
            return true;
        }
        replied({.outcome = link.linked() ? result::busy : result::offline});
        return false;
    }

    /// The link is over.
    void end(protocol::close_reason why) {
        using protocol::close_reason;
        const bool silent = why == close_reason::response_timeout || why == close_reason::silence;
        const auto outcome = silent ? machine_reply::result::silent : machine_reply::result::no_answer;
        while (!waiting_.empty())
            reply(waiting_.begin()->first, {.outcome = outcome});
    }

    [[nodiscard]] bool empty() const { return waiting_.empty(); }
    [[nodiscard]] bool has(std::uint64_t ticket) const { return waiting_.contains(ticket); }

    void answered(std::uint64_t ticket, protocol::machine_answer a) override {
        reply(ticket, {.outcome = machine_reply::result::answered, .answer = std::move(a)});
    }
    void not_answered(std::uint64_t ticket, protocol::error_code why) override {
        reply(ticket, {.outcome = machine_reply::result::error, .error = why});
    }

  private:
    void reply(std::uint64_t ticket, machine_reply r) {
        const auto found = waiting_.extract(ticket);
        if (!found.empty()) found.mapped()(std::move(r));
    }

    std::map<std::uint64_t, reply_handler> waiting_;  ///< by ticket
    std::uint64_t next_ticket_ = 1;
};

}  // namespace husky::host
