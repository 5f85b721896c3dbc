#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenario/file/node.hpp"

namespace husky::scenario {

struct shape;

/// One key of a group.
struct key_shape {
    std::string_view name;
    const shape* is;
    std::string_view meaning;
    bool required = false;
};

/// What a value in a scenario file may be. The one description of the file: what is read, the JSON Schema and the
/// reference page come from it. Shapes refer to one another and live as long as the program.
struct shape {
    enum class kind : std::uint8_t {
        anything,
        string,
        integer,
        number,
        time_span,
        truth,
        word,    ///< one of `words`
        scalar,  ///< any scalar: a number, a text, true, false, null
        list,    ///< of `items`
        group,   ///< of `keys`
        either,  ///< the first of `choices` that is written as the value is
        cases,   ///< a group, one of `choices` by which key of `words` it has
    };

    kind is = kind::anything;
    std::string_view expected{};  ///< "a name of small letters, digits and -", where the kind does not say it
    double least = 0, most = 0;   ///< of numbers
    bool (*right)(std::string_view) = nullptr;  ///< of a text
    std::vector<std::string_view> words{};
    const shape* items = nullptr;
    std::vector<key_shape> keys{};
    std::vector<const shape*> also{};        ///< of a group: others whose keys it has, too
    std::vector<std::string_view> one_of{};  ///< of a group: exactly one of these keys is given
    const shape* others = nullptr;           ///< of a group: what other keys hold; null: there are none
    std::vector<const shape*> choices{};
    std::string_view (*own_schema)() = nullptr;  ///< of anything: the JSON Schema of who reads it
    std::string_view title{};                    ///< under which the reference describes it
};

/// Throws settings::error for the first value that is not as the shape says.
void check_shape(const node& n, const shape& is);

/// "a whole number from 1 to 65535", "one of a, b"
std::string text_of(const shape& is);

/// A JSON Schema (draft 2020-12) of a file.
std::string json_schema_of(const shape& is, std::string_view title);

/// Tables in Markdown: every titled shape that the file can hold, its keys with value and meaning.
std::string reference_of(const shape& is);

}  // namespace husky::scenario
