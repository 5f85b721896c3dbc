#include "tests/conversations/wire.hpp"

#include <algorithm>
#include <utility>

#include "protocol/wire/codec.hpp"

namespace husky::conversations {

using namespace protocol;

namespace {

constexpr std::chrono::milliseconds delay{1};

/// Of the fields in front of a block, with the head: the smallest upload_setup response and download_setup.
constexpr std::size_t before_upload_block = 22;
constexpr std::size_t before_download_block = 20;

std::size_t index(end e) { return static_cast<std::size_t>(e); }
end other(end e) { return e == end::machine ? end::host : end::machine; }

std::uint16_t command_of(std::span<const std::byte> message) {
    return wire_reader(message.subspan(2), default_dialect()).take<std::uint16_t>();
}

void flip_bit_of_block(std::vector<std::byte>& message, const step& s) {
    const auto before = s.message == index_of<download_setup> ? before_download_block : before_upload_block;
    message[before + (message.size() - before) / 2] ^= std::byte{0x10};
}

}  // namespace

step describe(operation what, std::span<const std::byte> message) {
    const auto index = default_dialect().find(command_of(message));
    const bool has_block = (index == index_of<download_setup> && message.size() > before_download_block) ||
                           (index == index_of<upload_setup_response> && message.size() > before_upload_block);
    return {what, index, has_block};
}

bool wire::connect(wire_end& machine, wire_end& host, const std::function<void(number)>& connected) {
    const auto fails = operations_->next({operation::connect});
    if (fails == failure::refused) return false;
    connections_.emplace_back();
    connections_.back().ends = {&machine, &host};
    const number at = connections_.size() - 1;
    connected(at);
    if (fails == failure::cut_after) cut(at);
    return true;
}

bool wire::write(number at, end from, frame_queue& waiting) {
    connection& c = connections_[at];
    while (!waiting.empty()) {
        const std::vector<std::byte> message(waiting.front().begin(), waiting.front().end());
        std::optional<failure> fails;
        if (!c.dead) fails = operations_->next(describe(operation::send, message));
        if (fails != failure::cut_before) waiting.pop_front();
        if (fails == failure::cut_before || fails == failure::cut_after) {
            cut(at);
            return false;
        }
        if (fails == failure::host_loses) lose(at, false, true);
        if (fails == failure::machine_loses) lose(at, true, false);
        if (fails == failure::dead) lose(at, false, false);
        if (c.dead) continue;
        c.last = std::max(c.last, agenda_->now() + delay);
        agenda_->at(c.last, [this, at, from, message] { deliver(at, from, message); });
    }
    return true;
}

void wire::deliver(number at, end from, std::vector<std::byte> message) {
    if (connections_[at].dead) return;
    const end to = other(from);
    const step s = describe(operation::deliver, message);
    const auto fails = operations_->next(s);
    if (!fails) return hand(at, to, message);
    switch (*fails) {
        case failure::cut_before:
            return cut(at);
        case failure::cut_inside:
            hand(at, to, std::span(message).first(message.size() / 2));
            return cut(at);
        case failure::host_loses:
            return lose(at, false, true);
        case failure::machine_loses:
            return lose(at, true, false);
        case failure::dead:
            return lose(at, false, false);
        case failure::dropped:
            return;
        case failure::error_answer:
            return answer_error(at, from, s);
        case failure::broken_size:
            return hand(at, to, std::array{std::byte{3}, std::byte{0}});
        case failure::flipped_bit:
            flip_bit_of_block(message, s);
            return hand(at, to, message);
        default:
            hand(at, to, message);
            return cut(at);
    }
}

void wire::hand(number at, end to, std::span<const std::byte> bytes) {
    // A copy of exactly that size: reading past it is seen.
    const std::vector<std::byte> exact(bytes.begin(), bytes.end());
    if (auto* reader = connections_[at].ends[index(to)]) reader->arrived(exact);
}

void wire::answer_error(number at, end to, const step& request) {
    const auto command = default_dialect().code(*request.message);
    std::vector<std::byte> message;
    if (traits_of(*request.message).link == link_kind::display && request.message != index_of<display_init>)
        encode(display_error{command, error_code::internal, "made to fail"}, default_dialect(), message);
    else
        encode(error{command, error_code::internal, "made to fail"}, default_dialect(), message);
    hand(at, to, message);
}

void wire::tell_end(number at, end who, instant when) {
    agenda_->at(when, [this, at, who] {
        if (auto* told = std::exchange(connections_[at].ends[index(who)], nullptr)) told->ended();
    });
}

void wire::close(number at, end from) {
    connection& c = connections_[at];
    c.ends[index(from)] = nullptr;
    if (!c.dead) tell_end(at, other(from), std::max(c.last, agenda_->now() + delay));
}

void wire::lose(number at, bool tell_machine, bool tell_host) {
    connections_[at].dead = true;
    if (tell_machine) tell_end(at, end::machine, agenda_->now() + delay);
    if (tell_host) tell_end(at, end::host, agenda_->now() + delay);
}

}  // namespace husky::conversations
