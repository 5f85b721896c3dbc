#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "settings/error.hpp"

namespace YAML {
class Exception;
}

namespace husky::settings {

/// One value as it was written, and where: what YAML says without its aliases, or JSON, so that merging, checking and
/// loading need not know which.
struct node {
    enum class kind : std::uint8_t { nothing, scalar, list, group };
    struct member;

    kind is = kind::nothing;
    bool quoted = false;  ///< a scalar that is a text, whatever it looks like
    bool typed = false;   ///< a scalar of JSON: quoted it is only a text, else only a number, true or false
    std::string text;
    std::vector<node> items;
    std::vector<member> members;
    place where;  ///< its key is the path from the top, "steps[2].send"

    [[nodiscard]] const node* find(std::string_view name) const;
    /// Where a key of this group stands, or would.
    [[nodiscard]] place place_of(std::string_view name) const;
};

struct node::member {
    std::string name;
    place where;
    node value;
};

/// How YAML is read.
struct yaml_rules {
    /// Replaces the text of a scalar; throws settings::error.
    std::function<std::string(const std::string& text, const place& where)> expand{};
    /// Limit of a file with its aliases followed, so that neither size nor aliases can exhaust memory.
    std::size_t max_values = 5'000'000;
};

/// Reads YAML. Throws settings::error with file and line for what is not YAML, holds more than it may, or gives a key
/// twice.
node parse_yaml(const std::string& yaml, const std::string& file, const yaml_rules& rules = {});

/// JSON. Texts that are to be numbers, too, are no `typed` ones.
node node_of(const boost::json::value& v, const place& where = {}, bool typed_texts = false);

/// The value as JSON: plain scalars are null, true, false or numbers if they look so, everything else is a text.
boost::json::value to_json(const node& n);

/// What was given, for a message: 'soon', 17, a list.
std::string shown(const node& n);

/// Puts `over` upon `base`: groups are merged, lists appended, scalars replaced. Paths are those of the result.
node merge(node base, node over);

/// The value as the top of a document of its own: its paths begin here, its lines stay.
node cut_out(node n);

/// Throws settings::error for invalid YAML; names a tab that indents.
[[noreturn]] void fail_yaml(const std::string& source, const std::string& yaml, const YAML::Exception& problem);

}  // namespace husky::settings
