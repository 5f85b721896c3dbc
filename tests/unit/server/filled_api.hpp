#pragma once

#include "tests/unit/server/http_tools.hpp"

namespace husky::host {

/// So long after the new year by the host's clock.
constexpr wall_time at(int second) { return new_year + std::chrono::seconds(second); }

/// One machine that reported cycles 1 to 5 at second 1 to 5 and 7 ms, and one of everything else at second 3.
struct filled_api : asked_api {
    filled_api() : asked_api("sqlite::memory:") {
        live.add(1, "HY-0001");
        batch b;
        add_machine(b, 1, "HY-0001");
        for (int i = 1; i <= 5; ++i)
            add_cycle(b, 1, i);
        b.records.emplace_back(gap_record{1, 1, 1, 7, 9, new_year, new_year, at(3)});
        b.records.emplace_back(event_record{1, b.keep("2026-01-01T10:00:00"), at(3), b.keep("[]")});
        b.records.emplace_back(interruption_record{1, 304, 1, 0, b.keep("2026-01-01T10:00:01"), at(3), b.keep("[]")});
        push(*kept, std::move(b));
        batch archived;
        add_machine(archived, 1, "HY-0001");
        archived.records.emplace_back(print_record{1, at(3), archived.keep("=cmd|' /C calc'!A0"), {}, {}});
        setup_record setup;
        setup.machine = setup.number = 1;
        setup.time = at(3);
        setup.content = archived.keep("x");
        archived.records.emplace_back(setup);
        push(*memory, std::move(archived));
    }

  private:
    static void push(store& into, batch what) {
        const auto records = static_cast<std::uint64_t>(what.records.size());
        if (!into.push(what) || !wait_for_commit(into, records)) throw std::runtime_error("nothing is stored");
    }
};

}  // namespace husky::host
