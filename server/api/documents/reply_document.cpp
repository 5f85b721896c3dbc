#include "server/api/documents/reply_document.hpp"

#include <fmt/format.h>

#include "server/http/problem.hpp"

namespace husky::host {

std::optional<http_response> reply_problem(const machine_reply& reply) {
    using fate = machine_reply::fate;
    switch (reply.what) {
        case fate::unknown:
            return unknown_machine();
        case fate::offline:
            return problem(409, "the machine is offline");
        case fate::busy:
            return problem(503, "too many questions wait for this machine already; try again");
        case fate::no_answer:
            return problem(504, "the link ended before the machine answered");
        case fate::silent:
            return problem(504, "the machine did not answer in time");
        case fate::error:
            return problem(502, fmt::format("the machine answered with error {}: {}", static_cast<int>(reply.error),
                                            protocol::name(reply.error)));
        case fate::answered:
            break;
    }
    const auto result = std::visit([](const auto& answer) { return answer.result; }, reply.answer);
    if (result == protocol::result_code::ok) return std::nullopt;
    return problem(
        422, fmt::format("the machine answered with result {}: {}", static_cast<int>(result), protocol::name(result)),
        static_cast<int>(result));
}

}  // namespace husky::host
