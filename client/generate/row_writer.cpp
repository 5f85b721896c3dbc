#include "client/generate/row_writer.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "protocol/messages/value.hpp"

namespace husky::cells {

void append_number(std::string& out, std::int64_t number) {
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

std::string_view word_of(protocol::cycle_quality quality) {
    constexpr std::array<std::string_view, 4> words{"good", "bad", "test", "failed"};
    return words[static_cast<std::size_t>(quality)];
}

void row_writer::append_variable(protocol::tandem_side side, process_variable q, std::string_view none) {
    if (is_counted(q))
        append_number(text_, std::int64_t{cell_->counted(side, q)});
    else if (cell_->has(q))
        protocol::append_number(text_, cell_->measured(side, q));
    else
        text_ += none;
}

void row_writer::append_time(std::chrono::sys_seconds t) {
    using namespace std::chrono;
    const auto day = floor<days>(t);
    if (day != day_ || day_text_.empty()) {
        const year_month_day date(day);
        day_text_ = fmt::format("{:04}-{:02}-{:02}T", static_cast<int>(date.year()),
                                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
        day_ = day;
    }
    const hh_mm_ss time(t - day);
    text_ += day_text_;
    const auto two = [&](auto count, char after) {
        text_ += static_cast<char>('0' + count / 10);
        text_ += static_cast<char>('0' + count % 10);
        text_ += after;
    };
    two(time.hours().count(), ':');
    two(time.minutes().count(), ':');
    two(time.seconds().count(), 'Z');
}

}  // namespace husky::cells
