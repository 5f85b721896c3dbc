// Between tests: the host forgets one machine, or everything.

#include <utility>

#include "log/log.hpp"
#include "server/api/api.hpp"
#include "server/http/problem.hpp"

namespace husky::host {

namespace {

using boost::asio::awaitable;

/// Completes once the store has forgotten it too.
awaitable<http_response> forget(api_parts parts, std::optional<std::string> serial) {
    const auto machine = co_await parts.live->forget(serial);
    if (!machine) co_return unknown_machine();
    const auto go_on = [live = parts.live] { live->go_on(); };
    const auto outcome = co_await parts.archive->forget(*machine, go_on);
    if (outcome == archive::result::refused) co_return problem(503, "the host is stopping");
    if (outcome == archive::result::queued)
        co_return problem(503, "the store does not work now; what it holds is deleted as soon as it does");
    log::info("{} forgotten", serial ? "machine " + *serial + " is" : "everything is");
    co_return http_response{.status = 204};
}

awaitable<http_response> forget_all(api_parts parts, http_call) {
    parts.live->place_configured_faults();
    co_return co_await forget(parts, std::nullopt);
}

awaitable<http_response> forget_one(api_parts parts, http_call call) {
    const auto known = co_await parts.live->machine(call.parameters[0]);
    if (!known) co_return unknown_machine();
    co_return co_await forget(parts, call.parameters[0]);
}

}  // namespace

std::vector<http_route> forget_routes(const api_parts& parts) {
    return {{.method = "POST",
             .pattern = "/api/v1/reset",
             .summary = "Forgets every machine with all that is stored of it, and places the faults of the "
                        "configuration anew. Links stay; machines that have one begin anew",
             .answers = answer_kind::nothing,
             .handler = [parts](http_call call) { return forget_all(parts, std::move(call)); }},
            {.method = "DELETE",
             .pattern = "/api/v1/machines/{serial}",
             .summary = "Forgets a machine with all that is stored of it. Its link stays; it is known again with its "
                        "next report",
             .answers = answer_kind::nothing,
             .handler = [parts](http_call call) { return forget_one(parts, std::move(call)); }}};
}

}  // namespace husky::host
