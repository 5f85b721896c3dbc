#include "protocol/faults/fault_edit.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "protocol/by_name/field_walk.hpp"
#include "protocol/dialect/date_time.hpp"
#include "protocol/wire/codec.hpp"
#include "settings/scalar.hpp"

namespace husky::protocol {

namespace {

template <class Unsigned>
void put_at(message_bytes& message, std::size_t offset, Unsigned number, const dialect& d) {
    wire_writer(message.data() + offset, d).put(number);
}

/// Numbers outside an integer's range become its nearest limit.
std::uint32_t bits_of_nearest(field_kind kind, double number) {
    if (kind == field_kind::f32) return std::bit_cast<std::uint32_t>(static_cast<float>(number));
    if (std::isnan(number)) return 0;
    const auto [min, max] = range_of(kind);
    const auto nearest = std::clamp(number, static_cast<double>(min), static_cast<double>(max));
    return static_cast<std::uint32_t>(static_cast<std::int64_t>(nearest));
}

/// One that lies where the walk found it; the message was not changed in size since.
struct place {
    field_kind kind;
    std::size_t offset, size;
};

bool put_number(message_bytes& message, const place& at, double number, const dialect& d) {
    if (at.kind > field_kind::f32) return false;
    wire_writer(message.data() + at.offset, d).put_number(bits_of_nearest(at.kind, number), at.size);
    return true;
}

bool put_text(message_bytes& message, const place& at, std::string_view text, const dialect& d) {
    if (at.kind != field_kind::text) return false;
    encode_text(text, std::span(message).subspan(at.offset, at.size), d.pad);
    return true;
}

place place_of(const placed_field& field) { return {field.kind, field.offset, field.bytes.size()}; }

/// Whether the field is a value of that variable. `last_id` is the one that came last in the message.
bool is_value_of(std::uint32_t id, const placed_field& field, std::optional<std::uint32_t>& last_id) {
    if (field.layout->name == "variable_id") last_id = field.number;
    const bool is_value = field.layout->kind == field_kind::any_value;
    return is_value && last_id == id && !field.bytes.empty();
}

}  // namespace

std::optional<variable_id> variable_in(std::string_view field) {
    constexpr std::string_view prefix = "variables.";
    return field.starts_with(prefix) ? settings::parse<variable_id>(field.substr(prefix.size())) : std::nullopt;
}

bool set_size(message_bytes& message, std::uint16_t size, const dialect& d) {
    if (message.size() < header_size) return false;
    put_at(message, 0, size, d);
    return true;
}

bool set_command(message_bytes& message, std::uint16_t command, const dialect& d) {
    if (message.size() < header_size) return false;
    put_at(message, 2, command, d);
    return true;
}

bool flip_bits(message_bytes& message, std::uint32_t count, split_mix& random) {
    const std::size_t bits = message.size() * 8;
    std::set<std::size_t> turned;
    while (turned.size() < std::min<std::size_t>(count, bits)) {
        const auto bit = static_cast<std::size_t>(random.next() % bits);
        if (turned.insert(bit).second) message[bit / 8] ^= static_cast<std::byte>(1U << (bit % 8));
    }
    return !turned.empty();
}

bool set_field(message_bytes& message, const fault& f, const message_layout& layout, const dialect& d) {
    if (message.size() < header_size) return false;
    const auto variable = variable_in(f.field);
    std::optional<std::uint32_t> last_id;
    std::vector<place> places;
    walk_fields(frame_of(message, d), layout, d, [&](const placed_field& field) {
        const bool meant = variable ? is_value_of(*variable, field, last_id) : field.layout->name == f.field;
        if (meant && field.kind != field_kind::repeat) places.push_back(place_of(field));
    });
    bool done = false;
    for (const auto& at : places)
        done |= f.number ? put_number(message, at, *f.number, d) : put_text(message, at, f.text, d);
    return done;
}

namespace {

std::string text_at(const message_bytes& message, const place& at) {
    std::string text;
    decode_text(std::span(message).subspan(at.offset, at.size), text);
    return text;
}

bool shift_texts(message_bytes& message, const place& date_at, const place& time_at, std::chrono::seconds by,
                 const dialect& d) {
    const auto shown =
        parse_date_time(text_at(message, date_at), d.date_format, text_at(message, time_at), d.time_format);
    if (!shown) return false;
    std::string date, time;
    format_date(*shown + by, d.date_format, date);
    format_time(*shown + by, d.time_format, time);
    return put_text(message, date_at, date, d) && put_text(message, time_at, time, d);
}

bool shift_number(message_bytes& message, const place& at, std::int64_t by, const dialect& d) {
    if (at.size != 4) return false;
    const auto was = wire_reader(std::span(message).subspan(at.offset, at.size), d).take<std::uint32_t>();
    put_at(message, at.offset, static_cast<std::uint32_t>(was + static_cast<std::uint64_t>(by)), d);
    return true;
}

}  // namespace

bool shift_times(message_bytes& message, std::int64_t seconds, const message_layout& layout, const dialect& d) {
    if (message.size() < header_size) return false;
    constexpr std::uint32_t end_time_id = 4;
    std::vector<place> numbers;
    std::vector<std::pair<place, place>> dates_and_times;
    std::optional<std::uint32_t> last_id;
    std::optional<place> date;
    walk_fields(frame_of(message, d), layout, d, [&](const placed_field& field) {
        const bool is_end_time = is_value_of(end_time_id, field, last_id);
        const auto& name = field.layout->name;
        if (name == "synch_time" || is_end_time) numbers.push_back(place_of(field));
        if (name == "time" && date) dates_and_times.emplace_back(*date, place_of(field));
        date = name == "date" ? std::optional(place_of(field)) : std::nullopt;
    });
    bool done = false;
    for (const auto& at : numbers)
        done |= shift_number(message, at, seconds, d);
    for (const auto& [date_at, time_at] : dates_and_times)
        done |= shift_texts(message, date_at, time_at, std::chrono::seconds(seconds), d);
    return done;
}

void append_garbage(message_bytes& to, std::uint32_t count, split_mix& random) {
    for (std::uint32_t i = 0; i < count; ++i)
        to.push_back(static_cast<std::byte>(random.next() >> 56U));
}

}  // namespace husky::protocol
