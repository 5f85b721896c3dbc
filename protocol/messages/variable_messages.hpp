#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protocol/messages/codes.hpp"
#include "protocol/messages/description.hpp"
#include "protocol/messages/value.hpp"

/// The machine's variables: which there are, their values, and those of each cycle.
namespace husky::protocol {

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
        return response_to<languages>("languages response", number("result", &languages_response::result, R),
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
        return response_to<list>("list response", number("result", &list_response::result, R),
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
            {"read", 0x0006, sender::host, link_kind::machine_functions, R, "The present values of variables.",
             property_marks{.name = D, .code = R, .from = R, .layout = R, .answer = D}},
            number("tandem_side", &read::side, R),
            repeat("number_variables", "variables", &read::variables, R, "none means all", "variable_id"));
    }
};

/// A variable and what it holds.
struct variable_value {
    variable_id id = 0;
    value content;

    static constexpr auto fields() {
        return std::tuple(
            number("variable_id", &variable_value::id, R),
            typed_value("value", &variable_value::content, 32, R, "value_type 0 unavailable, 1 f32, 2 i32, 3 text"));
    }
    friend bool operator==(const variable_value&, const variable_value&) = default;
};

struct read_response {
    result_code result = result_code::ok;
    std::vector<variable_value> values;

    static constexpr auto describe() {
        return response_to<read>("read response", number("result", &read_response::result, R),
                                 repeat("number_variables", "values", &read_response::values, R));
    }
};

struct cycle_select {
    tandem_side side = 0;
    std::vector<variable_id> variables;

    static constexpr auto describe() {
        return request({"cycle_select", 0x0007, sender::host, link_kind::machine_functions, X,
                        "Which variables each cycle message carries after 1 and 4."},
                       number("tandem_side", &cycle_select::side, X),
                       repeat("number_variables", "variables", &cycle_select::variables, X, "none means only 1 and 4",
                              "variable_id"));
    }
};

struct cycle_select_response {
    result_code result = result_code::ok;

    static constexpr auto describe() {
        return response_to<cycle_select>("cycle_select response", number("result", &cycle_select_response::result, X));
    }
};

struct cycle {
    result_code result = result_code::ok;
    tandem_side side = 0;
    std::vector<variable_value> values;

    static constexpr auto describe() {
        return indication(
            {"cycle", 0x0008, sender::machine, link_kind::machine_functions, D,
             "Sent at the end of each cycle; the layout of the read response with a tandem side.",
             property_marks{.name = D, .code = R, .from = D, .layout = R, .answer = D}},
            number("result", &cycle::result, R, "always 0: documented; width reconstructed"),
            number("tandem_side", &cycle::side, R, "that there is one: documented; place and width reconstructed"),
            repeat("number_variables", "values", &cycle::values, R, "1 and 4 first, then the selected ones"));
    }
};

}  // namespace husky::protocol
