#include "server/http/iso_time.hpp"

#include "settings/scalar.hpp"

namespace husky::host {

namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

/// Of digits behind the point, rounded up.
std::optional<milliseconds> fraction_of(std::string_view digits) {
    if (digits.empty() || !settings::is_digits(digits)) return std::nullopt;
    std::string three(digits.substr(0, 3));
    three.resize(3, '0');
    const bool more = digits.size() > 3 && digits.find_first_not_of('0', 3) != std::string_view::npos;
    return milliseconds(std::stoi(three) + (more ? 1 : 0));
}

/// "", "Z", "+01:00", "-0530", "+01"; a plus that was not escaped in a query arrives as a blank.
std::optional<minutes> offset_of(std::string_view zone) {
    if (zone.empty() || zone == "Z" || zone == "z") return minutes(0);
    const bool back = zone.front() == '-';
    if (!back && zone.front() != '+' && zone.front() != ' ') return std::nullopt;
    std::string digits(zone.substr(1));
    if (digits.size() == 5 && digits[2] == ':') digits.erase(2, 1);
    if (digits.size() == 2) digits += "00";
    if (digits.size() != 4 || !settings::is_digits(digits)) return std::nullopt;
    const int hour = std::stoi(digits.substr(0, 2)), minute = std::stoi(digits.substr(2));
    if (hour > 23 || minute > 59) return std::nullopt;
    return minutes((back ? -1 : 1) * (hour * 60 + minute));
}

}  // namespace

std::optional<wall_time> parse_iso_time(std::string_view text) {
    const std::string_view date = text.substr(0, 10);
    text.remove_prefix(date.size());
    std::string clock = "00:00:00";
    milliseconds fraction{0};
    if (!text.empty()) {
        if (std::string_view("Tt ").find(text.front()) == std::string_view::npos) return std::nullopt;
        text.remove_prefix(1);
        clock = text.substr(0, text.find_first_of("Zz+- "));
        text.remove_prefix(clock.size());
        if (const auto point = clock.find_first_of(".,"); point != std::string::npos) {
            const auto read = fraction_of(std::string_view(clock).substr(point + 1));
            if (!read || point != 8) return std::nullopt;
            fraction = *read;
            clock.resize(point);
        }
        if (clock.size() == 5) clock += ":00";
    }
    const auto at = protocol::parse_date_time(date, "YYYY-MM-DD", clock, "HH:MM:SS");
    const auto offset = offset_of(text);
    if (!at || !offset) return std::nullopt;
    return wall_time(*at) + fraction - *offset;
}

}  // namespace husky::host
