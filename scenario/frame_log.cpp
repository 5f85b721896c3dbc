#include "scenario/frame_log.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "protocol/wire/codec.hpp"
#include "scenario/roles.hpp"

namespace husky::scenario {

std::string seconds_text(duration d) {
    const auto us = std::chrono::duration_cast<std::chrono::microseconds>(d).count();
    return fmt::format("{}.{:06}", us / 1'000'000, us % 1'000'000);
}

void frame_log::saw(const sighting& s, duration at) {
    if (transcript_.size() < max_transcript_)
        transcript_.push_back(line(s, at, max_line));
    else
        ++dropped_;
    keep(s, at);
}

void frame_log::note(duration at, std::string_view text) {
    if (transcript_.size() < max_transcript_)
        transcript_.push_back(fmt::format("{:>13} {}", seconds_text(at), text));
    else
        ++dropped_;
}

std::string frame_log::line(const sighting& s, duration at, std::size_t max) const {
    return fmt::format("{:>13} {} {} {}", seconds_text(at), s.actor, s.way == direction::sent ? "->" : "<-",
                       protocol::line_of(s.seen, s.message, *layouts_, max));
}

void frame_log::keep(const sighting& s, duration at) {
    kept one;
    while (!frames_.empty() && (frames_.size() >= max_frames || bytes_ + s.seen.bytes.size() > max_bytes)) {
        bytes_ -= frames_.front().bytes.size();
        one = std::move(frames_.front());  // its memory is used again
        frames_.pop_front();
    }
    one.actor = s.actor;
    one.way = s.way;
    one.message = s.message;
    one.command = s.seen.command;
    one.bytes.assign(s.seen.bytes.begin(), s.seen.bytes.end());
    one.at = at;
    bytes_ += one.bytes.size();
    frames_.push_back(std::move(one));
}

std::vector<std::string> frame_log::last(const actor_name& meant) const {
    constexpr std::size_t max = 1000;
    std::vector<std::string> out;
    for (auto at = frames_.rbegin(); at != frames_.rend() && out.size() < shown_frames; ++at) {
        if (meant != "host" && !is_meant(meant, at->actor)) continue;
        const auto head = std::min(at->bytes.size(), protocol::header_size);
        const std::span bytes(at->bytes);
        const protocol::frame f{at->command, bytes.subspan(head), bytes};
        out.push_back(line({at->actor, role::machine, at->way, f, at->message}, at->at, max));
    }
    std::reverse(out.begin(), out.end());
    return out;
}

}  // namespace husky::scenario
