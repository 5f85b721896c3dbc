#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

#include "client/model/cell/cell.hpp"

namespace husky::cells {

/// Turns what happens in cells into lines of text. Lines gather in a buffer, which the caller takes and clears.
class row_writer : public happenings {
  public:
    /// The cell whose advance() is about to be called. It must outlive the call.
    void turn_to(const cell& c) { cell_ = &c; }
    [[nodiscard]] std::string& text() { return text_; }
    [[nodiscard]] std::uint64_t cycles() const { return cycles_; }
    /// Cycles that ended later than variable 4 can say.
    [[nodiscard]] std::uint64_t cycles_past_clock_end() const { return cycles_past_clock_end_; }
    /// How many of these lines are rows: the first may be a line of names.
    [[nodiscard]] std::uint64_t rows_of(std::uint64_t lines) const { return lines - std::min(lines, lines_of_names_); }

  protected:
    [[nodiscard]] const cell& current() const { return *cell_; }
    void count_cycle() {
        ++cycles_;
        if (cell_->machine_time() > cell_->cycle_end_time()) ++cycles_past_clock_end_;
    }
    /// A variable of that cycle; `none` where the machine does not have it.
    void append_variable(protocol::tandem_side side, process_variable q, std::string_view none);
    /// "2026-01-01T00:00:05Z"
    void append_time(std::chrono::sys_seconds t);

    std::string text_;
    std::uint64_t lines_of_names_ = 0;

  private:
    const cell* cell_ = nullptr;
    std::uint64_t cycles_ = 0, cycles_past_clock_end_ = 0;
    std::chrono::sys_days day_{std::chrono::days(-1)};
    std::string day_text_;
};

void append_number(std::string& out, std::int64_t number);

std::string_view word_of(protocol::cycle_quality quality);

/// Cycles only: serial, tandem_side, life_counter, time, quality, then one column for each process variable by name;
/// empty where a machine does not have it.
class csv_writer final : public row_writer {
  public:
    /// Begins with the line of column names.
    csv_writer();

    void cycle_ended(protocol::tandem_side side) override;
    void event_recorded(std::chrono::sys_seconds, std::span<const protocol::event_text>) override {}
    void interruption(std::uint16_t, protocol::interruption_state, protocol::tandem_side, std::chrono::sys_seconds,
                      std::span<const protocol::interruption_text>) override {}
    void status_changed(protocol::tandem_side) override {}
};

/// One JSON object a line. `kind` is cycle, event, interruption or status; a cycle has the columns of the CSV as keys,
/// null where a machine does not have it.
class jsonl_writer final : public row_writer {
  public:
    void cycle_ended(protocol::tandem_side side) override;
    void event_recorded(std::chrono::sys_seconds at, std::span<const protocol::event_text> texts) override;
    void interruption(std::uint16_t id, protocol::interruption_state state, protocol::tandem_side side,
                      std::chrono::sys_seconds at, std::span<const protocol::interruption_text> texts) override;
    void status_changed(protocol::tandem_side side) override;

  private:
    void begin(std::string_view kind);
    void add_time(std::chrono::sys_seconds at);
    void add_text(std::string_view key, std::string_view value);
    /// The texts in all languages are the last key of a line.
    template <class Texts>
    void end_with(const Texts& texts);
};

}  // namespace husky::cells
