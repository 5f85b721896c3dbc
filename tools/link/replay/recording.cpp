#include "tools/link/replay/recording.hpp"

#include <fmt/format.h>

#include <map>
#include <stdexcept>

#include "protocol/wire/codec.hpp"
#include "settings/error.hpp"
#include "tools/link/captures/link_sides.hpp"
#include "tools/link/captures/trace_reader.hpp"

namespace husky::tools {

using kind = recorded_event::kind;

namespace {

[[noreturn]] void fail(const std::string& source, const std::string& problem) {
    throw settings::error(fmt::format("{}: {}", source, problem));
}

/// Collects what a reader finds. Which end is the machine follows from what it sends, so it is decided at the end.
class collector {
  public:
    collector(std::string source, const protocol::dialect& d) : source_(std::move(source)), dialect_(d) {}

    void opened(std::size_t key, capture_time at) {
        if (places_.contains(key)) return;
        places_[key] = found_.size();
        found_.emplace_back();
        add(kind::opened, at, found_.size() - 1, 0);
    }
    void ended(std::size_t key, std::size_t by, bool reset, capture_time at) {
        if (places_.contains(key)) add(reset ? kind::reset : kind::finished, at, places_[key], by);
    }
    void frame(std::size_t key, std::size_t by, capture_time at, std::uint16_t command,
               std::span<const std::byte> bytes, const std::string& link) {
        opened(key, at);
        if (all_.bytes.size() + bytes.size() > max_recording)
            fail(source_, fmt::format("more than {} MiB of messages", max_recording >> 20U));
        auto& one = found_[places_[key]];
        if (one.shown.name.empty()) one.shown.name = link;
        one.sides.heard(dialect_, command, by);
        one.shown.kind = one.sides.kind();
        ++one.frames[by];
        auto& e = add(kind::frame, at, places_[key], by);
        e.number = ++frames_;
        e.begin = all_.bytes.size();
        e.size = bytes.size();
        all_.bytes.insert(all_.bytes.end(), bytes.begin(), bytes.end());
    }
    /// The recording cannot play this connection: its start is missing.
    void lacks_begin(std::size_t key) {
        if (places_.contains(key)) found_[places_[key]].from_begin = false;
    }
    [[nodiscard]] std::size_t frames() const { return frames_; }

    recording finish() {
        if (frames_ == 0) fail(source_, "no Husky frames found: another protocol, or nothing at all");
        std::vector<std::size_t> place(found_.size());
        for (std::size_t i = 0; i < found_.size(); ++i) {
            auto& one = found_[i];
            if (!playable(one)) continue;
            one.shown.by_machine = one.frames[*one.sides.machine()];
            one.shown.by_host = one.frames[1 - *one.sides.machine()];
            place[i] = all_.connections.size();
            all_.connections.push_back(one.shown);
        }
        if (all_.connections.empty())
            fail(source_, "no connection is recorded from its start with a message that names the machine");
        for (std::size_t i = 0; i < events_.size(); ++i) {
            auto e = events_[i];
            const auto& one = found_[e.connection];
            if (!playable(one)) continue;
            e.by_machine = by_[i] == *one.sides.machine();
            e.connection = place[e.connection];
            e.order = all_.events.size();
            all_.events.push_back(e);
        }
        return std::move(all_);
    }

  private:
    struct found_connection {
        recorded_connection shown;
        link_sides sides;
        std::size_t frames[2] = {0, 0};
        bool from_begin = true;
    };

    static bool playable(const found_connection& one) {
        return one.from_begin && one.sides.machine() && one.frames[0] + one.frames[1] > 0;
    }

    recorded_event& add(kind type, capture_time at, std::size_t connection, std::size_t by) {
        recorded_event e;
        e.type = type;
        e.at = at;
        e.connection = connection;
        by_.push_back(by);
        return events_.emplace_back(e);
    }

    std::string source_;
    const protocol::dialect& dialect_;
    recording all_;
    std::map<std::size_t, std::size_t> places_;  ///< by what the reader calls a connection
    std::vector<found_connection> found_;
    std::vector<recorded_event> events_;
    std::vector<std::size_t> by_;  ///< of each event, which end
    std::size_t frames_ = 0;
};

/// Hands what a capture holds to the collector; the first thing that spoils a replay is kept.
class capture_listener final : public message_sink {
  public:
    explicit capture_listener(collector& to) : to_(to) {}
    void message(const protocol::frame& f, const message_origin& at) override {
        if (at.connection == 0) return;  // a datagram
        to_.frame(at.connection, at.by, at.time.value_or(capture_time{}), f.command, f.bytes, at.link);
        if (!at.from_begin) to_.lacks_begin(at.connection);
    }
    void note(const std::string& link, const std::string& text) override {
        if (problem.empty()) problem = link.empty() ? text : fmt::format("{}: {}", link, text);
    }
    void opened(std::size_t connection, capture_time at) override { to_.opened(connection, at); }
    void ended(std::size_t connection, std::size_t by, bool reset, capture_time at) override {
        to_.ended(connection, by, reset, at);
    }

    std::string problem;

  private:
    collector& to_;
};

void read_capture(input_file& in, const std::string& source, const protocol::dialect& d, collector& to) {
    capture_listener heard(to);
    capture_decoder decoder(d, heard);
    std::string stopped;
    try {
        stopped = decode_capture(std::move(in.file), decoder);
    } catch (const std::runtime_error& problem) {
        fail(source, problem.what());
    }
    const auto counts = decoder.finish();
    if (!in.damage->empty()) fail(source, *in.damage);
    if (!stopped.empty()) fail(source, stopped);
    if (counts.incomplete && counts.messages > 0) fail(source, heard.problem);
}

void read_trace_into(std::FILE* file, const std::string& source, const protocol::dialect& d, collector& to) {
    read_trace(file, source, d, [&](const protocol::frame& f, const protocol::traced_frame& traced) {
        to.frame(traced.connection, traced.by_dialler ? 0 : 1, std::chrono::floor<std::chrono::microseconds>(traced.at),
                 f.command, f.bytes, fmt::format("connection {}", traced.connection));
    });
}

}  // namespace

protocol::frame recording::frame_of(const recorded_event& e, const protocol::dialect& d) const {
    return frame_in(std::span(bytes).subspan(e.begin, e.size), d);
}

recording read_recording(open_file file, const std::string& source, const protocol::dialect& d) {
    collector all(source, d);
    auto in = unpack(std::move(file), source);
    if (is_capture(in.start))
        read_capture(in, source, d, all);
    else if (is_trace(in.start))
        read_trace_into(in.file.get(), source, d, all);
    else
        fail(source, "neither a capture (pcapng, pcap) nor a trace (JSON lines)");
    if (!in.damage->empty()) fail(source, *in.damage);
    return all.finish();
}

}  // namespace husky::tools
