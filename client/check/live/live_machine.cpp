#include "client/check/live/live_machine.hpp"

namespace husky::check {

live_machine::live_machine(const scenario_machines& of, std::size_t number, machine_loop& on,
                           std::chrono::sys_seconds clock, scenario::engine* judge)
    : machine_actor(of, number, link::now(), clock, on.wire_dialect(), on.counts(), judge),
      loop_(&on),
      place_(on.next_place()),
      link_(on),
      free_(on.context().get_executor()),
      clock_(on.context()) {
    if (display() != nullptr) display_.emplace(*display(), on, place_, is_judged() ? this : nullptr);
}

void live_machine::faults_changed() {
    link_.faults_changed();
    if (display_) display_->faults_changed();
}

void live_machine::vanish() {
    link_.vanish();
    if (display_) display_->vanish();
}

void live_machine::begin() {
    loop_->tasks().spawn(keep_link());
    loop_->tasks().spawn(keep_time());
    if (display_) display_->begin();
}

void live_machine::leave() {
    runs().close();
    if (display_) display_->leave();
    free_.give();
    clock_.cancel();
    link_.wake();
}

void live_machine::woken() {
    link_.wake();
    clock_.cancel();
}

void live_machine::may_dial() {
    if (!link_.is_open()) free_.give();
}

bool live_machine::sever(severing how) {
    if (display_ && how != severing::reset) display_->cut(how == severing::half_open);
    if (!link_.is_open()) {
        free_.give();  // it may be waiting for a host
        return false;
    }
    if (how == severing::half_open)
        link_.go_dead();
    else
        link_.reset();
    return true;
}

link::asio::awaitable<void> live_machine::keep_link() {
    co_await link::wait_until(start(), free_);
    while (!loop_->stopping()) {
        if (is_barred()) {
            co_await free_.wait();
            continue;
        }
        link::link_socket socket(link::tcp::socket(loop_->context()));
        const auto failed = co_await loop_->reach(socket, place_, free_);
        if (loop_->stopping()) co_return;
        if (failed && loop_->listens() && failed == link::asio::error::operation_aborted) continue;
        if (failed) {
            dial_failed(failed.message());
            loop_->unreachable(place_, failed);
        } else {
            loop_->reached();
            connected();
            auto* watcher = is_judged() ? this : nullptr;
            const auto why = co_await link_.serve(std::move(socket), husky(), watcher, name());
            if (display_) co_await display_->machine_lost();
            connection_lost(why);
        }
        // A host that dials may come at once.
        const bool waits = failed || !loop_->listens();
        if (waits && !loop_->stopping()) co_await link::wait_until(husky().link().reconnect_at(), free_);
    }
}

link::asio::awaitable<void> live_machine::keep_time() {
    while (!loop_->stopping()) {
        if (next_happening() <= now()) {
            advance();
            link_.wake();
        }
        clock_.expires_at(link::as_steady(next_happening()));
        co_await clock_.async_wait(link::as_result);
    }
}

}  // namespace husky::check
