#include "tools/link/captures/message_stream.hpp"

#include <fmt/format.h>

#include "protocol/by_name/field_walk.hpp"
#include "protocol/wire/codec.hpp"
#include "settings/counted.hpp"

namespace husky::tools {

using protocol::header_size;

std::optional<protocol::message_index> message_of(const protocol::dialect& d, std::uint16_t command,
                                                  protocol::link_kind on) {
    return on == protocol::link_kind::any ? d.find(command) : d.find(command, on);
}

protocol::frame frame_in(std::span<const std::byte> whole, const protocol::dialect& d) {
    protocol::wire_reader head(whole.subspan(2), d);
    return {head.take<std::uint16_t>(), whole.subspan(header_size), whole};
}

frame_judge::frame_judge(const protocol::dialect& d) : dialect_(&d), layouts_(protocol::layouts_of(d)) {
    for (protocol::message_index at = 0; at < protocol::message_count; ++at)
        min_sizes_.push_back(d.min_size(at));
}

std::size_t frame_judge::size_by_head(std::span<const std::byte> start) const {
    protocol::wire_reader in(start, *dialect_);
    const std::size_t size = in.take<std::uint16_t>() + dialect_->size_offset();
    const auto message = dialect_->find(in.take<std::uint16_t>());
    return in.ok() && message && size >= min_sizes_[*message] ? size : 0;
}

bool frame_judge::is_message(std::span<const std::byte> whole) const {
    const auto f = frame_in(whole, *dialect_);
    const auto message = dialect_->find(f.command);
    if (!message) return false;
    const auto end = walk_fields(f, layouts_[*message], *dialect_, [](const auto&) {});
    return end.fault == protocol::decode_fault::none;
}

void message_stream::on_bytes(std::span<const std::byte> bytes) {
    switch (state_) {
        case state::beginning:
            return begin(bytes);
        case state::reading:
            return read(bytes);
        case state::searching:
            pending_.insert(pending_.end(), bytes.begin(), bytes.end());
            return search(false);
        case state::foreign:
        case state::lost:
            return;
    }
}

void message_stream::begin(std::span<const std::byte> bytes) {
    pending_.insert(pending_.end(), bytes.begin(), bytes.end());
    if (pending_.size() < header_size) return;
    if (!expected_ && judge_->size_by_head(pending_) == 0) {
        state_ = state::foreign;
        pending_ = {};
        return;
    }
    found(0);
}

/// Messages begin at this place of what is kept.
void message_stream::found(std::size_t at) {
    state_ = state::reading;
    reader_ = protocol::frame_reader(judge_->wire_dialect());
    const auto bytes = std::exchange(pending_, {});
    read(std::span(bytes).subspan(at));
}

void message_stream::read(std::span<const std::byte> bytes) {
    reader_.push(bytes);
    while (const auto f = reader_.next()) {
        ++frames_;
        to_->on_frame(*f, by_);
    }
    if (reader_.broken()) return give_up("a message_size below the smallest; nothing after it can be decoded");
    reader_.hold();
}

void message_stream::give_up(const std::string& why) {
    state_ = state::lost;
    incomplete_ = true;
    pending_ = {};
    note(why);
}

void message_stream::on_missing(std::size_t count) {
    if (state_ == state::foreign || state_ == state::lost) return;
    if (frames_ > 0 || expected_)
        note(fmt::format("{} missing; looking for the next message after {}",
                         settings::counted(count, "byte is", "bytes are"), count == 1 ? "it" : "them"));
    incomplete_ = true;
    state_ = state::searching;
    pending_.clear();
}

void message_stream::on_middle() { state_ = state::searching; }

void message_stream::search(bool at_end) {
    std::size_t at = 0;
    for (; at < pending_.size(); ++at) {
        const auto judged = judge_from(std::span(pending_).subspan(at), at_end);
        if (judged == chance::needs_more) break;
        if (judged == chance::refused) continue;
        skipped_ += at;
        if (skipped_ > 0)
            note(fmt::format("skipped {} no whole message",
                             settings::counted(skipped_, "byte that is", "bytes that are")));
        else if (frames_ == 0)
            note("begins in the middle of a conversation, at a message");
        incomplete_ = incomplete_ || skipped_ > 0;
        skipped_ = 0;
        return found(at);
    }
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(at));
    skipped_ += at;
    if (skipped_ <= max_search) return;
    if (frames_ == 0 && !expected_)
        state_ = state::foreign;
    else
        give_up(fmt::format("no message in {}; the rest is left out", settings::counted(skipped_, "byte")));
}

message_stream::chance message_stream::judge_from(std::span<const std::byte> bytes, bool at_end) const {
    for (int whole = 0; whole < 2; ++whole) {
        const auto short_of = whole > 0 && at_end ? chance::believed : at_end ? chance::refused : chance::needs_more;
        if (whole > 0 && bytes.empty()) return chance::believed;
        if (bytes.size() < header_size) return short_of;
        const auto size = judge_->size_by_head(bytes);
        if (size == 0) return chance::refused;
        if (size > bytes.size()) return whole > 0 ? chance::believed : short_of;
        if (!judge_->is_message(bytes.first(size))) return chance::refused;
        bytes = bytes.subspan(size);
    }
    return chance::believed;
}

void message_stream::finish() {
    if (state_ == state::searching) search(true);
    if (state_ == state::beginning && !pending_.empty()) {
        incomplete_ = expected_;
        if (expected_) note(fmt::format("ends inside a message, after {} of its bytes", pending_.size()));
    }
    if (state_ == state::reading && reader_.unfinished() > 0) {
        incomplete_ = true;
        note(fmt::format("ends inside a message, after {} of its bytes", reader_.unfinished()));
    }
    if (state_ == state::searching && (frames_ > 0 || expected_) && skipped_ + pending_.size() > 0)
        give_up(fmt::format("no whole message in the last {}", settings::counted(skipped_ + pending_.size(), "byte")));
    state_ = state::lost;
    pending_ = {};
}

}  // namespace husky::tools
