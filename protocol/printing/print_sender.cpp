#include "protocol/printing/print_sender.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace husky::protocol::printing {

namespace {

// RFC 1179, 5.2 and 6.
constexpr char receive_job = '\2';
constexpr char receive_control_file = '\2';
constexpr char receive_data_file = '\3';
constexpr std::byte good{0};  ///< as an acknowledgement, and behind a file

/// The job's command, then a head and a body of each file.
constexpr std::size_t pieces_a_file = 2;

std::vector<std::byte> bytes_of(std::string_view text) {
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

}  // namespace

std::string_view name(print_fault fault) {
    constexpr std::array<std::string_view, 6> names{"no fault",          "no connection",
                                                    "refused",           "an acknowledgement out of step",
                                                    "no answer in time", "the connection ended"};
    return names[static_cast<std::size_t>(fault)];
}

void print_sender::connected(instant now) {
    if (state_ != state::connecting) return;
    state_ = state::talking;
    whole_due_ = now + patience_.whole;
    step_due_ = now + patience_.step;
    begin_piece();
}

void print_sender::begin_piece() {
    written_ = 0;
    if (step_ == 0) {
        piece_ = bytes_of(fmt::format("{}{}\n", receive_job, job_->queue));
        return;
    }
    const std::size_t which = (step_ - 1) / pieces_a_file;
    const bool is_control = which == job_->data.size();
    const outgoing_file& file = is_control ? job_->control : job_->data[which];
    if (step_ % pieces_a_file == 1) {
        piece_ = bytes_of(fmt::format("{}{} {}\n", is_control ? receive_control_file : receive_data_file,
                                      file.content.size(), file.name));
    } else {
        piece_ = file.content;
        piece_.push_back(good);
    }
}

void print_sender::sent(std::size_t count, instant now) {
    if (state_ != state::talking || count == 0) return;
    written_ = std::min(written_ + count, piece_.size());
    step_due_ = now + patience_.step;
}

void print_sender::received(std::span<const std::byte> input, instant now) {
    for (std::size_t i = 0; i < input.size() && state_ == state::talking; ++i) {
        if (input[i] != good)
            hear_refusal(input.subspan(i));
        else if (!to_send().empty())
            fail(print_fault::out_of_step);
        else
            acknowledged(now);
    }
}

void print_sender::acknowledged(instant now) {
    step_due_ = now + patience_.step;
    if (++step_ <= pieces_a_file * (job_->data.size() + 1)) return begin_piece();
    state_ = state::done;
    piece_.clear();
    written_ = 0;
}

/// A number, as the RFC has it, or a line of text, as some servers do.
void print_sender::hear_refusal(std::span<const std::byte> words) {
    for (const auto word : words) {
        const auto c = static_cast<char>(word);
        if (c >= ' ' && c <= '~' && said_.size() < max_saying) said_ += c;
    }
    fail(print_fault::refused);
}

void print_sender::lost() { fail(state_ == state::connecting ? print_fault::not_reached : print_fault::lost); }

instant print_sender::deadline() const { return state_ == state::talking ? std::min(step_due_, whole_due_) : never; }

void print_sender::due(instant now) {
    if (now >= deadline()) fail(print_fault::timed_out);
}

void print_sender::fail(print_fault why) {
    if (over()) return;
    state_ = state::failed;
    fault_ = why;
    piece_.clear();
    written_ = 0;
}

}  // namespace husky::protocol::printing
