#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protocol/messages/codes.hpp"
#include "protocol/messages/description.hpp"

/// What the machine is doing, what stopped it, and what was recorded.
namespace husky::protocol {

struct start {
    tandem_side side = 0;

    static constexpr auto describe() {
        return request({"start", 0x0003, sender::host, link_kind::machine_functions, D,
                        "Start of job: the machine clears set-up number one and its production counters."},
                       number("tandem_side", &start::side, D, "0 or 1; ignored by machines that are not tandem"));
    }
};

struct start_response {
    result_code result = result_code::ok;

    static constexpr auto describe() {
        return response_to<start>("start response", number("result", &start_response::result, D,
                                                           "2 bytes: documented; that 0 is ok is reconstructed"));
    }
};

struct status {
    tandem_side side = 0;

    static constexpr auto describe() {
        return request({"status", 0x000C, sender::host, link_kind::machine_functions, R, "What the machine is doing."},
                       number("tandem_side", &status::side, R));
    }
};

/// What a side of a machine is doing. Its counters are the job's.
struct machine_status {
    tandem_side side = 0;
    machine_mode mode = machine_mode::off;
    production_status production = production_status::other;
    std::string job;
    std::string mould;
    std::uint32_t cycles = 0;
    std::uint32_t good_parts = 0;
    std::uint32_t bad_parts = 0;

    static constexpr auto fields() {
        using self = machine_status;
        return std::tuple(
            number("tandem_side", &self::side, R),
            number("mode", &self::mode, R,
                   "0 off, 1 idle, 2 heating, 3 manual, 4 set-up, 5 purge, 6 dry cycle, 7 semi-auto, 8 auto, "
                   "9 interrupted, 10 standby, 11 maintenance"),
            number("production", &self::production, R,
                   "0 other, 1 no production, 2 start-up, 3 ready, 4 production, 5 dry run"),
            text("job", &self::job, 20, R), text("mould", &self::mould, 20, R),
            number("cycles", &self::cycles, R, "of the job"), number("good_parts", &self::good_parts, R, "of the job"),
            number("bad_parts", &self::bad_parts, R, "of the job"));
    }
    friend bool operator==(const machine_status&, const machine_status&) = default;
};

struct status_response {
    result_code result = result_code::ok;
    machine_status now;

    static constexpr auto describe() {
        return response_to<status>("status response", number("result", &status_response::result, R),
                                   embedded(&status_response::now));
    }
};

struct status_change {
    machine_status now;

    static constexpr auto describe() {
        return indication({"status_change", 0x0052, sender::machine, link_kind::machine_functions, R,
                           "Mode, production, job or mould changed."},
                          embedded(&status_change::now));
    }
};

struct interruption_list {
    std::string language_code;
    std::uint16_t first_index = 0;

    static constexpr auto describe() {
        return request(
            {"interruption_list", 0x0009, sender::host, link_kind::machine_functions, R,
             "The cycle interruptions that the machine knows, page by page."},
            text("language_code", &interruption_list::language_code, 1, R, "a space means the machine's own language"),
            number("first_index", &interruption_list::first_index, R));
    }
};

struct listed_interruption {
    std::uint16_t id = 0;
    std::string description;

    static constexpr auto fields() {
        return std::tuple(number("interruption_id", &listed_interruption::id, R),
                          text("description", &listed_interruption::description, 64, R));
    }
    friend bool operator==(const listed_interruption&, const listed_interruption&) = default;
};

struct interruption_list_response {
    result_code result = result_code::ok;
    std::uint16_t total = 0;
    std::uint16_t first_index = 0;
    std::vector<listed_interruption> items;

    static constexpr auto describe() {
        return response_to<interruption_list>("interruption_list response",
                                              number("result", &interruption_list_response::result, R),
                                              number("total", &interruption_list_response::total, R),
                                              number("first_index", &interruption_list_response::first_index, R),
                                              repeat("number", "interruptions", &interruption_list_response::items, R));
    }
};

struct event_text {
    std::string language_code;
    std::string type;
    std::string content;

    static constexpr auto fields() {
        return std::tuple(text("language_code", &event_text::language_code, 1, D),
                          text("type_text", &event_text::type, 8, D), text("event_text", &event_text::content, 255, D));
    }
    friend bool operator==(const event_text&, const event_text&) = default;
};

struct event {
    std::string date;
    std::string time;
    std::vector<event_text> texts;

    static constexpr auto describe() {
        return indication({"event", 0x0050, sender::machine, link_kind::machine_functions, D,
                           "Sent for each entry of the event log, in all languages of the operator interface.",
                           property_marks{.name = D, .code = D, .from = D, .layout = D, .answer = R}},
                          text("date", &event::date, 8, D, "machine's local clock; its format YY/MM/DD reconstructed"),
                          text("time", &event::time, 8, D, "machine's local clock; its format HH:MM:SS reconstructed"),
                          repeat("number_languages", "texts", &event::texts, D));
    }
};

struct interruption_text {
    std::string language_code;
    std::string content;

    static constexpr auto fields() {
        return std::tuple(text("language_code", &interruption_text::language_code, 1, R),
                          text("text", &interruption_text::content, 255, R));
    }
    friend bool operator==(const interruption_text&, const interruption_text&) = default;
};

struct cycle_interruption {
    std::uint16_t id = 0;
    interruption_state state = interruption_state::ends;
    tandem_side side = 0;
    std::string date;
    std::string time;
    std::vector<interruption_text> texts;

    static constexpr auto describe() {
        using self = cycle_interruption;
        return indication({"cycle_interruption", 0x0051, sender::machine, link_kind::machine_functions, R,
                           "A condition that stopped the automatic cycle begins or ends."},
                          number("interruption_id", &self::id, R), number("state", &self::state, R, "1 begins, 0 ends"),
                          number("tandem_side", &self::side, R),
                          text("date", &self::date, 8, R, "YY/MM/DD, machine's local clock"),
                          text("time", &self::time, 8, R, "HH:MM:SS, machine's local clock"),
                          repeat("number_languages", "texts", &self::texts, R));
    }
};

}  // namespace husky::protocol
