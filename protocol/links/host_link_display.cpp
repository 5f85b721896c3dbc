// What a host receives from the machine of a display link, and sends to it.
#include "protocol/links/host_link.hpp"

namespace husky::protocol {

void host_link::take_display(message_index message, const frame& f, instant now) {
    if (traits_of(message).kind == message_kind::response) return take_response(message, f, now);
    switch (message) {
        case index_of<screen>:
            return take_screen(f);
        case index_of<menu>:
            return hand_up<menu>(f, [this](const menu& m) { owner_->menu_received(m); });
        case index_of<identify>:
            return hand_up<identify>(f, [this](const identify&) { end_.send(owner_->identity()); });
        case index_of<display_init>:
            return take_init<display_init>(f);
        case index_of<display_error>:
            return take_error<display_error>(f, now);
        case index_of<error>:
            return take_error<error>(f, now);
        default:
            return end_.refuse_direction(f.command);
    }
}

void host_link::take_screen(const frame& f) {
    screen drawn;
    if (!end_.decode_or_answer(f, drawn) || owner_->screen_received(drawn)) return;
    end_.refuse(f.command, bad_input::bad_drawing, error_code::malformed, "the drawing does not fit the screen");
}

bool host_link::press(std::uint16_t key_code) {
    if (!linked() || !is_display() || end_.outbox().messages() >= max_waiting_keys) return false;
    end_.send(key{key_code});
    return true;
}

}  // namespace husky::protocol
