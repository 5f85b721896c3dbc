#include "link/capture/capture.hpp"

#include <algorithm>

#include "link/net/endpoint.hpp"
#include "log/log.hpp"
#include "settings/counted.hpp"

namespace husky::link {

namespace {

/// How long the writer sleeps where nothing comes, and how often it says that the disk is slow.
constexpr std::chrono::milliseconds look{500};
constexpr std::chrono::seconds between_words{1};

protocol::packet_end end_of(const tcp::endpoint& of) {
    protocol::packet_end end;
    end.port = of.port();
    const auto address = known_as(of.address());
    end.is_v6 = address.is_v6();
    if (end.is_v6) {
        const auto bytes = address.to_v6().to_bytes();
        std::copy(bytes.begin(), bytes.end(), end.address.begin());
    } else {
        const auto bytes = address.to_v4().to_bytes();
        std::copy(bytes.begin(), bytes.end(), end.address.begin());
    }
    return end;
}

}  // namespace

capture::capture(std::vector<std::unique_ptr<capture_sink>> sinks, std::size_t max_bytes)
    : queue_(max_bytes), sinks_(std::move(sinks)), thread_([this] { run(); }) {}

capture::~capture() {
    const bool is_wanted = closed_ || counted().taken > 0;
    close(std::chrono::steady_clock::now() + std::chrono::seconds(1));
    if (thread_.joinable()) thread_.join();
    if (is_wanted) return;
    for (const auto& s : sinks_)
        s->discard();
}

std::unique_ptr<connection_capture> capture::follow(const tcp::socket& socket, socket_end ours) {
    error_code failed;
    const auto near = socket.local_endpoint(failed);
    const auto far = socket.remote_endpoint(failed);
    return ours == socket_end::dialled ? follow(near, far, ours) : follow(far, near, ours);
}

std::unique_ptr<connection_capture> capture::follow(const tcp::endpoint& dialler, const tcp::endpoint& listener,
                                                    socket_end ours) {
    return std::make_unique<connection_capture>(*this, ++connections_,
                                                protocol::traced_ends{end_of(dialler), end_of(listener)}, ours);
}

void capture::run() {
    while (queue_.take(look, [this](const capture_record& r) {
        for (const auto& s : sinks_)
            s->take(r);
    })) {
        for (const auto& s : sinks_)
            s->flush();
        look_at_sinks();
        tell_left_out();
    }
    const auto counts = queue_.counted();
    for (const auto& s : sinks_)
        s->close(counts.taken, counts.left_out);
    look_at_sinks();
    const std::scoped_lock lock(ended_mutex_);
    ended_ = true;
    ended_news_.notify_all();
}

/// Says once that a file failed; links go on.
void capture::look_at_sinks() {
    if (failed_) return;
    for (const auto& s : sinks_) {
        const auto problem = s->problem();
        if (problem.empty()) continue;
        failed_ = true;
        log::error("{}; nothing more is captured there", problem);
    }
}

void capture::tell_left_out() {
    const auto counts = queue_.counted();
    const auto now = std::chrono::steady_clock::now();
    if (counts.left_out == told_left_out_ || now - told_at_ < between_words) return;
    told_at_ = now;
    told_left_out_ = counts.left_out;
    log::warn("the disk is too slow for the capture; left out so far: {}, {}",
              settings::counted(counts.left_out, "piece"), settings::counted(counts.left_out_bytes, "byte"));
}

bool capture::close(std::chrono::steady_clock::time_point until) {
    closed_ = true;
    queue_.close();
    for (const auto& s : sinks_)
        s->hurry(until);
    std::unique_lock lock(ended_mutex_);
    if (!ended_news_.wait_until(lock, until + look, [this] { return ended_; })) {
        log::error("the capture was not written to its end in time");
        return false;
    }
    lock.unlock();
    if (!thread_.joinable()) return true;
    thread_.join();
    const auto counts = queue_.counted();
    if (counts.left_out > 0)
        log::warn("the capture lacks {} of {}: the disk was too slow", settings::counted(counts.left_out, "piece"),
                  settings::counted(counts.left_out_bytes, "byte"));
    return true;
}

}  // namespace husky::link
