#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "protocol/codes.hpp"
#include "protocol/description.hpp"
#include "protocol/value.hpp"

/// Type 1 link, machine functions. Each struct is one message; its describe() is the only place that says how it
/// looks on the wire. Texts are UTF-8 here and Latin-1 on the wire.
namespace husky::protocol {

constexpr auto D = provenance::documented;
constexpr auto R = provenance::reconstructed;
constexpr auto X = provenance::extension;

/// A limit that is not set.
constexpr float not_set = std::numeric_limits<float>::quiet_NaN();

struct init {
    std::string serial_number;

    static constexpr auto describe() {
        return request(
            {"init", 0x0001, sender::machine, link_kind::machine_functions, D,
             "The machine names itself; the first message of a type 1 link. Its code is reconstructed."},
            text("serial_number", &init::serial_number, 16, R, "compared with the host's record; width reconstructed"));
    }
};

struct init_response {
    init_result result = init_result::ok;
    std::uint32_t synch_time = 0;

    static constexpr auto describe() {
        return response_to<init>(
            "init response", D,
            number("result", &init_response::result, D,
                   "0 ok; 1 unknown serial, 2 serial already linked, 3 refused (codes reconstructed)"),
            number("synch_time", &init_response::synch_time, D, "host time, seconds since 1970-01-01 00:00 GMT"));
    }
};

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
        return response_to<start>("start response", D, number("result", &start_response::result, D));
    }
};

struct languages {
    static constexpr auto describe() {
        return request({"languages", 0x0004, sender::host, link_kind::machine_functions, R,
                        "Which languages the operator interface has."});
    }
};

struct language {
    std::string code;
    std::string language_name;

    static constexpr auto fields() {
        return std::tuple(text("language_code", &language::code, 1, R, "E English, D German, F French, S Spanish"),
                          text("language_name", &language::language_name, 16, R));
    }
    friend bool operator==(const language&, const language&) = default;
};

struct languages_response {
    result_code result = result_code::ok;
    std::vector<language> items;

    static constexpr auto describe() {
        return response_to<languages>("languages response", R, number("result", &languages_response::result, R),
                                      repeat("number_languages", "languages", &languages_response::items, R));
    }
};

struct list {
    std::string language_code;
    std::uint16_t first_index = 0;

    static constexpr auto describe() {
        return request(
            {"list", 0x0005, sender::host, link_kind::machine_functions, R, "The machine's variables, page by page."},
            text("language_code", &list::language_code, 1, R, "a space means the machine's own language"),
            number("first_index", &list::first_index, R, "0 for the first page"));
    }
};

struct listed_variable {
    variable_id id = 0;
    value_kind type = value_kind::unavailable;
    std::string units;
    std::string description;

    static constexpr auto fields() {
        return std::tuple(number("variable_id", &listed_variable::id, R),
                          number("value_type", &listed_variable::type, R), text("units", &listed_variable::units, 8, R),
                          text("description", &listed_variable::description, 40, R));
    }
    friend bool operator==(const listed_variable&, const listed_variable&) = default;
};

struct list_response {
    result_code result = result_code::ok;
    std::uint16_t total_variables = 0;
    std::uint16_t first_index = 0;
    std::vector<listed_variable> items;

    static constexpr auto describe() {
        return response_to<list>("list response", R, number("result", &list_response::result, R),
                                 number("total_variables", &list_response::total_variables, R),
                                 number("first_index", &list_response::first_index, R),
                                 repeat("number_variables", "variables", &list_response::items, R));
    }
};

struct read {
    tandem_side side = 0;
    std::vector<variable_id> variables;

    static constexpr auto describe() {
        return request(
            {"read", 0x0006, sender::host, link_kind::machine_functions, R, "The present values of variables."},
            number("tandem_side", &read::side, R),
            repeat("number_variables", "variables", &read::variables, R, "none means all", "variable_id"));
    }
};

