#include "protocol/trace/trace_line.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <boost/json.hpp>
#include <stdexcept>

#include "protocol/by_name/message_json.hpp"
#include "protocol/dialect/date_time.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/hex.hpp"
#include "settings/json_text.hpp"

namespace husky::protocol {

namespace json = boost::json;

namespace {

constexpr std::string_view to_listener = "to_listener", to_dialler = "to_dialler";

std::vector<std::byte> bytes_of(std::string_view text) {
    if (text.size() % 2 != 0) throw std::invalid_argument("hex: half a byte at its end");
    auto bytes = bytes_from_hex(text);
    if (!bytes || bytes->size() != text.size() / 2) throw std::invalid_argument("hex: not a hexadecimal digit");
    return std::move(*bytes);
}

[[noreturn]] void fail_time(std::string_view text) {
    throw std::invalid_argument(fmt::format("time: expected one as 2026-01-01T00:00:00.123Z, got '{}'", text));
}

trace_time time_of(std::string_view text) {
    constexpr std::size_t whole = std::string_view("2026-01-01T00:00:00").size(), max_digits = 9;
    if (text.size() <= whole || text[10] != 'T' || text.back() != 'Z') fail_time(text);
    const auto at = parse_date_time(text.substr(0, 10), "YYYY-MM-DD", text.substr(11, 8), "HH:MM:SS");
    auto fraction = text.substr(whole, text.size() - whole - 1);
    if (!at || (!fraction.empty() && fraction.front() != '.')) fail_time(text);
    if (!fraction.empty()) fraction.remove_prefix(1);
    if (fraction.size() > max_digits) fail_time(text);
    std::int64_t nanoseconds = 0;
    for (std::size_t i = 0; i < max_digits; ++i) {
        const char c = i < fraction.size() ? fraction[i] : '0';
        if (c < '0' || c > '9') fail_time(text);
        nanoseconds = nanoseconds * 10 + (c - '0');
    }
    constexpr auto last = std::chrono::sys_days(std::chrono::year(2200) / 1 / 1);
    if (*at > last || *at < std::chrono::sys_seconds{}) fail_time(text);
    return *at + std::chrono::nanoseconds(nanoseconds);
}

const json::string& text_at(const json::object& line, std::string_view key) {
    const auto* found = line.if_contains(key);
    if (found == nullptr || !found->is_string()) throw std::invalid_argument(fmt::format("{}: expected a text", key));
    return found->get_string();
}

}  // namespace

std::string iso_time(trace_time at) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(at);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:09}Z", fmt::gmtime(whole.time_since_epoch().count()),
                       (at - whole).count());
}

std::string trace_line(const traced_frame& f, const dialect& d, link_kind on) {
    auto object = to_json(frame_of(f.bytes, d), d, on);
    if (!object.contains("name")) object["fault"] = "unknown command";
    object["time"] = iso_time(f.at);
    object["link"] = f.link;
    object["connection"] = f.connection;
    object["direction"] = f.by_dialler ? to_listener : to_dialler;
    object["hex"] = hex(f.bytes);
    return settings::json_text(object);
}

traced_frame parse_trace_line(std::string_view line) {
    boost::system::error_code failed;
    const auto parsed = json::parse(json::string_view(line.data(), line.size()), failed);
    if (failed || !parsed.is_object()) throw std::invalid_argument("expected a JSON object");
    const auto& object = parsed.get_object();
    traced_frame f;
    f.at = time_of(text_at(object, "time"));
    const auto* connection = object.if_contains("connection");
    failed = {};
    if (connection != nullptr) f.connection = connection->to_number<std::uint32_t>(failed);
    if (connection == nullptr || failed) throw std::invalid_argument("connection: expected a whole number");
    const auto* link = object.if_contains("link");
    if (link != nullptr && link->is_string()) f.link = link->get_string();
    const auto& direction = text_at(object, "direction");
    if (direction != to_listener && direction != to_dialler)
        throw std::invalid_argument(fmt::format("direction: expected {} or {}", to_listener, to_dialler));
    f.by_dialler = direction == to_listener;
    f.bytes = bytes_of(text_at(object, "hex"));
    if (f.bytes.size() < header_size) throw std::invalid_argument("hex: expected a message of at least 4 bytes");
    return f;
}

}  // namespace husky::protocol
