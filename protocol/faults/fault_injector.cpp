#include "protocol/faults/fault_injector.hpp"

#include <algorithm>
#include <utility>

namespace husky::protocol {

namespace {

fault_end end_of(fault_kind kind) {
    if (kind == fault_kind::half_open) return fault_end::half_open;
    return kind == fault_kind::reset ? fault_end::reset : fault_end::close;
}

/// How long this many bytes take.
duration time_of(std::size_t bytes, std::uint32_t rate) {
    return duration(static_cast<duration::rep>(static_cast<double>(bytes) * 1e9 / rate));
}

}  // namespace

void fault_injector::accept(const frame& f, instant now) {
    if (ending_) return;
    release_overdue(now);
    const auto message = dialect_->find(f.command);
    result to;
    to.bytes.assign(f.bytes.begin(), f.bytes.end());
    for (const auto& each : faults_) {
        if (!takes_its_turn(each, message, way_, now, random_)) continue;
        if (!apply(*each.fault, message, to, now)) continue;
        each.all->done.fetch_add(1, std::memory_order_relaxed);
        each.machine->done.fetch_add(1, std::memory_order_relaxed);
        if (observer_ != nullptr) observer_->fault_done(each.fault->kind);
    }
    dispatch(std::move(to), now);
}

/// Faults of the transport; change() does those of the bytes. False if nothing could be done.
bool fault_injector::apply(const fault& f, std::optional<message_index> message, result& to, instant now) {
    switch (f.kind) {
        case fault_kind::jitter:
            to.overtakes = true;
            [[fallthrough]];
        case fault_kind::delay:
            to.wait += draw(f.wait, random_);
            return true;
        case fault_kind::drop:
            to.copies = 0;
            return true;
        case fault_kind::duplicate:
            if (to.copies > 0) to.copies += f.count;
            return true;
        case fault_kind::reorder:
            to.swaps = true;
            if (f.wait.mean.count() > 0) to.swap_wait = draw(f.wait, random_);
            return true;
        case fault_kind::split:
            to.cut = f.at;
            to.cut_wait = draw(f.wait, random_);
            return true;
        case fault_kind::coalesce:
            to.gather = f.count;
            to.gather_wait = draw(f.wait, random_);
            return true;
        case fault_kind::throttle:
            to.rate = f.rate;
            return true;
        case fault_kind::stall:
            queue_.stand_until(now + draw(f.wait, random_));
            return true;
        case fault_kind::half_open:
        case fault_kind::reset:
        case fault_kind::close:
            if (to.end == fault_end::none) to.end = end_of(f.kind);
            return true;
        default:
            return change(f, message, to);
    }
}

bool fault_injector::change(const fault& f, std::optional<message_index> message, result& to) {
    const double number = f.number.value_or(0);
    const auto word = static_cast<std::uint16_t>(std::clamp(number, 0.0, 65535.0));
    const message_layout* layout = nullptr;
    switch (f.kind) {
        case fault_kind::truncate:
            to.bytes.resize(std::min(to.bytes.size(), f.at));
            return true;
        case fault_kind::wrong_size:
            return set_size(to.bytes, word, *dialect_);
        case fault_kind::wrong_command:
            return set_command(to.bytes, word, *dialect_);
        case fault_kind::flip_bits:
            return flip_bits(to.bytes, f.count, random_);
        case fault_kind::garbage:
            append_garbage(to.garbage, f.count, random_);
            return true;
        case fault_kind::set_field:
            layout = layout_of(message);
            return layout != nullptr && set_field(to.bytes, f, *layout, *dialect_);
        case fault_kind::shift_time:
            layout = layout_of(message);
            return layout != nullptr && shift_times(to.bytes, static_cast<std::int64_t>(number), *layout, *dialect_);
        default:
            return false;
    }
}

const message_layout* fault_injector::layout_of(std::optional<message_index> message) {
    if (!message) return nullptr;
    if (layouts_.empty()) layouts_ = layouts_of(*dialect_);
    return &layouts_[*message];
}

void fault_injector::dispatch(result f, instant now) {
    if (f.end != fault_end::none) {
        release_swapped(now);
        finish_gathering(now);
        ending_ = true;
        return add({std::max(now, line_free_), {}, f.end, true});
    }
    if (f.copies == 0) return;
    auto pieces = pieces_of(f, now);
    if (f.swaps && swapped_.empty()) {
        swapped_ = std::move(pieces);
        swap_until_ = now + f.swap_wait;
        return;
    }
    const auto at = pieces.back().at;
    if (f.gather > 0 && gathered_count_ == 0) {
        gather_goal_ = f.gather;
        gather_until_ = now + f.gather_wait;
    }
    if (f.gather > 0) ++gathered_count_;
    send(std::move(pieces));
    release_swapped(at);
    if (gathered_count_ > 0 && (gathered_count_ >= gather_goal_ || gathered_.bytes.size() > limits_.bytes))
        finish_gathering(now);
}

/// The message as it is sent: with its garbage in front, cut, and as often as it is to be repeated.
std::vector<wire_piece> fault_injector::pieces_of(result& f, instant now) {
    const auto in_order = [&](instant at) { return f.overtakes ? at : std::max(at, line_free_); };
    instant at = in_order(now + f.wait);
    if (f.rate > 0) at = in_order(now) + std::max(f.wait, time_of(f.bytes.size() * f.copies, f.rate));
    std::vector<wire_piece> pieces;
    const std::size_t cut = std::min(f.cut.value_or(f.bytes.size()), f.bytes.size());
    const auto middle = f.bytes.begin() + static_cast<std::ptrdiff_t>(cut);
    for (std::uint32_t i = 0; i < f.copies; ++i) {
        pieces.push_back({at, std::exchange(f.garbage, {})});
        pieces.back().bytes.insert(pieces.back().bytes.end(), f.bytes.begin(), middle);
        if (middle == f.bytes.end()) continue;
        at += f.cut_wait;
        pieces.push_back({at, {middle, f.bytes.end()}, fault_end::none, true});
    }
    if (!f.overtakes) line_free_ = at;
    return pieces;
}

/// A gathered write includes whatever comes meanwhile.
void fault_injector::send(std::vector<wire_piece> pieces) {
    if (gathered_count_ > 0) return gather(std::move(pieces));
    for (auto& piece : pieces)
        add(std::move(piece));
}

void fault_injector::gather(std::vector<wire_piece> pieces) {
    for (const auto& piece : pieces) {
        gathered_.bytes.insert(gathered_.bytes.end(), piece.bytes.begin(), piece.bytes.end());
        gathered_.at = std::max(gathered_.at, piece.at);
    }
}

void fault_injector::finish_gathering(instant at) {
    if (gathered_count_ == 0) return;
    gathered_count_ = 0;
    gather_until_ = never;
    auto whole = std::exchange(gathered_, {});
    whole.at = std::max({whole.at, at, line_free_});
    whole.own_write = true;
    line_free_ = whole.at;
    add(std::move(whole));
}

void fault_injector::release_swapped(instant at) {
    swap_until_ = never;
    auto pieces = std::exchange(swapped_, {});
    for (auto& piece : pieces) {
        piece.at = std::max(piece.at, at);
        line_free_ = std::max(line_free_, piece.at);
    }
    send(std::move(pieces));
}

void fault_injector::release_overdue(instant now) {
    if (now >= swap_until_) release_swapped(now);
    if (now >= gather_until_) finish_gathering(now);
}

void fault_injector::add(wire_piece piece) {
    if (piece.bytes.empty() && piece.end == fault_end::none) return;
    queue_.add(std::move(piece));
    if (queue_.hurry_past(limits_.messages, limits_.bytes) && observer_ != nullptr) observer_->fault_queue_full();
}

std::optional<wire_piece> fault_injector::take(instant now) {
    release_overdue(now);
    if (queue_.empty() || queue_.due() > now) return std::nullopt;
    auto next = queue_.pop();
    if (next.end != fault_end::none) queue_.clear();
    return next;
}

instant fault_injector::deadline() const { return std::min({queue_.due(), swap_until_, gather_until_}); }

void fault_injector::hurry() {
    release_swapped(instant::min());
    finish_gathering(instant::min());
    queue_.hurry();
}

}  // namespace husky::protocol
