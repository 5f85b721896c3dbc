#include "protocol/dialect/dialect.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

#include "protocol/dialect/date_time.hpp"
#include "protocol/dialect/message_size.hpp"

namespace husky::protocol {

dialect::dialect() {
    for (message_index at = 0; at < message_count; ++at)
        codes_[at] = traits_of(at).code;
    std::size_t slot = 0;
    for_each_text_slot([&](std::string_view, std::string_view, std::size_t width) { set_width(slot++, width); });
    index_codes();
}

void dialect::set_code(message_index message, std::uint16_t code) {
    codes_[message] = code;
    if (traits_of(message).kind == message_kind::request)
        codes_[response_of(message)] = static_cast<std::uint16_t>(code | response_bit);
    index_codes();
}

bool dialect::is_in_dialect(message_index message, link_kind on) {
    const auto link = traits_of(message).link;
    return link == on || link == link_kind::any ||
           (on == link_kind::machine_functions && message == index_of<display_init>);
}

void dialect::index_codes() {
    for (const auto on : {link_kind::machine_functions, link_kind::display}) {
        auto& table = by_word_[table_of(on)];
        table.assign(response_bit, none);
        for (message_index at = 0; at < message_count; ++at)
            if (traits_of(at).kind != message_kind::response && is_in_dialect(at, on))
                table[codes_[at]] = static_cast<std::uint8_t>(at);
    }
}

namespace {

std::string code_key(message_index message) { return "codes." + std::string(traits_of(message).name); }

/// The size of a message whose texts and lists are as short as they can be.
template <class Message>
std::size_t min_size_of(const dialect& d) {
    return encoded_size(Message{}, d);
}

/// The size of the longest element of any list: one must fit a message beside the fixed fields.
std::optional<std::string> widths_that_do_not_fit(const dialect& d) {
    std::optional<std::string> wrong;
    std::size_t slot = 0;
    for (message_index at = 0; at < message_count && !wrong; ++at) {
        std::size_t texts = 0;
        for (; slot < first_text_slots[at + 1]; ++slot)
            texts += d.width(slot);
        if (d.min_size(at) + texts > d.max_message()) wrong = std::string(traits_of(at).name);
    }
    return wrong;
}

}  // namespace

std::size_t dialect::min_size(message_index message) const {
    std::size_t size = 0, at = 0;
    for_each_message([&]<class Message>() {
        if (at++ == message) size = min_size_of<Message>(*this);
    });
    return size;
}

std::optional<field_problem> dialect::check_codes(link_kind on) const {
    std::map<std::uint16_t, message_index> seen;
    for (message_index at = 0; at < message_count; ++at) {
        if (traits_of(at).kind == message_kind::response || !is_in_dialect(at, on)) continue;
        if (codes_[at] == 0 || codes_[at] >= response_bit)
            return field_problem{code_key(at), "a command code is 0x0001 to 0x7FFF"};
        const auto [other, is_new] = seen.emplace(codes_[at], at);
        if (is_new) continue;
        // Blamed is the message whose code the dialect has changed.
        const bool changed = codes_[at] != traits_of(at).code;
        const auto [wrong, right] = changed ? std::pair(at, other->second) : std::pair(other->second, at);
        return field_problem{code_key(wrong),
                             fmt::format("0x{:04X} is also the code of {}", codes_[at], traits_of(right).name)};
    }
    return std::nullopt;
}

std::optional<field_problem> dialect::check() const {
    for (const auto on : {link_kind::machine_functions, link_kind::display})
        if (auto wrong = check_codes(on)) return wrong;
    std::size_t slot = 0;
    std::optional<field_problem> found;
    for_each_text_slot([&](std::string_view message, std::string_view field, std::size_t) {
        if (width(slot++) == 0 && !found)
            found = field_problem{fmt::format("text_widths.{}.{}", message, field), "the width of a text cannot be 0"};
    });
    if (found) return found;
    if (const auto message = widths_that_do_not_fit(*this))
        return field_problem{"text_widths", fmt::format("{} would not fit into one message", *message)};
    if (std::set(value_types.begin(), value_types.end()).size() != value_types.size())
        return field_problem{"value_types", "two value types have one code (0 is unavailable)"};
    if (!is_date_pattern(date_format)) return field_problem{"date_format", "expected a pattern of YYYY, YY, MM and DD"};
    if (!is_time_pattern(time_format)) return field_problem{"time_format", "expected a pattern of HH, MM and SS"};
    return std::nullopt;
}

const dialect& default_dialect() {
    static const dialect built_in;
    return built_in;
}

}  // namespace husky::protocol
