#include "tests/support/host_bench.hpp"

#include "tests/unit/protocol/drive.hpp"

namespace husky::protocol {

void host_bench::hears(std::span<const std::byte> bytes) {
    const auto input = exact(bytes);
    reader_.push(input);
    while (!link.closing() && !link.paused()) {
        const auto f = reader_.next();
        if (!f) break;
        link.received(*f, now);
    }
    reader_.hold();
    if (reader_.broken()) link.framing_broken();
}

void host_bench::waits(duration span) { wait_with(link, now, span); }

void host_bench::init_asked(std::string_view serial, link_kind kind) {
    const bool display = kind == link_kind::display;
    note((display ? "display_init of " : "init of ") + std::string(serial));
    if (admission) link.admit(*admission, new_year, now, knows_machine && !display);
}

void host_bench::display_links_up(std::string serial) {
    hears(display_init{std::move(serial)});
    sends();
    learns();
}

void host_bench::links_up(std::string serial) {
    hears(init{std::move(serial)});
    hears(languages_response{result_code::not_available, {}});
    hears(list_response{result_code::not_available, 0, 0, {}});
    hears(interruption_list_response{result_code::not_available, 0, 0, {}});
    hears(cycle_select_response{result_code::not_available});
    hears(status_response{result_code::not_available, {}});
    sends();
    learns();
}

}  // namespace husky::protocol