struct described_value : variable_value {
    static constexpr auto fields() {
        return std::tuple(
            number("variable_id", &described_value::id, R),
            typed_value("value", &described_value::content, 32, R, "value_type 0 unavailable, 1 f32, 2 i32, 3 text"));
    }
};

struct read_response {
    result_code result = result_code::ok;
    std::vector<described_value> values;

    static constexpr auto describe() {
        return response_to<read>("read response", R, number("result", &read_response::result, R),
                                 repeat("number_variables", "values", &read_response::values, R));
    }
};

struct cycle_select {
    tandem_side side = 0;
    std::vector<variable_id> variables;

    static constexpr auto describe() {
        return request({"cycle_select", 0x0007, sender::host, link_kind::machine_functions, R,
                        "Which variables each cycle message carries after 1 and 4."},
                       number("tandem_side", &cycle_select::side, R),
                       repeat("number_variables", "variables", &cycle_select::variables, R, "none means only 1 and 4",
                              "variable_id"));
    }
};

struct cycle_select_response {
    result_code result = result_code::ok;

    static constexpr auto describe() {
        return response_to<cycle_select>("cycle_select response", R,
                                         number("result", &cycle_select_response::result, R));
    }
};

struct cycle {
    result_code result = result_code::ok;
    tandem_side side = 0;
    std::vector<described_value> values;

    static constexpr auto describe() {
        return indication(
            {"cycle", 0x0008, sender::machine, link_kind::machine_functions, D,
             "End of a cycle; the layout of the read response and the tandem side. Its code is reconstructed."},
            number("result", &cycle::result, D, "always 0"), number("tandem_side", &cycle::side, D),
            repeat("number_variables", "values", &cycle::values, R, "1 and 4 first, then the selected ones"));
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
        return response_to<interruption_list>("interruption_list response", R,
                                              number("result", &interruption_list_response::result, R),
                                              number("total", &interruption_list_response::total, R),
                                              number("first_index", &interruption_list_response::first_index, R),
                                              repeat("number", "interruptions", &interruption_list_response::items, R));
    }
};

struct spc_read {
    tandem_side side = 0;
    variable_id id = 0;

    static constexpr auto describe() {
        return request({"spc_read", 0x000A, sender::host, link_kind::machine_functions, R,
                        "The machine's SPC figures of one variable."},
                       number("tandem_side", &spc_read::side, R), number("variable_id", &spc_read::id, R));
    }
};

struct spc_read_response {
    result_code result = result_code::ok;
    variable_id id = 0;
    std::uint16_t subgroup_size = 0;
    std::uint16_t subgroups = 0;
    float mean = 0, range_mean = 0, std_dev = 0;
    float ucl = not_set, lcl = not_set, usl = not_set, lsl = not_set;
    float cp = 0, cpk = 0;

    static constexpr auto describe() {
        using self = spc_read_response;
        return response_to<spc_read>(
            "spc_read response", R, number("result", &self::result, R), number("variable_id", &self::id, R),
            number("subgroup_size", &self::subgroup_size, R), number("subgroups", &self::subgroups, R),
            number("mean", &self::mean, R), number("range_mean", &self::range_mean, R),
            number("std_dev", &self::std_dev, R, "within subgroups"), number("ucl", &self::ucl, R, "NaN: not set"),
            number("lcl", &self::lcl, R, "NaN: not set"), number("usl", &self::usl, R, "NaN: not set"),
            number("lsl", &self::lsl, R, "NaN: not set"), number("cp", &self::cp, R), number("cpk", &self::cpk, R));
    }
};

struct spc_write {
    tandem_side side = 0;
    variable_id id = 0;
    std::uint16_t subgroup_size = 0;
    float ucl = not_set, lcl = not_set, usl = not_set, lsl = not_set;

