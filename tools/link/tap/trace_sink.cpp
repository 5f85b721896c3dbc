#include "tools/link/tap/trace_sink.hpp"

#include <fmt/format.h>

#include "link/asio/asio.hpp"
#include "log/log.hpp"
#include "protocol/trace/trace_line.hpp"
#include "tools/link/captures/link_sides.hpp"
#include "tools/link/captures/packet.hpp"

namespace husky::tools {

/// Both directions of one connection; what kind of link it is follows from its first message.
class trace_sink::connection final : frame_listener {
  public:
    connection(trace_sink& owner, const protocol::traced_moment& m, bool expected)
        : owner_(owner),
          ends_(m.ends),
          directions_{direction{{owner.judge_, expected, *this, 0}}, direction{{owner.judge_, expected, *this, 1}}} {}

    void data(const protocol::traced_moment& m, std::span<const std::byte> bytes) {
        auto& way = directions_[m.by_dialler ? 0 : 1];
        const auto begin = m.by_dialler ? m.from_dialler : m.from_listener;
        now_ = &m;
        if (begin > way.next) way.messages.on_missing(static_cast<std::size_t>(begin - way.next));
        way.messages.on_bytes(bytes);
        way.next = begin + bytes.size();
    }
    /// True when both ends have finished.
    bool finished(const protocol::traced_moment& m, bool reset) {
        directions_[m.by_dialler ? 0 : 1].over = true;
        return reset || (directions_[0].over && directions_[1].over);
    }
    void finish() {
        for (auto& way : directions_)
            way.messages.finish();
    }

  private:
    struct direction {
        message_stream messages;
        bool over = false;
        std::uint64_t next = 0;  ///< bytes that went by
    };

    void on_note(const std::string& text, std::size_t by) override { owner_.note(name(by), text); }
    void on_frame(const protocol::frame& f, std::size_t by) override {
        const auto& wire_dialect = owner_.judge_.wire_dialect();
        sides_.heard(wire_dialect, f.command, by);
        owner_.write(
            protocol::trace_line({now_->at, now_->connection, by == 0, {f.bytes.begin(), f.bytes.end()}, name(by)},
                                 wire_dialect, sides_.kind()));
    }

    [[nodiscard]] std::string name(std::size_t by) const {
        const auto& from = by == 0 ? ends_.dialler : ends_.listener;
        const auto& to = by == 0 ? ends_.listener : ends_.dialler;
        return fmt::format("{} > {}", to_text(from), to_text(to));
    }

    trace_sink& owner_;
    protocol::traced_ends ends_;
    std::array<direction, 2> directions_;  ///< by the dialler, by the listener
    link_sides sides_;
    const protocol::traced_moment* now_ = nullptr;
};

trace_sink::trace_sink(const std::string& file, const protocol::dialect& d, program::if_there what)
    : judge_(d), file_(file, what) {}
trace_sink::~trace_sink() = default;

trace_sink::connection& trace_sink::connection_of(const link::capture_record& r) {
    const auto number = r.moment.connection;
    if (const auto at = connections_.find(number); at != connections_.end()) return *at->second;
    if (connections_.size() >= max_connections) end(connections_.begin()->first);
    const auto& ports = judge_.wire_dialect().ports;
    const auto port = r.moment.ends.listener.port;
    const bool expected = port == ports.host || port == ports.machine;
    return *connections_.emplace(number, std::make_unique<connection>(*this, r.moment, expected)).first->second;
}

void trace_sink::end(std::uint32_t number) {
    const auto at = connections_.find(number);
    at->second->finish();
    connections_.erase(at);
}

void trace_sink::take(const link::capture_record& r) {
    auto& one = connection_of(r);
    if (r.kind == link::captured::data) one.data(r.moment, r.bytes);
    const bool ends = r.kind == link::captured::finished || r.kind == link::captured::reset;
    if (ends && one.finished(r.moment, r.kind == link::captured::reset)) end(r.moment.connection);
}

void trace_sink::write(const std::string& line) {
    batch_ += line;
    batch_ += '\n';
    if (batch_.size() >= batch_full) flush();
}

void trace_sink::note(const std::string& link, const std::string& text) {
    if (log_limit_.allows(link::now())) log::warn("{}: {}", link, text);
}

void trace_sink::flush() {
    if (!batch_.empty()) file_.write(std::as_bytes(std::span(batch_)));
    batch_.clear();
}

void trace_sink::close(std::uint64_t, std::uint64_t) {
    while (!connections_.empty())
        end(connections_.begin()->first);
    flush();
}

std::string trace_sink::problem() const {
    return file_.problem().empty() ? "" : fmt::format("{}: {}", file_.name(), file_.problem());
}

}  // namespace husky::tools
