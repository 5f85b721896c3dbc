#pragma once

#include <string>
#include <vector>

#include "client/model/cell/cell.hpp"
#include "tests/catch.hpp"

namespace husky::cells::test {

inline std::string uploaded(cell& c, std::uint16_t number = 1) {
    std::string text;
    REQUIRE(c.setup(number, text) == protocol::result_code::ok);
    return text;
}

inline protocol::result_code download(cell& c, const std::string& text, std::uint16_t number = 1) {
    return c.apply_setup(number, std::as_bytes(std::span(text)));
}

/// The first `name = value` line of a section; empty: of any. With its value replaced.
inline std::string with(std::string text, const std::string& name, const std::string& value,
                        const std::string& section = {}) {
    const auto from = section.empty() ? 0 : text.find("[" + section + "]");
    REQUIRE(from != std::string::npos);
    const auto at = text.find("\n" + name + " = ", from);
    REQUIRE(at != std::string::npos);
    const auto begin = at + name.size() + 4, end = text.find('\n', begin);
    return text.replace(begin, end - begin, value);
}

inline std::string value_in(const std::string& text, const std::string& name, const std::string& section = {}) {
    const auto from = section.empty() ? 0 : text.find("[" + section + "]");
    REQUIRE(from != std::string::npos);
    const auto at = text.find("\n" + name + " = ", from);
    REQUIRE(at != std::string::npos);
    const auto begin = at + name.size() + 4;
    return text.substr(begin, text.find('\n', begin) - begin);
}

/// What the log says until the cell's next cycle has ended.
class log_lines final : public happenings {
  public:
    void cycle_ended(protocol::tandem_side side) override { ++cycles[side]; }
    void event_recorded(std::chrono::sys_seconds, std::span<const protocol::event_text> texts) override {
        for (const auto& t : texts)
            lines.push_back(t.type + " " + t.content);
    }
    void interruption(std::uint16_t, protocol::interruption_state, protocol::tandem_side, std::chrono::sys_seconds,
                      std::span<const protocol::interruption_text>) override {}
    void status_changed(protocol::tandem_side) override { ++changes; }

    [[nodiscard]] bool says(const std::string& line) const {
        return std::find(lines.begin(), lines.end(), line) != lines.end();
    }

    std::vector<std::string> lines;
    std::array<long, protocol::tandem_sides> cycles{};
    long changes = 0;
};

/// The mean of a variable over so many cycles of that side in production, after the one that runs.
inline double mean_of(cell& c, process_variable q, int cycles = 40, protocol::tandem_side side = 0) {
    log_lines log;
    double sum = 0;
    for (int n = -1; n < cycles;) {
        const auto before = log.cycles[side];
        c.advance(log);
        if (log.cycles[side] == before || c.quality(side) > protocol::cycle_quality::bad) continue;
        if (n++ >= 0) sum += static_cast<double>(c.measured(side, q));
    }
    return sum / cycles;
}

}  // namespace husky::cells::test
