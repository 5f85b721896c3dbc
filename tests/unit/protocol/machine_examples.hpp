#pragma once

#include "protocol/messages/catalogue.hpp"

namespace husky::protocol {

/// Calls f(message, notation) for an example of every type 1 message: what it means, and how it lies on the wire.
template <class F>
void for_each_machine_example(F&& f) {
    const machine_status running{
        0, machine_mode::automatic, production_status::production, "A-4711", "Cap 28", 10000, 9999, 1};

    f(init{"HY-0001"}, "14 00 01 00 48 59 2D 30 30 30 31 20 20 20 20 20 20 20 20 20");
    f(init_response{init_result::ok, 0x6955B900}, "0A 00 01 80 00 00 00 B9 55 69");
    f(start{0}, "05 00 03 00 00");
    f(start_response{result_code::ok}, "06 00 03 80 00 00");

    f(languages{}, "04 00 04 00");
    f(languages_response{result_code::ok, {{"E", "English"}, {"F", "Français"}}},
      "2A 00 04 80 00 00 02 00 'E' 'English' 20*9 'F' 'Fran' E7 'ais' 20*8");
    f(list{"E", 200}, "07 00 05 00 'E' C8 00");
    f(list_response{result_code::ok, 258, 0, {{101, value_kind::f32, "s", "CycleTime"}}},
      "3F 00 05 80 00 00 02 01 00 00 01 00 65 00 01 's' 20*7 'CycleTime' 20*31");

    f(read{1, {101, 1}}, "0B 00 06 00 01 02 00 65 00 01 00");
    f(read_response{result_code::ok, {{101, 5.5F}, {2, -2}, {203, "Cap 28 mm"}, {0xFFFF, {}}}},
      "3C 00 06 80 00 00 04 00 65 00 01 00 00 B0 40 02 00 02 FE FF FF FF CB 00 03 'Cap 28 mm' 20*23 FF FF 00");
    f(cycle_select{0, {101, 102}}, "0B 00 07 00 00 02 00 65 00 66 00");
    f(cycle_select_response{result_code::bad_argument}, "06 00 07 80 02 00");
    f(cycle{result_code::ok, 1, {{1, 17}, {4, 0x6955B900}, {101, 5.5F}}},
      "1E 00 08 00 00 00 01 03 00 01 00 02 11 00 00 00 04 00 02 00 B9 55 69 65 00 01 00 00 B0 40");

    f(interruption_list{"D", 0}, "07 00 09 00 'D' 00 00");
    f(interruption_list_response{result_code::ok, 1, 0, {{112, "Bad parts"}}},
      "4E 00 09 80 00 00 01 00 00 00 01 00 70 00 'Bad parts' 20*55");

    f(spc_read{0, 101}, "07 00 0A 00 00 65 00");
    f(spc_read_response{result_code::ok, 101, 5, 25, 5.5F, 0.25F, 0.125F, 6, 5, not_set, not_set, 1.5F, 1},
      "30 00 0A 80 00 00 65 00 05 00 19 00 00 00 B0 40 00 00 80 3E 00 00 00 3E 00 00 C0 40 00 00 A0 40 "
      "00 00 C0 7F 00 00 C0 7F 00 00 C0 3F 00 00 80 3F");
    f(spc_write{1, 101, 5, 6, 5, not_set, not_set},
      "19 00 0B 00 01 65 00 05 00 00 00 C0 40 00 00 A0 40 00 00 C0 7F 00 00 C0 7F");
    f(spc_write_response{result_code::not_available}, "06 00 0B 80 03 00");

    f(status{1}, "05 00 0C 00 01");
    f(status_response{result_code::ok, running},
      "3D 00 0C 80 00 00 00 08 04 'A-4711' 20*14 'Cap 28' 20*14 10 27 00 00 0F 27 00 00 01 00 00 00");
    f(status_change{running}, "3B 00 52 00 00 08 04 'A-4711' 20*14 'Cap 28' 20*14 10 27 00 00 0F 27 00 00 01 00 00 00");

    f(upload_setup{1, 1024}, "0A 00 20 00 01 00 00 04 00 00");
    f(
        upload_setup_response{
            result_code::ok, 1, 1027, 0xCBF43926, 1024, {std::byte{0xAA}, std::byte{0xBB}, std::byte{0xCC}}},
        "19 00 20 80 00 00 01 00 03 04 00 00 26 39 F4 CB 00 04 00 00 03 00 AA BB CC");
    f(download_setup{2, 2, 0xCBF43926, 0, {std::byte{0xDE}, std::byte{0xAD}}},
      "16 00 21 00 02 00 02 00 00 00 26 39 F4 CB 00 00 00 00 02 00 DE AD");
    f(download_setup_response{result_code::wrong_offset, 4096}, "0A 00 21 80 06 00 00 10 00 00");

    f(event{"26/01/31", "23:59:59", {{"E", "AL", "Oil temperature high"}}},
      "1E 01 50 00 '26/01/31' '23:59:59' 01 00 'E' 'AL' 20*6 'Oil temperature high' 20*235");
    f(
        cycle_interruption{
            112, interruption_state::begins, 0, "26/01/31", "23:59:59", {{"D", "Werkzeug nicht geschlossen"}}},
        "1A 01 51 00 70 00 01 00 '26/01/31' '23:59:59' 01 00 'D' 'Werkzeug nicht geschlossen' 20*229");
}

}  // namespace husky::protocol
