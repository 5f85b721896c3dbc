#pragma once

#include "tests/support/wire_notation.hpp"
#include "tests/unit/protocol/machine_examples.hpp"

namespace husky::protocol {

/// Calls f(message, notation) for an example of every message of the catalogue.
template <class F>
void for_each_example(F&& f) {
    for_each_machine_example(f);

    f(identify{}, "04 00 70 00");
    f(identify_response{result_code::ok, 0x0202, link_role::machine, "HY-0001", "husky-fleet 0.1.0", 1},
      "4D 00 70 80 00 00 02 02 01 'HY-0001' 20*25 'husky-fleet 0.1.0' 20*15 01 00 00 00");
    f(error{0x0010, error_code::unknown_command, "unknown command"}, "48 00 7F 00 10 00 01 00 'unknown command' 20*49");

    f(display_init{"HY-0001"}, "14 00 01 01 'HY-0001' 20*9");
    f(display_init_response{init_result::refused, 0}, "0A 00 01 81 03 00 00 00 00 00");
    f(display_start{}, "04 00 02 01");
    f(display_start_response{result_code::ok, 80, 25}, "0A 00 02 81 00 00 50 00 19 00");
    f(display_stop{}, "04 00 03 01");
    f(display_stop_response{result_code::ok}, "06 00 03 81 00 00");
    f(key{0x010C}, "06 00 04 01 0C 01");
    f(screen{{{0, 80, 25, 0x07, {}}, {1, 3, 4, 0x8F, {std::byte{'O'}, std::byte{'K'}}}}},
      "18 00 05 01 02 00 00 50 00 19 00 07 00 00 01 03 00 04 00 8F 02 00 'OK'");
    f(menu{{{0x0101, "Help"}}}, "18 00 06 01 01 00 01 01 'Help' 20*12");
    f(display_error{0x0105, error_code::malformed, "trailing bytes"}, "48 00 0F 01 05 01 02 00 'trailing bytes' 20*50");
}

/// All examples in one stream.
inline std::vector<std::byte> stream_of_examples() {
    std::vector<std::byte> all;
    for_each_example([&](const auto&, std::string_view notation) { append(all, wire(notation)); });
    return all;
}

}  // namespace husky::protocol
