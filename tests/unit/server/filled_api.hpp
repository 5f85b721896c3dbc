#pragma once

#include "tests/unit/server/http_tools.hpp"

namespace husky::host {

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
        b.records.emplace_back(job_record{1, 0, 1, 0, at(3), b.keep("A"), {}});
        b.records.emplace_back(print_record{1, at(3), b.keep("=cmd|' /C calc'!A0"), {}, {}});
        setup_record setup;
        setup.machine = setup.number = 1;
        setup.time = at(3);
        setup.content = b.keep("x");
        b.records.emplace_back(setup);
        if (!commit(*storage.reports(), b)) throw std::runtime_error("nothing is stored");
    }
};

}  // namespace husky::host
