#include "client/check/virtual/virtual_world.hpp"

#include "scenario/play/violation.hpp"

namespace husky::check {

namespace {

constexpr std::chrono::sys_seconds first_day = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);

/// A quiet plant network: what is written arrives in order, in pieces of any size, within milliseconds.
constexpr play::weather mild{std::chrono::microseconds(50), std::chrono::milliseconds(2), 65536, 256 * 1024};

/// Limit of tasks in one instant of virtual time; more is an endless loop, a defect of ours.
constexpr std::uint64_t max_at_once = 50'000'000;
constexpr std::uint64_t entries_between_looks = 1024;

}  // namespace

virtual_world::virtual_world(const protocol::dialect& wire_dialect, std::uint64_t seed)
    : wire_dialect_(&wire_dialect), net_(time_, mild, seed), faults_(seed), began_(time_.now()) {
    fault_context_.placed = &faults_;
    fault_context_.now = [this] { return time_.now(); };
}

std::chrono::sys_seconds virtual_world::wall() const {
    return first_day + std::chrono::floor<std::chrono::seconds>(time_.now() - began_);
}

bool virtual_world::dial(play::wire_end& from, const when_connected& connected) {
    return std::any_of(listeners_.begin(), listeners_.end(),
                       [&](const auto& accepts) { return accepts(from, connected); });
}

void virtual_world::look_at_engine() {
    if (engine_ == nullptr || engine_->over()) return;
    const auto due = engine_->deadline();
    if (due >= look_at_) return;
    look_at_ = std::max(due, time_.now());
    time_.at(look_at_, [this] {
        if (time_.now() < look_at_) return;
        look_at_ = protocol::never;
        if (time_.now() >= engine_->deadline()) engine_->due(time_.now());
        look_at_engine();
    });
}

void virtual_world::run(const std::atomic<bool>& stopped, const std::function<void()>& look) {
    std::uint64_t done = 0, at_once = 0;
    auto last = time_.now();
    while (!engine_->over()) {
        if (++done % entries_between_looks == 0) {
            if (stopped.load(std::memory_order_relaxed)) return;
            look();
        }
        play::check(time_.run_next(), "nothing is left to happen, and the scenario is not over");
        at_once = time_.now() == last ? at_once + 1 : 0;
        last = time_.now();
        play::check(at_once < max_at_once, "virtual time stands still");
    }
}

}  // namespace husky::check
