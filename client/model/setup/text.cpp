#include "client/model/setup/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "settings/utf8.hpp"

namespace husky::cells::setup {

namespace {

constexpr std::string_view title = "Husky set-up";
constexpr std::string_view word_off = "off";

std::int64_t power_of_ten(int digits) {
    std::int64_t power = 1;
    while (digits-- > 0)
        power *= 10;
    return power;
}

void write_digits(const parameter& p, steps value, std::string& out) {
    if (value == off) {
        out += word_off;
        return;
    }
    const auto wide = std::int64_t{value}, power = power_of_ten(p.digits);
    const auto size = wide < 0 ? -wide : wide;
    fmt::format_to(std::back_inserter(out), "{}{}", wide < 0 ? "-" : "", size / power);
    if (p.digits > 0) fmt::format_to(std::back_inserter(out), ".{:0{}}", size % power, p.digits);
}

void write_number(const parameter& p, steps value, std::string& out) {
    write_digits(p, value, out);
    if (!p.unit.empty()) fmt::format_to(std::back_inserter(out), " {}", p.unit);
}

void write_value(const parameter& p, const values& v, steps value, std::string& out) {
    switch (p.written) {
        case form::number:
            return write_number(p, value, out);
        case form::word:
            out += p.words[static_cast<std::size_t>(value)];
            return;
        case form::text:
            out += v.moulds[p.side];
            return;
    }
}

/// Digits with at most one point among them, as steps. Finer digits than the parameter's must be zeros.
std::optional<std::int64_t> parse_steps(std::string_view text, int digits) {
    constexpr std::int64_t enough = std::int64_t{1} << 40U;
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    std::int64_t value = 0;
    int behind = -1;
    bool any = false;
    for (const char c : text) {
        if (c == '.' && behind < 0) {
            behind = 0;
            continue;
        }
        if (c < '0' || c > '9' || value > enough) return std::nullopt;
        any = true;
        if (behind >= digits) {
            if (c != '0') return std::nullopt;
            continue;
        }
        value = 10 * value + (c - '0');
        if (behind >= 0) ++behind;
    }
    if (!any) return std::nullopt;
    value *= power_of_ten(digits - std::max(behind, 0));
    return negative ? -value : value;
}

/// Puts the pieces of a text where they belong.
class reader {
  public:
    reader(const layout& l, std::string_view text, values& into)
        : layout_(l), lines_(text), into_(into), given_(l.parameters.size()), heads_given_(l.heads.size()) {}

    std::optional<misfit> read() {
        while (const auto l = lines_.next()) {
            const auto wrong = take(*l);
            if (wrong) return misfit{*wrong, lines_.number(), place(l->name)};
        }
        if (lines_.wrong()) return misfit{*lines_.wrong(), lines_.number(), {}};
        if (!in_body_) {
            const auto missing = missing_head();
            return misfit{fault::no_head, lines_.number(), missing ? *missing : std::string()};
        }
        return contradiction();
    }

  private:
    std::optional<fault> take(const line& l) {
        switch (l.is) {
            case line::sort::title:
                if (l.name != title) return fault::no_head;
                return std::nullopt;
            case line::sort::section:
                return begin_section(l.name);
            case line::sort::entry:
                return in_body_ ? take_parameter(l.name, l.value) : take_head(l.name, l.value);
        }
        return fault::malformed;
    }

    std::optional<std::string> missing_head() const {
        const auto at = std::find(heads_given_.begin(), heads_given_.end(), false);
        if (at == heads_given_.end()) return std::nullopt;
        return layout_.heads[static_cast<std::size_t>(at - heads_given_.begin())].key;
    }

    std::optional<fault> begin_section(std::string_view name) {
        if (!in_body_ && missing_head()) return fault::no_head;
        in_body_ = true;
        const auto at = std::find_if(layout_.sections.begin(), layout_.sections.end(),
                                     [&](const section& s) { return s.name == name; });
        if (at == layout_.sections.end()) return fault::unknown_section;
        section_ = &*at;
        next_ = section_->first;
        return std::nullopt;
    }

    std::optional<fault> take_head(std::string_view key, std::string_view value) {
        const auto at =
            std::find_if(layout_.heads.begin(), layout_.heads.end(), [&](const head& h) { return h.key == key; });
        if (at == layout_.heads.end()) return fault::unknown_parameter;
        const auto i = static_cast<std::size_t>(at - layout_.heads.begin());
        if (heads_given_[i]) return fault::given_twice;
        heads_given_[i] = true;
        if (value == at->value) return std::nullopt;
        return key == "units" ? fault::other_units : fault::other_machine;
    }

