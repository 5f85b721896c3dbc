#include "tools/link/captures/capture_decoder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "protocol/wire/codec.hpp"
#include "settings/counted.hpp"
#include "tools/link/captures/link_sides.hpp"

namespace husky::tools {

/// Both directions of one TCP connection. What kind of link it is follows from its first message.
class capture_decoder::connection final : frame_listener {
  public:
    connection(capture_decoder& owner, const packet& first, bool expected)
        : owner_(owner),
          number_(++owner.opened_),
          ends_{first.from, first.to},
          directions_{direction{{}, {owner.judge_, expected, *this, 0}, {}},
                      direction{{}, {owner.judge_, expected, *this, 1}, {}}} {
        owner_.to_.opened(number_, owner_.now_);
    }

    void segment(const packet& p) {
        const std::size_t by = p.from == ends_[0] ? 0 : 1;
        auto& way = directions_[by];
        if (p.syn) way.began = p.sequence;
        way.stream.segment(p.sequence, p.syn, p.data, p.missing, way.messages);
        if (p.fin || p.reset) owner_.to_.ended(number_, by, p.reset, owner_.now_);
    }

    /// A connection that has the same ends as this one but is another.
    [[nodiscard]] bool is_reused_by(const packet& p) const {
        const auto& way = directions_[p.from == ends_[0] ? 0 : 1];
        return p.syn && way.began && *way.began != p.sequence;
    }

    void finish() {
        for (auto& way : directions_) {
            way.stream.finish(way.messages);
            way.messages.finish();
        }
    }

    /// Another protocol: no message was found, and the first bytes are not one.
    [[nodiscard]] bool foreign() const {
        return messages() == 0 && std::any_of(directions_.begin(), directions_.end(),
                                              [](const auto& way) { return way.messages.foreign(); });
    }
    [[nodiscard]] bool incomplete() const {
        return std::any_of(directions_.begin(), directions_.end(),
                           [](const auto& way) { return way.messages.incomplete(); });
    }
    /// Frames whose command word a message has.
    [[nodiscard]] std::size_t messages() const { return known_; }

  private:
    struct direction {
        tcp_stream stream;
        message_stream messages;
        std::optional<std::uint32_t> began;
    };

    void on_note(const std::string& text, std::size_t by) override { owner_.to_.note(name(by), text); }
    void on_frame(const protocol::frame& f, std::size_t by) override {
        const auto& wire_dialect = owner_.judge_.wire_dialect();
        const auto* traits = sides_.heard(wire_dialect, f.command, by);
        if (traits != nullptr) ++known_;
        owner_.to_.message(
            f, {owner_.now_, name(by), 0, sides_.kind(), traits != nullptr && sides_.is_wrong_end(*traits, by), number_,
                by, directions_[by].began.has_value()});
    }

    [[nodiscard]] std::string name(std::size_t by) const {
        return fmt::format("{} > {}", to_text(ends_[by]), to_text(ends_[1 - by]));
    }

    capture_decoder& owner_;
    std::size_t number_;
    std::array<packet_end, 2> ends_;
    std::array<direction, 2> directions_;
    link_sides sides_;
    std::size_t known_ = 0;
};

capture_decoder::capture_decoder(const protocol::dialect& d, message_sink& to) : judge_(d), to_(to) {}
capture_decoder::~capture_decoder() = default;

void capture_decoder::packet_at(capture_time time, int layer, std::span<const std::byte> captured, std::size_t sent) {
    now_ = time;
    if (captured.size() < sent) ++cut_;
    const auto p = parse_packet(layer, captured);
    switch (p.kind) {
        case packet_kind::tcp:
            return on_tcp(p);
        case packet_kind::udp:
            return on_udp(p);
        case packet_kind::fragment:
            ++fragments_;
            return;
        case packet_kind::broken:
            ++broken_;
            return;
        case packet_kind::other:
            return;
    }
}

bool capture_decoder::is_husky_port(const packet& p) const {
    const auto& ports = judge_.wire_dialect().ports;
    const auto is_ours = [&](std::uint16_t port) { return port == ports.host || port == ports.machine; };
    return is_ours(p.from.port) || is_ours(p.to.port);
}

void capture_decoder::on_tcp(const packet& p) {
    const connection_key key = std::minmax(p.from, p.to);
    auto place = connections_.find(key);
    if (place != connections_.end() && place->second->is_reused_by(p)) {
        close(*place->second);
        connections_.erase(place);
        place = connections_.end();
    }
    if (place == connections_.end()) {
        if (!p.syn && p.data.empty() && p.missing == 0) return;
        if (connections_.size() >= max_connections) {
            ++left_out_;
            return;
        }
        ++counts_.streams;
        place = connections_.emplace(key, std::make_unique<connection>(*this, p, is_husky_port(p))).first;
    }
    if (!place->second->foreign()) place->second->segment(p);
}

void capture_decoder::on_udp(const packet& p) {
    ++counts_.streams;
    const auto size = p.data.size() < protocol::header_size ? 0 : judge_.size_by_head(p.data);
    const bool is_whole = size > 0 && size <= p.data.size();
    const auto padding = p.data.subspan(is_whole ? size : 0);
    const bool is_padded = std::all_of(padding.begin(), padding.end(), [](std::byte b) { return b == std::byte{0}; });
    const auto link = fmt::format("{} > {} udp", to_text(p.from), to_text(p.to));
    if (!is_whole || !is_padded || !judge_.is_message(p.data.first(size))) {
        if (is_husky_port(p))
            to_.note(link, fmt::format("a datagram of {} that is not a message",
                                       settings::counted(p.data.size() + p.missing, "byte")));
        return;
    }
    protocol::frame_reader reader(judge_.wire_dialect());
    reader.push(p.data);
    const auto f = reader.next();
    if (!f) return;
    ++counts_.messages;
    message_origin at;
    at.time = now_;
    at.link = link;
    to_.message(*f, at);
}

void capture_decoder::close(connection& one) {
    one.finish();
    counts_.messages += one.messages();
    counts_.incomplete = counts_.incomplete || one.incomplete();
}

decode_counts capture_decoder::finish() {
    for (auto& [ends, one] : connections_)
        close(*one);
    connections_.clear();
    const auto say = [&](std::size_t count, std::string_view what) {
        if (count > 0) to_.note("", fmt::format("{} {}", count, what));
    };
    say(cut_, "packets were not captured whole: use a larger snap length");
    say(fragments_, "fragments of IP datagrams were left out");
    say(broken_, "packets have heads that are cut or wrong");
    say(left_out_, "packets belong to more connections than can be followed");
    return counts_;
}

}  // namespace husky::tools
