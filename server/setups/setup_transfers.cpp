#include "server/setups/setup_transfers.hpp"

#include <algorithm>
#include <optional>
#include <span>

#include "link/asio/notice.hpp"
#include "log/log.hpp"
#include "protocol/setups/setup_download.hpp"
#include "protocol/setups/setup_upload.hpp"

namespace husky::host {

using boost::asio::awaitable;
using result = transfer_end::result;

namespace {

/// Pause before a machine with too many waiting questions is asked again.
constexpr std::chrono::milliseconds ask_again{20};

setup_result counted_as(result what) {
    switch (what) {
        case result::done:
            return setup_result::done;
        case result::machine:
            return setup_result::machine;
        case result::broken:
            return setup_result::broken;
        default:
            return setup_result::given_up;
    }
}

}  // namespace

/// A transfer's place in its line, given back when it ends.
class setup_transfers::turn {
  public:
    turn(setup_transfers& all, line wanted) : all_(all), wanted_(std::move(wanted)), news_(all.executor_) {
        all_.turns_.insert(this);
    }
    ~turn() {
        all_.turns_.erase(this);
        if (!taken_) return;
        all_.busy_.erase(wanted_);
        for (turn* each : all_.turns_)
            if (!each->taken_) each->news_.give();
    }
    turn(const turn&) = delete;
    turn& operator=(const turn&) = delete;

    bool take() {
        if (all_.busy_.size() >= max_setup_transfers) return false;
        taken_ = all_.busy_.insert(wanted_).second;
        return taken_;
    }
    [[nodiscard]] const std::string& serial() const { return wanted_.first; }
    /// A turn may be free, the machine has a link again, or transfers are to end.
    [[nodiscard]] link::notice& news() { return news_; }

  private:
    setup_transfers& all_;
    line wanted_;
    link::notice news_;
    bool taken_ = false;
};

setup_transfers::setup_transfers(live_view& live, boost::asio::any_io_executor executor, const setup_settings& settings)
    : live_(live), executor_(std::move(executor)), settings_(settings) {
    live_.tell_linked([this](const std::string& serial) { linked(serial); });
}

void setup_transfers::linked(const std::string& serial) {
    for (turn* each : turns_)
        if (each->serial() == serial) each->news().give();
}

void setup_transfers::stop() {
    stopping_ = true;
    for (turn* each : turns_)
        each->news().give();
}

awaitable<bool> setup_transfers::wait_for_turn(turn& mine, protocol::instant give_up) {
    while (!mine.take()) {
        if (stopping_ || link::now() >= give_up) co_return false;
        co_await mine.news().wait_until(link::as_steady(give_up));
    }
    co_return true;
}

/// A machine that was not linked at the beginning is offline; one that is lost on the way may come back.
template <class Transfer>
awaitable<transfer_end> setup_transfers::perform(turn& mine, Transfer& transfer) {
    using reply_result = machine_reply::result;
    const auto give_up = link::now() + settings_.timeout;
    if (!co_await wait_for_turn(mine, give_up)) co_return transfer_end{stopping_ ? result::shut_down : result::crowded};
    std::optional<protocol::instant> lost_at;
    std::size_t links = 0;
    transfer_end end;
    while (transfer.progress() == protocol::setup_progress::going_on) {
        if (stopping_) co_return transfer_end{result::shut_down};
        if (link::now() >= give_up) co_return transfer_end{result::too_late};
        machine_reply reply = co_await live_.ask(mine.serial(), transfer.next());
        if (reply.outcome == reply_result::answered) {
            lost_at.reset();
            transfer.answered(std::get<typename Transfer::response>(reply.answer));
            end.reply = std::move(reply);
            continue;
        }
        if (reply.outcome == reply_result::no_answer) {
            transfer.link_lost();
            ++links;
        }
        const bool may_come_back = reply.outcome == reply_result::no_answer || reply.outcome == reply_result::busy ||
                                   (reply.outcome == reply_result::offline && links > 0);
        if (!lost_at) lost_at = link::now();
        if (!may_come_back || links > max_setup_links || link::now() - *lost_at >= settings_.resume) {
            if (reply.outcome == reply_result::offline && links > 0) reply.outcome = reply_result::no_answer;
            co_return transfer_end{result::machine, std::move(reply)};
        }
        const auto back = reply.outcome == reply_result::busy ? link::now() + ask_again : *lost_at + settings_.resume;
        co_await mine.news().wait_until(link::as_steady(std::min(back, give_up)));
    }
    end.fault = transfer.fault();
    if (transfer.progress() == protocol::setup_progress::done) co_return end;
    const auto& last = std::get<typename Transfer::response>(end.reply.answer);
    end.outcome = last.result == protocol::result_code::ok ? result::broken : result::machine;
    co_return end;
}

awaitable<uploaded_setup> setup_transfers::upload(std::string serial, std::uint16_t number) {
    turn mine(*this, {serial, direction::up});
    protocol::setup_upload transfer(number, settings_.max_size);
    uploaded_setup got;
    got.end = co_await perform(mine, transfer);
    counters_.setups_uploaded[counted_as(got.end.outcome)].add();
    if (got.end.outcome == result::broken)
        log::warn("upload of set-up {} from machine {} failed: {}", number, serial, name(got.end.fault));
    if (got.end.outcome != result::done) co_return got;
    const auto& content = transfer.content();
    got.content.assign(reinterpret_cast<const char*>(content.data()), content.size());
    got.crc32 = transfer.checksum();
    co_return got;
}

awaitable<transfer_end> setup_transfers::download(std::string serial, std::uint16_t number, std::string_view content) {
    turn mine(*this, {serial, direction::down});
    protocol::setup_download transfer(number, std::as_bytes(std::span(content)));
    transfer_end end = co_await perform(mine, transfer);
    counters_.setups_downloaded[counted_as(end.outcome)].add();
    if (end.fault != protocol::setup_fault::none) {
        const auto answer = std::get<protocol::download_setup_response>(end.reply.answer).result;
        log::warn("download of set-up {} to machine {} failed: result {}: {}", number, serial, static_cast<int>(answer),
                  name(answer));
    }
    co_return end;
}

}  // namespace husky::host
