#include "tests/conversations/conversations.hpp"

#include <array>
#include <limits>
#include <string>

namespace husky::conversations {

using namespace protocol;

namespace {

constexpr float not_set = std::numeric_limits<float>::quiet_NaN();

/// A set-up of three blocks, each unlike the others.
std::string setup_to_send() {
    std::string text;
    for (int line = 0; text.size() < 2 * download_block_size + 1000; ++line)
        text += "Zone" + std::to_string(line) + " = " + std::to_string(line * 7 % 300) + " C\n";
    return text;
}

constexpr std::array<conversation, 22> table{{
    {"init",
     [](run& r) {
         r.loses_link();
         r.waits_for_plan();
     },
     true},
    {"init after half a loss",
     [](run& r) {
         r.machine_is_switched_off_and_on();
         r.waits_for_plan();
     }},
    {"a second machine of the serial", [](run& r) { r.second_machine_dials(); }},
    {"start", [](run& r) { r.asks(start{0}); }},
    {"list",
     [](run& r) {
         r.asks(list{"D", 0});
         r.asks(list{"D", 200});
         r.asks(list{"D", 400});
     },
     true},
    {"read some",
     [](run& r) {
         r.asks(read{0, {1, 101, 102}});
     }},
    {"read all",
     [](run& r) {
         r.asks(read{0, {}});
     }},
    {"spc_write and spc_read",
     [](run& r) {
         r.asks(spc_write{0, 101, 5, 6, 4, not_set, not_set});
         r.asks(spc_read{0, 101});
     }},
    {"many questions",
     [](run& r) {
         r.asks(start{0});
         r.asks(read{0, {2}});
         r.asks(spc_read{0, 102});
     }},
    {"upload_setup", [](run& r) { r.uploads(1); }},
    {"download_setup", [](run& r) { r.downloads(2, setup_to_send()); }},
    {"there and back",
     [](run& r) {
         r.downloads(3, setup_to_send());
         r.uploads(3);
     }},
    {"upload_setup and cycles",
     [](run& r) {
         r.counts(2);
         r.uploads(2);
         r.counts(2);
     }},
    {"status poll",
     [](run& r) {
         r.passes(std::chrono::seconds(31));
         r.asks(read{0, {1}});
     }},
    {"status_change", [](run& r) { r.changes_mode(); }},
    {"cycles", [](run& r) { r.counts(4); }},
    {"events and interruptions", [](run& r) { r.reports(); }},
    {"buffered cycles",
     [](run& r) {
         r.counts(1);
         r.counts_while_lost(5);
         r.counts(1);
     }},
    {"a buffer that is too small",
     [](run& r) {
         r.counts_while_lost(12);
         r.counts(1);
     }},
    {"display",
     [](run& r) {
         r.looks();
         r.presses('a');
         r.presses('b');
         r.looks_away();
     }},
    {"display and upload",
     [](run& r) {
         r.looks();
         r.uploads(1);
         r.presses('x');
         r.looks_away();
     }},
    {"identify", [](run& r) { r.probes(); }},
}};

}  // namespace

std::span<const conversation> all_conversations() { return table; }

}  // namespace husky::conversations
