#include "server/api/documents/reply_document.hpp"

#include <fmt/format.h>

#include "server/http/problem.hpp"

namespace husky::host {

std::optional<http_response> reply_problem(const machine_reply& reply) {
    using result = machine_reply::result;
    switch (reply.outcome) {
        case result::unknown:
            return unknown_machine();
        case result::offline:
            return problem(409, "the machine is offline");
        case result::busy:
            return problem(503, "too many questions wait for this machine already; try again");
        case result::no_answer:
            return problem(504, "the link ended before the machine answered");
        case result::silent:
            return problem(504, "the machine did not answer in time");
        case result::error:
            return problem(502, fmt::format("the machine answered with error {}: {}", static_cast<int>(reply.error),
                                            protocol::name(reply.error)));
        case result::answered:
            break;
    }
    const auto code = std::visit([](const auto& answer) { return answer.result; }, reply.answer);
    if (code == protocol::result_code::ok) return std::nullopt;
    return problem(422,
                   fmt::format("the machine answered with result {}: {}", static_cast<int>(code), protocol::name(code)),
                   static_cast<int>(code));
}

}  // namespace husky::host
