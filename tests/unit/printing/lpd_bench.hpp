#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/printing/lpd_receiver.hpp"

namespace husky::protocol::printing {

/// A host that keeps jobs in a vector, and a client that says what it was given in pieces.
struct lpd_bench {
    explicit lpd_bench(const lpd_limits& limits = {}, std::size_t budget_bytes = std::size_t{1} << 20U)
        : budget(budget_bytes), receiver(limits, budget) {}

    byte_budget budget;
    lpd_receiver receiver;
    std::string known_queue = "HY-0001";
    bool keeps = true;
    std::vector<received_job> jobs;
    std::vector<lpd_request> asked;
    std::string answers;

    /// False once the host closes.
    bool say(std::string_view bytes) {
        while (perform() && !bytes.empty())
            bytes.remove_prefix(receiver.take(std::as_bytes(std::span(bytes))));
        return perform();
    }
    /// In pieces whose sizes `next_size` tells, from 1 up.
    bool say(std::string_view bytes, const std::function<std::size_t()>& next_size) {
        while (!bytes.empty()) {
            const auto piece = bytes.substr(0, next_size());
            const std::vector<char> exact(piece.begin(), piece.end());
            if (!say({exact.data(), exact.size()})) return false;
            bytes.remove_prefix(piece.size());
        }
        return perform();
    }
    /// The client finishes its half, and hears the answers.
    void finish() {
        receiver.finished();
        if (perform()) receiver.finished();
        perform();
    }
    void fall_silent() {
        receiver.fell_silent();
        perform();
    }
    /// The connection is cut.
    void hang_up() {
        receiver.ended();
        perform();
    }

  private:
    /// Does what the receiver wants of its owner; false if it is to close.
    bool perform() {
        while (true) {
            answers += receiver.outbox();
            receiver.outbox().clear();
            switch (receiver.next()) {
                case lpd_step::receive:
                    return true;
                case lpd_step::close:
                    return false;
                case lpd_step::admit:
                    receiver.admitted(receiver.request().queue == known_queue);
                    break;
                case lpd_step::store:
                    jobs.push_back(receiver.take_job());
                    if (!keeps) jobs.pop_back();
                    receiver.stored(keeps);
                    break;
                case lpd_step::list:
                case lpd_step::remove:
                    asked.push_back(receiver.request());
                    receiver.answer("done\n");
                    break;
            }
        }
    }
};

}  // namespace husky::protocol::printing
