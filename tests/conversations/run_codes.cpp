// What may be seen, and what must be, when an operation fails.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "tests/conversations/run.hpp"
#include "tests/sim/players.hpp"

namespace husky::conversations {

using namespace protocol;
using sim::check;

namespace {

struct allowed {
    failure how;
    sightings seen;
};

/// Besides what is seen where nothing fails.
const std::vector<allowed>& allowed_codes() {
    using reason = close_reason;
    const sightings cut{{reason::none, reason::takeover}, {}, {}};
    const sightings unnoticed{
        {reason::none, reason::takeover, reason::silence, reason::response_timeout, reason::init_timeout},
        {error_code::timed_out},
        {}};
    sightings dropped = unnoticed;
    dropped.errors.insert(error_code::not_initialised);  // of an init response: the machine is asked too early
    dropped.bad_inputs = {bad_input::not_initialised, bad_input::unexpected_response};
    static const std::vector<allowed> all{
        {failure::cut_before, cut},
        {failure::cut_after, cut},
        {failure::cut_inside, cut},
        {failure::host_loses, unnoticed},
        {failure::machine_loses, unnoticed},
        {failure::dead, unnoticed},
        {failure::dropped, dropped},
        {failure::error_answer, {{reason::none, reason::refused}, {}, {}}},
        {failure::broken_size,
         {{reason::none, reason::broken_framing}, {error_code::malformed}, {bad_input::size_below_4}}},
        {failure::flipped_bit, {}},
        {failure::late, unnoticed},
        {failure::refused, {{reason::none}, {}, {}}},
    };
    return all;
}

bool is_timeout(close_reason r) {
    return r == close_reason::silence || r == close_reason::response_timeout || r == close_reason::init_timeout;
}

/// The host may leave the question for the counter unanswered, and a prober has a patience of its own.
bool is_awaited(const step& s) {
    const auto message = *s.message;
    if (message == index_of<read> || message == index_of<read_response> || message == index_of<identify> ||
        message == index_of<identify_response>)
        return false;
    return traits_of(message).kind != message_kind::indication;
}

}  // namespace

void run::check_codes() const {
    if (plan_.nth == 0) return;
    const auto at = std::find_if(allowed_codes().begin(), allowed_codes().end(),
                                 [&](const allowed& a) { return a.how == plan_.how; });
    const auto& may = at->seen;
    for (const auto r : in_.seen.closings)
        check(may.closings.contains(r) || plan_.expected->closings.contains(r), "a link was closed for {}", name(r));
    for (const auto e : in_.seen.errors)
        check(may.errors.contains(e) || plan_.expected->errors.contains(e), "error {} was sent", name(e));
    for (const auto b : in_.seen.bad_inputs)
        check(may.bad_inputs.contains(b) || plan_.expected->bad_inputs.contains(b), "bad input was counted: {}",
              name(b));
}

void run::check_must() const {
    if (plan_.nth == 0) return;
    const auto& failing = counted()[plan_.nth - 1];
    const auto& closings = in_.seen.closings;
    if (plan_.how == failure::broken_size && failing.message != index_of<identify_response>)
        check(in_.seen.errors.contains(error_code::malformed) && closings.contains(close_reason::broken_framing),
              "a size below 4 was not answered with error 2 and the end of the link");
    // A second machine is not waited for as long as a timer takes.
    if (plan_.how == failure::dropped && is_awaited(failing) && strangers_.empty())
        check(std::any_of(closings.begin(), closings.end(), is_timeout) &&
                  in_.seen.errors.contains(error_code::timed_out),
              "nobody missed a message that was awaited");
    if (plan_.how == failure::flipped_bit) check(!succeeded_, "a wrong bit of a set-up was not found");
}

}  // namespace husky::conversations
