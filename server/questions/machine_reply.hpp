#pragma once

#include <functional>

#include "protocol/links/machine_question.hpp"
#include "protocol/messages/codes.hpp"

namespace husky::host {

/// The result of a question to a machine.
struct machine_reply {
    enum class result : std::uint8_t {
        answered,
        unknown,    ///< no machine of that serial has reported
        offline,    ///< no link to it
        busy,       ///< too many questions wait already
        no_answer,  ///< the link ended before the answer
        silent,     ///< it did not answer in time, and the link was closed for that
        error,      ///< it sent an error instead
    };
    result outcome = result::no_answer;
    protocol::error_code error{};       ///< of result::error
    protocol::machine_answer answer{};  ///< of result::answered: the response to the question's kind
};

/// Called once.
using reply_handler = std::function<void(machine_reply)>;

}  // namespace husky::host