    /// Most files keep the order in which they were written.
    std::optional<std::size_t> find(std::string_view name) const {
        const auto end = section_->first + section_->count;
        if (next_ < end && layout_.parameters[next_].name == name) return next_;
        for (std::size_t i = section_->first; i < end; ++i)
            if (layout_.parameters[i].name == name) return i;
        return std::nullopt;
    }

    std::optional<fault> take_parameter(std::string_view name, std::string_view value) {
        const auto at = find(name);
        if (!at) return fault::unknown_parameter;
        if (given_[*at]) return fault::given_twice;
        given_[*at] = true;
        next_ = *at + 1;
        return take_value(layout_.parameters[*at], value, into_.of[*at]);
    }

    std::optional<fault> take_value(const parameter& p, std::string_view value, steps& into) {
        switch (p.written) {
            case form::number:
                return take_number(p, value, into);
            case form::word: {
                const auto word = std::find(p.words.begin(), p.words.end(), value);
                if (word == p.words.end()) return fault::bad_value;
                into = static_cast<steps>(word - p.words.begin());
                return std::nullopt;
            }
            case form::text:
                if (value == into_.moulds[p.side]) return std::nullopt;
                if (value.empty() || value.size() > max_text) return fault::bad_value;
                into_.moulds[p.side] = value;
                return std::nullopt;
        }
        return fault::malformed;
    }

    static std::optional<fault> take_number(const parameter& p, std::string_view value, steps& into) {
        const auto space = value.find(' ');
        const auto digits = value.substr(0, space);
        auto unit = space == std::string_view::npos ? std::string_view{} : value.substr(space);
        while (unit.starts_with(' '))
            unit.remove_prefix(1);
        if (p.may_be_off && digits == word_off) {
            if (!unit.empty() && unit != p.unit) return fault::wrong_unit;
            into = off;
            return std::nullopt;
        }
        steps given = 0;
        const auto wrong = read_number(p, digits, given);
        if (wrong == fault::bad_value) return wrong;
        if (unit != p.unit) return fault::wrong_unit;
        if (!wrong) into = given;
        return wrong;
    }

    /// Lower limits follow their upper ones, or the other way round; both of a pair are of one variable.
    std::optional<misfit> contradiction() const {
        for (std::size_t i = 0; i + 1 < layout_.parameters.size(); ++i) {
            const auto& p = layout_.parameters[i];
            const auto& next = layout_.parameters[i + 1];
            const bool rising = p.does == role::low_limit && next.does == role::high_limit;
            const bool falling = (p.does == role::spc_ucl && next.does == role::spc_lcl) ||
                                 (p.does == role::spc_usl && next.does == role::spc_lsl);
            if (!rising && !falling) continue;
            const auto low = into_.of[rising ? i : i + 1], high = into_.of[rising ? i + 1 : i];
            if (low != off && high != off && low >= high) return misfit{fault::contradiction, 0, p.name};
        }
        return std::nullopt;
    }

    [[nodiscard]] std::string place(std::string_view name) const {
        const auto text = section_ == nullptr ? std::string(name) : fmt::format("[{}] {}", section_->name, name);
        return std::string(settings::whole_characters(text, max_place));
    }

    const layout& layout_;
    lines lines_;
    values& into_;
    std::vector<bool> given_, heads_given_;
    const section* section_ = nullptr;
    std::size_t next_ = 0;
    bool in_body_ = false;
};

}  // namespace

std::string digits_text(const parameter& p, steps value) {
    std::string text;
    write_digits(p, value, text);
    return text;
}

std::optional<fault> read_number(const parameter& p, std::string_view digits, steps& into) {
    const auto read = parse_steps(digits, p.digits);
    if (!read) return fault::bad_value;
    if (*read < p.low || *read > p.high) return fault::out_of_limits;
    into = static_cast<steps>(*read);
    return std::nullopt;
}

void write(const layout& l, const values& v, std::string& out) {
    constexpr std::size_t default_line = 48;
    out.reserve(out.size() + default_line * l.parameters.size());
    fmt::format_to(std::back_inserter(out), "{}\n", title);
    for (const auto& h : l.heads)
        fmt::format_to(std::back_inserter(out), "{} = {}\n", h.key, h.value);
    for (const auto& s : l.sections) {
        fmt::format_to(std::back_inserter(out), "\n[{}]\n", s.name);
        for (std::size_t i = s.first; i < s.first + s.count; ++i) {
            fmt::format_to(std::back_inserter(out), "{} = ", l.parameters[i].name);
            write_value(l.parameters[i], v, v.of[i], out);
            out += '\n';
        }
    }
}

std::optional<misfit> read(const layout& l, std::string_view text, values& into) {
    return reader(l, text, into).read();
}

}  // namespace husky::cells::setup
