#include "tools/link/net/probe_reading.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "protocol/wire/codec.hpp"

namespace husky::tools {

using protocol::index_of;
using protocol::sender;

std::string_view name(probe_state state) {
    constexpr std::array<std::string_view, 6> names{"silent", "closed", "other", "husky", "host", "machine"};
    return names[static_cast<std::size_t>(state)];
}

void probe_reading::conclude(probe_state state, std::string detail) {
    finding_.state = state;
    finding_.detail = std::move(detail);
    done_ = true;
}

void probe_reading::on_bytes(std::span<const std::byte> bytes) {
    auto& first = finding_.first_bytes;
    const auto kept = bytes.first(std::min(bytes.size(), max_first_bytes - first.size()));
    first.insert(first.end(), kept.begin(), kept.end());
    // An unknown command word shows another service without waiting for the end of its message.
    if (messages_ == 0 && first.size() >= protocol::header_size) {
        protocol::wire_reader in(first, *dialect_);
        const auto size = in.take<std::uint16_t>();
        if (size < dialect_->min_size_field() || !dialect_->find(in.take<std::uint16_t>()))
            return conclude(probe_state::other, "another service");
    }
    reader_.push(bytes);
    while (!done_) {
        const auto f = reader_.next();
        if (!f) break;
        on_frame(*f);
    }
    reader_.hold();
    if (reader_.broken() && !done_) conclude(finding_.state, "its messages can no longer be told apart");
}

template <class Hello>
void probe_reading::note_serial(const protocol::frame& f) {
    Hello hello;
    if (decode(f.fields, *dialect_, hello) == protocol::decode_fault::none)
        finding_.serial_number = hello.serial_number;
}

void probe_reading::on_frame(const protocol::frame& f) {
    const auto message = dialect_->find(f.command);
    if (++messages_ > max_messages) return conclude(finding_.state, "it sends data but no answer");
    if (!message) return;
    if (finding_.state == probe_state::silent) finding_.state = probe_state::husky;
    if (*message == index_of<protocol::identify_response>) return on_identity(f);
    if (*message == index_of<protocol::error>) return on_error(f);
    const auto from = protocol::traits_of(*message).from;
    if (from != sender::any) finding_.state = from == sender::machine ? probe_state::machine : probe_state::host;
    if (*message == index_of<protocol::init>) note_serial<protocol::init>(f);
    if (*message == index_of<protocol::display_init>) note_serial<protocol::display_init>(f);
}

void probe_reading::on_identity(const protocol::frame& f) {
    finding_.answered = true;
    protocol::identify_response identity;
    const auto fault = decode(f.fields, *dialect_, identity);
    if (fault != protocol::decode_fault::none) return conclude(finding_.state, "its answer to identify is malformed");
    const bool is_host = identity.role == protocol::link_role::host;
    if (!is_host && identity.role != protocol::link_role::machine)
        return conclude(finding_.state, fmt::format("it has the unknown role {}", static_cast<int>(identity.role)));
    finding_.identity = std::move(identity);
    conclude(is_host ? probe_state::host : probe_state::machine);
}

void probe_reading::on_error(const protocol::frame& f) {
    protocol::error refusal;
    if (decode(f.fields, *dialect_, refusal) != protocol::decode_fault::none)
        return conclude(finding_.state, "it answered with a malformed error");
    const auto error = fmt::format("error {} ({})", static_cast<int>(refusal.code), name(refusal.code));
    if (refusal.command != dialect_->code(index_of<protocol::identify>)) {
        complaint_ = "it sent " + error + " and no answer to identify";  // as a machine does that has its host
        return;
    }
    finding_.answered = true;
    if (refusal.code == protocol::error_code::unknown_command)
        return conclude(finding_.state, "it does not know identify");
    conclude(finding_.state, "it answered identify with " + error);
}

void probe_reading::on_closed(bool asked_for) {
    if (done_) return;
    if (messages_ > 0)
        return conclude(finding_.state, complaint_.empty() ? "it closed the link without an answer" : complaint_);
    if (has_spoken()) return conclude(probe_state::other, "another service");
    if (asked_for) return conclude(probe_state::silent, "no answer");
    conclude(probe_state::other, "it closed the link without sending anything");
}

void probe_reading::on_datagram(std::span<const std::byte> bytes) {
    on_bytes(bytes);
    if (!done_)
        conclude(finding_.state == probe_state::silent ? probe_state::other : finding_.state, "no answer to identify");
}

probe_finding probe_reading::finish() {
    if (!done_) {
        if (messages_ > 0)
            finding_.detail = complaint_.empty() ? "no answer to identify" : complaint_;
        else if (has_spoken())
            conclude(probe_state::other, "another service");
        else
            finding_.detail = "no answer";
    }
    if (finding_.state != probe_state::other) finding_.first_bytes.clear();
    return std::move(finding_);
}

}  // namespace husky::tools
