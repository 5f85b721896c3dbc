#pragma once

#include <optional>

#include "server/http/message.hpp"
#include "server/questions/machine_reply.hpp"

namespace husky::host {

/// The error to answer with if the machine did not do what it was asked: 404 unknown, 409 offline, 422 with its result,
/// 502 it sent an error, 503 too many questions wait, 504 no answer. Empty if it did.
std::optional<http_response> reply_problem(const machine_reply& reply);

/// What the machine answered; the question's kind says which it is.
template <class Response>
const Response& answer_as(const machine_reply& reply) {
    return std::get<Response>(reply.answer);
}

}  // namespace husky::host
