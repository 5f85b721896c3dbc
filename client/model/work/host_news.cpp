#include "client/model/work/host_news.hpp"

#include <utility>

namespace husky::cells {

void host_news::job_started(cell_context& c, protocol::tandem_side side) {
    started_sides_ = static_cast<std::uint8_t>(started_sides_ | (1U << side));
    c.due.set(appointment::command, c.now);
}

void host_news::linked(cell_context& c, bool is_linked) {
    is_linked_ = is_linked;
    add(c, is_linked ? host_came : host_went);
}

void host_news::clock_set(cell_context& c, bool jumped) {
    if (std::exchange(clock_was_set_, true) && jumped) add(c, clock_jumped);
}

void host_news::forget() {
    started_sides_ = news_ = 0;
    is_linked_ = false;
}

void host_news::add(cell_context& c, std::uint8_t news) {
    news_ = static_cast<std::uint8_t>(news_ | news);
    c.due.set(appointment::command, c.now);
}

void host_news::record(const cell_context& c, const orders& of) {
    for (unsigned side = 0; side < protocol::tandem_sides; ++side)
        if ((started_sides_ & (1U << side)) != 0) of.record_start(c, static_cast<protocol::tandem_side>(side));
    started_sides_ = 0;
    const auto has = [news = std::exchange(news_, std::uint8_t{0})](std::uint8_t which) { return (news & which) != 0; };
    if (has(clock_jumped)) c.record(event_kind::clock_set);
    // If a link came and went since the last event, or went and came, the last change is the present state.
    if (!is_linked_ && has(host_came)) c.record(event_kind::host_connected);
    if (has(host_went)) c.record(event_kind::host_disconnected);
    if (is_linked_ && has(host_came)) c.record(event_kind::host_connected);
    if (has(print_asked)) c.record(event_kind::print_requested);
    if (has(print_failed)) c.record(event_kind::print_lost);
}

}  // namespace husky::cells
