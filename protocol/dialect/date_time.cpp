#include "protocol/dialect/date_time.hpp"

#include <fmt/format.h>

#include <array>

namespace husky::protocol {

namespace {

struct token {
    std::string_view word;
    std::size_t part;  ///< index into the parts array
};

constexpr std::size_t year_part = 0, month_part = 1, day_part = 2;
constexpr std::size_t hour_part = 0, minute_part = 1, second_part = 2;
constexpr std::array<token, 4> date_tokens{
    {{"YYYY", year_part}, {"YY", year_part}, {"MM", month_part}, {"DD", day_part}}};
constexpr std::array<token, 3> time_tokens{{{"HH", hour_part}, {"MM", minute_part}, {"SS", second_part}}};

using parts = std::array<int, 3>;

template <std::size_t N>
const token* token_at(const std::array<token, N>& tokens, std::string_view pattern) {
    for (const auto& t : tokens)
        if (pattern.starts_with(t.word)) return &t;
    return nullptr;
}

template <std::size_t N>
void write(const std::array<token, N>& tokens, std::string_view pattern, const parts& from, std::string& out) {
    out.clear();
    while (!pattern.empty()) {
        if (const token* t = token_at(tokens, pattern)) {
            const int number = from[t->part];
            if (t->word.size() == 4)
                fmt::format_to(std::back_inserter(out), "{:04}", number);
            else
                fmt::format_to(std::back_inserter(out), "{:02}", number % 100);
            pattern.remove_prefix(t->word.size());
        } else {
            out += pattern.front();
            pattern.remove_prefix(1);
        }
    }
}

std::optional<int> take_digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) return std::nullopt;
    int number = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        number = number * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return number;
}

template <std::size_t N>
std::optional<parts> scan(const std::array<token, N>& tokens, std::string_view pattern, std::string_view text,
                          parts found) {
    while (!pattern.empty()) {
        if (const token* t = token_at(tokens, pattern)) {
            const auto number = take_digits(text, t->word.size());
            if (!number) return std::nullopt;
            const bool short_year = t->word == "YY";
            found[t->part] = short_year ? (*number < 70 ? 2000 : 1900) + *number : *number;
            pattern.remove_prefix(t->word.size());
        } else {
            if (text.empty() || text.front() != pattern.front()) return std::nullopt;
            text.remove_prefix(1);
            pattern.remove_prefix(1);
        }
    }
    if (!text.empty()) return std::nullopt;
    return found;
}

parts date_of(std::chrono::sys_seconds at) {
    const std::chrono::year_month_day ymd(std::chrono::floor<std::chrono::days>(at));
    return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
            static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

parts time_of(std::chrono::sys_seconds at) {
    const std::chrono::hh_mm_ss hms(at - std::chrono::floor<std::chrono::days>(at));
    return {static_cast<int>(hms.hours().count()), static_cast<int>(hms.minutes().count()),
            static_cast<int>(hms.seconds().count())};
}

}  // namespace

void format_date(std::chrono::sys_seconds at, std::string_view pattern, std::string& out) {
    write(date_tokens, pattern, date_of(at), out);
}

void format_time(std::chrono::sys_seconds at, std::string_view pattern, std::string& out) {
    write(time_tokens, pattern, time_of(at), out);
}

std::optional<std::chrono::sys_seconds> parse_date_time(std::string_view date, std::string_view date_pattern,
                                                        std::string_view time, std::string_view time_pattern) {
    using namespace std::chrono;
    const auto d = scan(date_tokens, date_pattern, date, {1970, 1, 1});
    const auto t = scan(time_tokens, time_pattern, time, {0, 0, 0});
    if (!d || !t || t->at(hour_part) > 23 || t->at(minute_part) > 59 || t->at(second_part) > 60) return std::nullopt;
    const auto day_number = static_cast<unsigned>(d->at(day_part));
    const year_month_day ymd(std::chrono::year(d->at(year_part)),
                             std::chrono::month(static_cast<unsigned>(d->at(month_part))),
                             std::chrono::day(day_number));
    if (!ymd.ok()) return std::nullopt;
    return sys_days(ymd) + hours(t->at(hour_part)) + minutes(t->at(minute_part)) + seconds(t->at(second_part));
}

std::string iso_date_time(std::chrono::sys_seconds at) {
    std::string date, time;
    format_date(at, "YYYY-MM-DD", date);
    format_time(at, "HH:MM:SS", time);
    return date + "T" + time;
}

bool is_date_pattern(std::string_view pattern) {
    for (; !pattern.empty(); pattern.remove_prefix(1))
        if (token_at(date_tokens, pattern) != nullptr) return true;
    return false;
}

bool is_time_pattern(std::string_view pattern) {
    for (; !pattern.empty(); pattern.remove_prefix(1))
        if (token_at(time_tokens, pattern) != nullptr) return true;
    return false;
}

}  // namespace husky::protocol
