#include "tools/link/captures/hex_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "settings/error.hpp"
#include "settings/utf8.hpp"

namespace husky::tools {

namespace {

/// What dumps show on a line before their column of characters.
constexpr std::size_t dumped_per_line = 16;

constexpr std::string_view blanks = " \t\r";
constexpr std::string_view separators = ",;:";

std::optional<unsigned> digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    return std::nullopt;
}

bool all_digits(std::string_view word) {
    return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return digit(c).has_value(); });
}

bool equals_in_base(std::string_view word, std::size_t number, int base) {
    std::size_t read = 0;
    const auto [end, failed] = std::from_chars(word.data(), word.data() + word.size(), read, base);
    return failed == std::errc{} && end == word.data() + word.size() && read == number;
}

/// One word of a line and the blanks in front of it.
struct word {
    std::string_view text;
    std::size_t gap = 0;
};

std::optional<word> take_word(std::string_view& line) {
    const auto begin = line.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return std::nullopt;
    const auto end = std::min(line.find_first_of(blanks, begin), line.size());
    const word taken{line.substr(begin, end - begin), begin};
    line.remove_prefix(end);
    return taken;
}

class hex_reader {
  public:
    explicit hex_reader(const std::string& source) : source_(source) {}

    void take_line(std::string_view line) {
        ++line_;
        if (line.find_first_not_of(blanks) == std::string_view::npos) return end_stream();
        line = line.substr(0, line.find('#'));
        if (take_offset(line))
            take_dump(line);
        else
            while (const auto next = take_word(line))
                take_group(next->text);
    }

    std::vector<std::vector<std::byte>> finish() {
        end_stream();
        return std::move(streams_);
    }

  private:
    void end_stream() {
        if (!bytes_.empty()) streams_.push_back(std::move(bytes_));
        bytes_.clear();
        is_dump_ = false;
    }

    /// Takes an offset off the front of a line of a dump. Without a colon a word is an offset only if it says where the
    /// line lies, and the lines before it had one.
    bool take_offset(std::string_view& line) {
        auto rest = line;
        const auto first = take_word(rest);
        if (!first) return false;
        const bool has_colon = first->text.ends_with(':') && first->text.size() > 4;
        const auto digits = first->text.substr(0, first->text.size() - (has_colon ? 1 : 0));
        if (!all_digits(digits) || digits.size() < 4) return false;
        auto behind = rest;
        const auto second = take_word(behind);
        const bool says_place = equals_in_base(digits, bytes_.size(), 16) || equals_in_base(digits, bytes_.size(), 8);
        const bool bare = says_place && (bytes_.empty() ? second && second->text.size() == 2 : is_dump_);
        if (!has_colon && !bare) return false;
        is_dump_ = true;
        line = rest;
        return true;
    }

    /// The bytes of a line of a dump; its column of characters is left out.
    void take_dump(std::string_view line) {
        const auto end = bytes_.size() + dumped_per_line;
        bool is_first = true;
        while (const auto next = take_word(line)) {
            const bool is_group = all_digits(next->text) && next->text.size() % 2 == 0;
            const bool behind = !is_first && (next->gap >= 3 || (next->gap >= 2 && bytes_.size() >= end));
            if (behind || bytes_.size() >= end || (!is_group && !is_first)) return;
            take_group(next->text);
            is_first = false;
        }
    }

    void take_group(std::string_view group) {
        while (!group.empty()) {
            const auto end = std::min(group.find_first_of(separators), group.size());
            take_digits(group.substr(0, end));
            group.remove_prefix(std::min(end + 1, group.size()));
        }
    }

    void take_digits(std::string_view digits) {
        if (digits.starts_with("0x") || digits.starts_with("0X")) digits.remove_prefix(2);
        if (digits.size() % 2 != 0 && all_digits(digits)) fail(fmt::format("'{}' has half a byte", digits));
        for (std::size_t i = 0; i < digits.size(); i += 2) {
            const auto high = digit(digits[i]);
            const auto low = i + 1 < digits.size() ? digit(digits[i + 1]) : std::nullopt;
            if (!high || !low) fail(fmt::format("'{}' is not hexadecimal", digits.substr(0, 20)));
            bytes_.push_back(static_cast<std::byte>(*high << 4U | *low));
        }
    }

    [[noreturn]] void fail(const std::string& problem) const {
        settings::fail(source_, line_, "hexadecimal text", problem);
    }

    const std::string& source_;
    int line_ = 0;
    bool is_dump_ = false;
    std::vector<std::byte> bytes_;
    std::vector<std::vector<std::byte>> streams_;
};

bool is_text(std::string_view bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](char c) {
        const auto code = static_cast<unsigned char>(c);
        return (code >= 0x20 && code != 0x7F) || (code >= 0x09 && code <= 0x0D);
    });
}

/// `high` is where the more significant byte of each two lies: 0 or 1.
std::string ascii_of_utf16(std::string_view bytes, std::size_t high) {
    std::string out;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2)
        out += bytes[i + high] == 0 && bytes[i + 1 - high] >= 0 ? bytes[i + 1 - high] : '?';
    return out;
}

/// Without a mark UTF-16 is what begins with a digit or a comment and has a zero byte in each character.
std::optional<std::size_t> high_byte_of(std::string_view bytes) {
    if (bytes.starts_with("\xFE\xFF")) return 0;
    if (bytes.starts_with("\xFF\xFE")) return 1;
    if (bytes.size() < 2 || bytes.size() % 2 != 0) return std::nullopt;
    const std::size_t high = bytes[0] == 0 ? 0 : 1;
    const char first = bytes[1 - high];
    for (std::size_t i = high; i < bytes.size(); i += 2)
        if (bytes[i] != 0) return std::nullopt;
    return digit(first) || first == '#' ? std::optional(high) : std::nullopt;
}

}  // namespace

std::optional<std::string> text_of(std::span<const std::byte> bytes) {
    std::string_view all(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (all.starts_with(settings::byte_order_mark)) all.remove_prefix(settings::byte_order_mark.size());
    std::string text(all);
    if (const auto high = high_byte_of(all)) {
        text = ascii_of_utf16(all, *high);
        if (text.starts_with('?')) text.erase(0, 1);  // the mark
    }
    return is_text(text) ? std::optional(std::move(text)) : std::nullopt;
}

std::vector<std::vector<std::byte>> parse_hex_text(std::string_view text, const std::string& source) {
    hex_reader reader(source);
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        reader.take_line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return reader.finish();
}

}  // namespace husky::tools
