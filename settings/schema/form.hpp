#pragma once

#include <boost/json/fwd.hpp>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "settings/schema/node.hpp"

namespace husky::settings {

struct form;

/// One key of a group.
struct form_key {
    std::string_view name;
    const form* is;
    std::string_view meaning;
    bool required = false;
};

/// What a value may be. Keys of a schema() have one each; a file whose values are of several kinds is described by
/// forms that refer to one another and live as long as the program. From it come what is accepted, what errors say was
/// expected, the JSON Schema and the reference page.
struct form {
    enum class kind : std::uint8_t {
        anything,
        text,
        integer,
        number,
        duration,
        boolean,
        word,    ///< one of `words`
        scalar,  ///< any scalar: a number, a text, true, false, null
        list,    ///< of `items`
        group,   ///< of `keys`
        either,  ///< the first of `choices` that is written as the value is
        cases,   ///< a group, one of `choices` by which key of `words` it has
    };

    kind is = kind::anything;
    std::string expected{};  ///< "a name of small letters, digits and -", where the kind does not say it
    std::string unit{};
    double min = -std::numeric_limits<double>::infinity();  ///< of numbers
    double max = std::numeric_limits<double>::infinity();
    std::function<bool(std::string_view)> right{};  ///< of a text
    std::vector<std::string> words{};
    const form* items = nullptr;
    std::vector<form_key> keys{};
    std::vector<const form*> also{};    ///< of a group: others whose keys it has, too
    std::vector<std::string> one_of{};  ///< of a group: exactly one of these keys is given
    const form* others = nullptr;       ///< of a group: what other keys hold; null: there are none
    std::vector<const form*> choices{};
    std::string_view (*own_schema)() = nullptr;  ///< of anything: the JSON Schema of who reads it
    std::string_view title{};                    ///< under which the reference describes it

    /// A limit as a JSON number; whole where the number is.
    [[nodiscard]] boost::json::value limit(double number) const;
    /// "0 to 65535"; empty without limits.
    [[nodiscard]] std::string range() const;
};

/// Whether a text is right for a form of a scalar.
bool accepts(const form& is, std::string_view text);
/// The same of a value, which may be none, or typed.
bool accepts(const form& is, const node& n);

/// "a whole number from 1 to 65535", "one of a, b"
std::string text_of(const form& is);

/// Throws settings::error for the first value that is not as the form says.
void check(const node& n, const form& is);

/// "expected a whole number from 1 to 65535, got 'x'"
[[noreturn]] void fail_expected(const node& n, const std::string& expected);

/// "unknown key; known here: a, b"
[[noreturn]] void fail_unknown(const place& where, const std::vector<std::string>& known);

}  // namespace husky::settings
