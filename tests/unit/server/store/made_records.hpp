#pragma once

#include <chrono>
#include <string_view>

#include "server/records/records.hpp"

namespace husky::host {

/// 2026-01-01T00:00:00Z
constexpr std::chrono::sys_seconds new_year{std::chrono::seconds{1'767'225'600}};

/// So long after the new year by the host's clock.
constexpr wall_time at(int second) { return new_year + std::chrono::seconds(second); }

inline void add_machine(batch& to, machine_id machine, std::string_view serial) {
    to.records.emplace_back(machine_record{machine, to.keep(serial), new_year});
}

inline void add_cycle(batch& to, machine_id machine, std::int32_t counter, std::int32_t epoch = 1,
                      std::string_view values = R"({"1":17,"101":5.5,"102":null})") {
    to.records.emplace_back(cycle_record{.machine = machine,
                                         .side = 0,
                                         .epoch = epoch,
                                         .life_counter = counter,
                                         .machine_time = new_year + std::chrono::seconds{counter},
                                         .receive_time = new_year + std::chrono::milliseconds{1000 * counter + 7},
                                         .values = to.keep(values)});
}

/// A cycle that made something, received so many seconds after the new year.
inline void add_made(batch& to, std::int32_t counter, int second, const produced& made, std::string_view values = "{}",
                     protocol::tandem_side side = 0, machine_id machine = 1) {
    to.records.emplace_back(cycle_record{.machine = machine,
                                         .side = side,
                                         .epoch = 1,
                                         .life_counter = counter,
                                         .machine_time = new_year + std::chrono::seconds{second},
                                         .receive_time = at(second),
                                         .values = to.keep(values),
                                         .made = made});
}

/// `hash` stands for the SHA-256 of the content.
inline void add_setup(batch& to, std::uint16_t number, std::string_view content, std::string_view hash,
                      std::chrono::seconds after = {}, setup_origin origin = setup_origin::upload,
                      machine_id machine = 1) {
    to.records.emplace_back(setup_record{.machine = machine,
                                         .number = number,
                                         .origin = origin,
                                         .time = new_year + after,
                                         .crc32 = 0xCBF43926,
                                         .sha256 = to.keep(hash),
                                         .remark = to.keep("night shift"),
                                         .content = to.keep(content)});
}

/// A print of two files; the text is its second one.
inline void add_print(batch& to, std::string_view job, std::string_view text, machine_id machine = 1) {
    using namespace std::string_view_literals;
    to.records.emplace_back(print_record{.machine = machine,
                                         .receive_time = new_year,
                                         .job = to.keep(job),
                                         .user = to.keep("jane"),
                                         .host = to.keep("mill")});
    to.records.emplace_back(print_file_record{to.keep("screen.png"), to.keep("image/png"), to.keep("\x89PNG\0\xFF"sv)});
    to.records.emplace_back(print_file_record{to.keep("a.txt"), to.keep("text/plain"), to.keep(text)});
}

}  // namespace husky::host
