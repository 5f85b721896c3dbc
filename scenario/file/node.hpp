#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/pattern.hpp"

namespace husky::scenario {

/// One value of a scenario file as it was written, and where: what YAML says without its aliases, so that merging,
/// checking and reading need not know YAML.
struct node {
    enum class kind : std::uint8_t { nothing, scalar, list, group };
    struct member;

    kind is = kind::nothing;
    bool quoted = false;  ///< a scalar that is a text, whatever it looks like
    std::string text;
    std::vector<node> items;
    std::vector<member> members;
    mark where;  ///< its key is the path from the top, "steps[2].send"

    [[nodiscard]] const node* find(std::string_view name) const;
};

struct node::member {
    std::string name;
    mark where;
    node value;
};

/// What `${name}` stands for, null if nobody said. A default in the file, `${name:-text}`, is taken then.
using variable_lookup = std::function<const std::string*(const std::string& name)>;

/// The most that a file may hold, so that neither size nor aliases can exhaust memory.
constexpr std::size_t most_nodes = 200'000;

/// Reads YAML. Throws settings::error with file and line for what is not YAML, holds more than `most_nodes` values
/// with its aliases followed, gives a key twice, or names a variable that has no value.
node parse_node(const std::string& yaml, const std::string& file, const variable_lookup& variables);

/// Puts `over` upon `base`: groups are merged, lists appended, scalars replaced. Paths are those of the result.
node merge(node base, node over);

/// The value as JSON: plain scalars are null, true, false or numbers if they look so, everything else is a text.
boost::json::value to_json(const node& n);

/// The value as YAML that stands on the same lines as in its file, so that errors of its own loader name them; as far
/// as it comes from one file. Scalars are quoted.
std::string to_yaml(const node& n);

/// Throws settings::error: "cold-start.yaml:12: steps[2].send: problem".
[[noreturn]] void reject(const mark& at, const std::string& problem);

}  // namespace husky::scenario
