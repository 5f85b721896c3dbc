#include "client/printing/print_thread.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/post.hpp>

#include "client/machine/fleet_counts.hpp"
#include "log/log.hpp"

namespace husky::cells {

namespace {

/// How long an ending fleet still sends waiting prints.
constexpr std::chrono::seconds max_print_drain{2};
constexpr std::chrono::milliseconds print_drain_pause{10};

const std::string fleet_ends = "the fleet ends";

}  // namespace

print_thread::print_thread(const printing_keys& keys, protocol::duration max_pause, fleet_counts& counts)
    : keys_(keys), max_pause_(max_pause), counts_(counts), tasks_(shard_.executor()), clock_(shard_.executor()) {}

link::host_port print_thread::place_of(const waiting_print& print) const {
    return {keys_.address.empty() ? print.address : keys_.address, keys_.port};
}

std::size_t print_thread::add(std::string serial, link::local_address source, std::uint64_t seed, answer ended) {
    lanes_.push_back(std::make_unique<lane>(
        lane{std::move(serial), std::move(source), std::move(ended), protocol::backoff(max_pause_, seed)}));
    return lanes_.size() - 1;
}

void print_thread::print(std::size_t place, std::string address, screen_print screen) {
    boost::asio::post(shard_.context(),
                      [this, place, print = waiting_print{std::move(address), std::move(screen)}]() mutable {
                          take(*lanes_[place], std::move(print));
                      });
}

void print_thread::take(lane& l, waiting_print print) {
    l.waiting.push_back(std::move(print));
    if (closed_) return give_up(l, fleet_ends);
    if (l.waiting.size() > 1) return;
    agenda_.emplace(link::now(), &l);
    send_due();
}

void print_thread::send_due() {
    if (closed_) return;
    while (!agenda_.empty() && agenda_.begin()->first <= link::now() && sending_ < keys_.connections) {
        lane& l = *agenda_.begin()->second;
        agenda_.erase(agenda_.begin());
        ++sending_;
        tasks_.spawn(send(l));
    }
    if (!agenda_.empty() && sending_ < keys_.connections) wait_until_due();
}

void print_thread::wait_until_due() {
    clock_.expires_at(link::as_steady(agenda_.begin()->first));
    clock_.async_wait([this](link::error_code failed) {
        if (!failed) send_due();
    });
}

link::asio::awaitable<void> print_thread::send(lane& l) {
    const waiting_print& print = l.waiting.front();
    print_connection talk(shard_.executor());
    talks_.push_back(&talk);
    print_outcome outcome;
    try {
        outcome = co_await talk.run(print.screen, l.serial, place_of(print),
                                    keys_.address.empty() ? l.source : std::nullopt, keys_.timeout);
    } catch (const std::exception& problem) {
        outcome = {protocol::printing::print_fault::lost, problem.what()};
    }
    std::erase(talks_, &talk);
    --sending_;
    attempted(l, outcome);
    send_due();
}

void print_thread::attempted(lane& l, const print_outcome& outcome) {
    ++l.attempts;
    if (!outcome.printed() && l.attempts < keys_.attempts && !stopping_) {
        agenda_.emplace(link::now() + l.pauses.next(), &l);
        return;
    }
    if (outcome.printed())
        ended(l, true);
    else
        give_up(l, outcome.in_words() + (outcome.fault == protocol::printing::print_fault::not_reached
                                             ? "; --lpd A:P says where the print server is"
                                             : ""));
    if (!l.waiting.empty()) agenda_.emplace(link::now(), &l);
}

void print_thread::give_up(lane& l, const std::string& why) {
    if (warnings_.allows(link::now())) {
        const auto more = warnings_.take_suppressed();
        log::warn("{}: a print for {} was given up: {}{}", l.serial, link::to_text(place_of(l.waiting.front())), why,
                  more > 0 ? fmt::format("; and {} more before it", more) : "");
    }
    ended(l, false);
}

void print_thread::ended(lane& l, bool printed) {
    l.waiting.pop_front();
    l.attempts = 0;
    l.pauses.reset();
    (printed ? counts_.prints : counts_.prints_lost).fetch_add(1, std::memory_order_relaxed);
    l.ended(printed);
}

void print_thread::stop(std::function<void()> stopped) {
    boost::asio::post(shard_.context(), [this, done = std::move(stopped)]() mutable {
        stopping_ = true;
        clock_.cancel();
        link::asio::co_spawn(shard_.executor(), finish(std::move(done)), [](const std::exception_ptr&) {});
    });
}

link::asio::awaitable<void> print_thread::finish(std::function<void()> stopped) {
    const auto give_up_at = link::now() + max_print_drain;
    const auto waits = [this] { return sending_ > 0 || (!agenda_.empty() && agenda_.begin()->first <= link::now()); };
    while (link::now() < give_up_at && waits()) {
        link::asio::steady_timer pause(shard_.executor(), print_drain_pause);
        co_await pause.async_wait(link::as_result);
    }
    closed_ = true;
    for (print_connection* talk : talks_)
        talk->give_up();
    co_await tasks_.drained();
    for (const auto& l : lanes_)
        while (!l->waiting.empty())
            give_up(*l, fleet_ends);
    stopped();
}

void print_thread::join() {
    shard_.stop();
    shard_.join();
}

}  // namespace husky::cells
