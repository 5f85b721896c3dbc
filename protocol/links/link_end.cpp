#include "protocol/links/link_end.hpp"

namespace husky::protocol {

void link_end::send_error(std::uint16_t command, error_code code, std::string_view text) {
    observer_->error_sent(code);
    if (errors_as_display_)
        send(display_error{command, code, std::string(text)});
    else
        send(error{command, code, std::string(text)});
}

bool link_end::send_encoded(std::span<const std::byte> message) {
    if (outbox_.add(message) != frame_queue::added::yes) return false;
    const auto word = wire_reader(message.subspan(2), *dialect_).take<std::uint16_t>();
    if (const auto index = dialect_->find(word)) observer_->message_sent(*index);
    return true;
}

std::optional<message_index> link_end::accept(const frame& f) {
    const bool is_response = (f.command & response_bit) != 0 && f.command != response_bit;
    const auto found = dialect_->find(f.command, kind_);
    if (found && traits_of(*found).from != self_) return found;
    if (is_response) {
        observer_->received_bad_input(bad_input::unexpected_response, f.command);
        return std::nullopt;
    }
    const bool known = dialect_->find(f.command).has_value();
    observer_->received_bad_input(known ? bad_input::wrong_direction : bad_input::unknown_command, f.command);
    send_error(f.command, error_code::unknown_command,
               known ? "not a command for this end of this link" : "unknown command");
    return std::nullopt;
}

bool link_end::is_well_formed(message_index message, const frame& f) const {
    bool good = false;
    message_index at = 0;
    for_each_message([&]<class Message>() {
        if (at++ != message) return;
        Message m;
        good = decode(f.fields, *dialect_, m) == decode_fault::none;
    });
    return good;
}

void link_end::answer_malformed(std::uint16_t command, message_index message) {
    observer_->received_bad_input(bad_input::malformed, command);
    if (message != index_of<error> && message != index_of<display_error>)
        send_error(command, error_code::malformed, "the fields do not fill the message exactly");
}

void link_end::answer_broken_framing() {
    observer_->received_bad_input(bad_input::size_below_4, 0);
    send_error(0, error_code::malformed, "message_size is smaller than a message can be");
    close(close_reason::broken_framing);
}

}  // namespace husky::protocol
