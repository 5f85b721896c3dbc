#pragma once

#include <cstdint>
#include <string>

#include "protocol/messages/codes.hpp"
#include "protocol/messages/description.hpp"

/// Identification, and answers to what was not understood.
namespace husky::protocol {

struct init {
    std::string serial_number;

    static constexpr auto describe() {
        return request({"init", 0x0001, sender::machine, link_kind::machine_functions, D,
                        "The machine names itself; the first message of a type 1 link.",
                        property_marks{.name = D, .code = R, .from = R, .layout = R, .answer = D}},
                       text("serial_number", &init::serial_number, 16, R,
                            "the host compares it with its record: documented; width reconstructed"));
    }
};

struct init_response {
    init_result result = init_result::ok;
    std::uint32_t synch_time = 0;

    static constexpr auto describe() {
        return response_to<init>(
            "init response",
            number(
                "result", &init_response::result, R,
                "0 the serial number matches, else not 0: documented; width and what follows reconstructed: 1 unknown "
                "serial, 2 serial already linked, 3 refused"),
            number("synch_time", &init_response::synch_time, D, "host time, seconds since 1970-01-01 00:00 GMT"));
    }
};

struct identify {
    static constexpr auto describe() {
        return request({"identify", 0x0070, sender::any, link_kind::any, X,
                        "Who is there; allowed before init and as a UDP datagram."});
    }
};

struct identify_response {
    result_code result = result_code::ok;
    std::uint16_t revision = specification_revision;
    link_role role = link_role::host;
    std::string name;
    std::string software;
    std::uint32_t links = 0;

    static constexpr auto describe() {
        using self = identify_response;
        return response_to<identify>(
            "identify response", number("result", &self::result, X), number("revision", &self::revision, X, "0x0202"),
            number("role", &self::role, X, "0 host, 1 machine"), text("name", &self::name, 32, X),
            text("software", &self::software, 32, X), number("links", &self::links, X, "initialised type 1 links"));
    }
};

struct error {
    std::uint16_t command = 0;
    error_code code = error_code::internal;
    std::string content;

    static constexpr auto describe() {
        return indication(
            {"error", 0x007F, sender::any, link_kind::any, R, "Takes the place of a response; never answered itself."},
            number("command", &error::command, R, "the word received; 0 only where the size was below 4"),
            number("code", &error::code, R,
                   "1 unknown command, 2 malformed, 3 not initialised, 4 busy, 5 too large, 6 timed out, 7 internal"),
            text("text", &error::content, 64, R));
    }
};

}  // namespace husky::protocol
