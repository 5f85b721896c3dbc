#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "protocol/messages/codes.hpp"
#include "protocol/messages/description.hpp"

/// Type 2 link, display interface. All reconstructed.
namespace husky::protocol {

struct display_init {
    std::string serial_number;

    static constexpr auto describe() {
        return request(
            {"display_init", 0x0101, sender::machine, link_kind::display, R, "The first message of a display link."},
            text("serial_number", &display_init::serial_number, 16, R));
    }
};

struct display_init_response {
    init_result result = init_result::ok;
    std::uint32_t synch_time = 0;

    static constexpr auto describe() {
        return response_to<display_init>("display_init response",
                                         number("result", &display_init_response::result, R, "as init"),
                                         number("synch_time", &display_init_response::synch_time, R));
    }
};

struct display_start {
    static constexpr auto describe() {
        return request({"display_start", 0x0102, sender::host, link_kind::display, R, "Start or refresh the screen."});
    }
};

struct display_start_response {
    result_code result = result_code::ok;
    std::uint16_t columns = 0;
    std::uint16_t rows = 0;

    static constexpr auto describe() {
        return response_to<display_start>(
            "display_start response", number("result", &display_start_response::result, R),
            number("columns", &display_start_response::columns, R), number("rows", &display_start_response::rows, R));
    }
};

struct display_stop {
    static constexpr auto describe() {
        return request({"display_stop", 0x0103, sender::host, link_kind::display, R, "Stop the screen."});
    }
};

struct display_stop_response {
    result_code result = result_code::ok;

    static constexpr auto describe() {
        return response_to<display_stop>("display_stop response", number("result", &display_stop_response::result, R));
    }
};

struct key {
    std::uint16_t key_code = 0;

    static constexpr auto describe() {
        return indication(
            {"key", 0x0104, sender::host, link_kind::display, R, "A key pressed at the host."},
            number("key_code", &key::key_code, R,
                   "0x20-0xFF Latin-1; 0x0101-0x010C F1-F12; 0x0110 up, 0x0111 down, 0x0112 left, 0x0113 right, "
                   "0x0114 page up, 0x0115 page down, 0x0116 home, 0x0117 enter, 0x0118 escape"));
    }
};

struct screen_command {
    std::uint8_t op = 0;
    std::uint16_t x = 0;
    std::uint16_t y = 0;
    std::uint8_t attribute = 0;
    std::vector<std::byte> data;

    static constexpr auto fields() {
        using self = screen_command;
        return std::tuple(
            number("op", &self::op, R, "0 clear, 1 text, 2 horizontal line, 3 vertical line, 4 box, 5 bar, 6 cursor"),
            number("x", &self::x, R), number("y", &self::y, R),
            number("attribute", &self::attribute, R, "bits 0-3 foreground, 4-6 background, 7 blink"),
            bytes("length", "data", &self::data, R));
    }
    friend bool operator==(const screen_command&, const screen_command&) = default;
};

struct screen {
    std::vector<screen_command> commands;

    static constexpr auto describe() {
        return indication({"screen", 0x0105, sender::machine, link_kind::display, R, "Drawing in character cells."},
                          repeat("number_commands", "commands", &screen::commands, R));
    }
};

struct menu_key {
    std::uint16_t key_code = 0;
    std::string label;

    static constexpr auto fields() {
        return std::tuple(number("key_code", &menu_key::key_code, R), text("label", &menu_key::label, 16, R));
    }
    friend bool operator==(const menu_key&, const menu_key&) = default;
};

struct menu {
    std::vector<menu_key> keys;

    static constexpr auto describe() {
        return indication({"menu", 0x0106, sender::machine, link_kind::display, R, "The keys that the page offers."},
                          repeat("number_keys", "keys", &menu::keys, R));
    }
};

struct display_error {
    std::uint16_t command = 0;
    error_code code = error_code::internal;
    std::string content;

    static constexpr auto describe() {
        return indication(
            {"display_error", 0x010F, sender::any, link_kind::display, R, "As error, on an initialised display link."},
            number("command", &display_error::command, R), number("code", &display_error::code, R, "as error"),
            text("text", &display_error::content, 64, R));
    }
};

}  // namespace husky::protocol
