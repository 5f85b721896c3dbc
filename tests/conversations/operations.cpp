#include "tests/conversations/operations.hpp"

#include <algorithm>

namespace husky::conversations {

namespace {

bool is_message(const step& s) { return s.what == operation::send || s.what == operation::deliver; }
bool is_delivery(const step& s) { return s.what == operation::deliver; }
bool is_request(const step& s) {
    return is_delivery(s) && protocol::traits_of(*s.message).kind == protocol::message_kind::request;
}
bool is_of_the_link(const step& s) { return is_message(s) || s.what == operation::timer; }
bool is_timer(const step& s) { return s.what == operation::timer; }
bool is_block(const step& s) { return is_delivery(s) && s.has_block; }
bool is_any(const step&) { return true; }
/// What may say no by itself.
bool can_refuse(const step& s) { return !is_of_the_link(s); }

constexpr std::array<failure_kind, 12> kinds{{
    {failure::cut_before, "cut_before", is_of_the_link},
    {failure::cut_after, "cut_after", is_any},
    {failure::cut_inside, "cut_inside", is_delivery},
    {failure::host_loses, "host_loses", is_message},
    {failure::machine_loses, "machine_loses", is_message},
    {failure::dead, "dead", is_message},
    {failure::dropped, "dropped", is_delivery},
    {failure::error_answer, "error_answer", is_request},
    {failure::broken_size, "broken_size", is_delivery},
    {failure::flipped_bit, "flipped_bit", is_block},
    {failure::late, "late", is_timer},
    {failure::refused, "refused", can_refuse},
}};

}  // namespace

const std::array<failure_kind, 12>& failure_kinds() { return kinds; }

const failure_kind& kind_of(failure how) {
    return *std::find_if(kinds.begin(), kinds.end(), [how](const failure_kind& k) { return k.how == how; });
}

}  // namespace husky::conversations