    static constexpr auto describe() {
        using self = spc_write;
        return request({"spc_write", 0x000B, sender::host, link_kind::machine_functions, R,
                        "Sets the SPC limits of one variable."},
                       number("tandem_side", &self::side, R), number("variable_id", &self::id, R),
                       number("subgroup_size", &self::subgroup_size, R), number("ucl", &self::ucl, R, "NaN: not set"),
                       number("lcl", &self::lcl, R, "NaN: not set"), number("usl", &self::usl, R, "NaN: not set"),
                       number("lsl", &self::lsl, R, "NaN: not set"));
    }
};

struct spc_write_response {
    result_code result = result_code::ok;

    static constexpr auto describe() {
        return response_to<spc_write>("spc_write response", R, number("result", &spc_write_response::result, R));
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
        return response_to<status>("status response", R, number("result", &status_response::result, R),
                                   embedded(&status_response::now));
    }
};

struct upload_setup {
    std::uint16_t setup_number = 0;
    std::uint32_t offset = 0;

    static constexpr auto describe() {
        return request({"upload_setup", 0x0020, sender::host, link_kind::machine_functions, R,
                        "A block of a set-up, machine to host."},
                       number("setup_number", &upload_setup::setup_number, R),
                       number("offset", &upload_setup::offset, R));
    }
};

struct upload_setup_response {
    result_code result = result_code::ok;
    std::uint16_t setup_number = 0;
    std::uint32_t total_size = 0;
    std::uint32_t crc32 = 0;
    std::uint32_t offset = 0;
    std::vector<std::byte> data;

    static constexpr auto describe() {
        using self = upload_setup_response;
        return response_to<upload_setup>(
            "upload_setup response", R, number("result", &self::result, R),
            number("setup_number", &self::setup_number, R), number("total_size", &self::total_size, R),
            number("crc32", &self::crc32, R, "of the whole set-up, IEEE 802.3"), number("offset", &self::offset, R),
            bytes("data_size", "data", &self::data, R));
    }
};

struct download_setup {
    std::uint16_t setup_number = 0;
    std::uint32_t total_size = 0;
    std::uint32_t crc32 = 0;
    std::uint32_t offset = 0;
    std::vector<std::byte> data;

    static constexpr auto describe() {
        using self = download_setup;
        return request({"download_setup", 0x0021, sender::host, link_kind::machine_functions, R,
                        "A block of a set-up, host to machine."},
                       number("setup_number", &self::setup_number, R), number("total_size", &self::total_size, R),
                       number("crc32", &self::crc32, R, "of the whole set-up, IEEE 802.3"),
                       number("offset", &self::offset, R), bytes("data_size", "data", &self::data, R));
    }
};

struct download_setup_response {
    result_code result = result_code::ok;
    std::uint32_t next_offset = 0;

    static constexpr auto describe() {
        return response_to<download_setup>("download_setup response", R,
                                           number("result", &download_setup_response::result, R),
                                           number("next_offset", &download_setup_response::next_offset, R));
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
        return indication(
            {"event", 0x0050, sender::machine, link_kind::machine_functions, D,
             "Sent as recorded in the event log, in all languages of the operator interface."},
            text("date", &event::date, 8, D, "machine's local clock; its format YY/MM/DD is reconstructed"),
            text("time", &event::time, 8, D, "machine's local clock; its format HH:MM:SS is reconstructed"),
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

struct status_change {
    machine_status now;

    static constexpr auto describe() {
        return indication({"status_change", 0x0052, sender::machine, link_kind::machine_functions, R,
                           "Mode, production, job or mould changed."},
                          embedded(&status_change::now));
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
        return response_to<identify>("identify response", X, number("result", &self::result, X),
                                     number("revision", &self::revision, X, "0x0202"),
                                     number("role", &self::role, X, "0 host, 1 machine"),
                                     text("name", &self::name, 32, X), text("software", &self::software, 32, X),
                                     number("links", &self::links, X, "initialised type 1 links"));
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
