#include "client/machine/machine_printer.hpp"

#include "client/machine/fleet_counts.hpp"
#include "client/machine/machine.hpp"

namespace husky::cells {

machine_printer::machine_printer(machine& of, operator_screen& screen, print_cause by_itself, std::size_t queue,
                                 waiting_prints::taker hand_over, fleet_counts& counts)
    : machine_(&of), screen_(&screen), by_itself_(by_itself), tray_(queue, std::move(hand_over)), counts_(&counts) {}

bool machine_printer::print(const protocol::screen_model& shown, std::string_view page) {
    const bool taken = take(shown, page, print_cause::key);
    tell_cell();
    return taken;
}

bool machine_printer::take(const protocol::screen_model& shown, std::string_view page, print_cause cause) {
    const bool taken = tray_.take(shown, page, machine_->model().machine_time(), cause);
    if (!taken) counts_->prints_lost.fetch_add(1, std::memory_order_relaxed);
    return taken;
}

void machine_printer::print_overview(protocol::tandem_side side, print_cause cause) {
    protocol::screen_pen pen;
    screen_->draw_overview_of(side, pen);
    take(pen.drawn(), operator_screen::overview_title(), cause);
}

void machine_printer::job_ended(protocol::tandem_side side) {
    if (by_itself_ == print_cause::job) print_overview(side, print_cause::job);
}

void machine_printer::shift_ended() {
    if (by_itself_ != print_cause::shift) return;
    for (int side = 0; side < machine_->model().sides(); ++side)
        print_overview(static_cast<protocol::tandem_side>(side), print_cause::shift);
}

void machine_printer::ended(bool printed, protocol::instant now) {
    tray_.ended(printed);
    machine_->set_now(now);
    tell_cell();
}

void machine_printer::tell_cell() {
    const auto news = tray_.take_news();
    if (machine_->closing()) return;
    if (news.requested) machine_->model().print_requested();
    if (news.lost) machine_->model().print_lost();
    if (news.requested || news.lost) machine_->record_news();
}

}  // namespace husky::cells
