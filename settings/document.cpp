#include "settings/document.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "settings/error.hpp"
#include "settings/scalar.hpp"

namespace husky::settings {

namespace json = boost::json;

namespace {

json::value scalar_of(const YAML::Node& node) {
    const auto& text = node.Scalar();
    if (node.Tag() == "!") return json::string(text);
    if (text == "true" || text == "false") return text == "true";
    if (const auto whole = parse_integer(text)) return *whole;
    if (const auto number = parse_number(text)) return *number;
    return json::string(text);
}

/// Whether white space at the beginning of this line, from 0, holds a tab.
bool is_indented_by_tab(std::string_view yaml, int line) {
    for (; line > 0; --line)
        yaml.remove_prefix(std::min(yaml.find('\n'), yaml.size() - 1) + 1);
    return yaml.substr(0, yaml.find_first_not_of(" \t")).find('\t') != std::string_view::npos;
}

}  // namespace

json::value document_of(const YAML::Node& node) {
    if (node.IsScalar()) return scalar_of(node);
    if (node.IsSequence()) {
        json::array all;
        for (const auto& item : node)
            all.push_back(document_of(item));
        return all;
    }
    if (!node.IsMap()) return nullptr;
    json::object keys;
    for (const auto& pair : node)
        keys.emplace(pair.first.IsScalar() ? pair.first.Scalar() : "?", document_of(pair.second));
    return keys;
}

int line_in(const YAML::Node& node, const std::string& path) {
    const int here = node.Mark().line + 1;
    if (path.empty() || !node.IsMap()) return here;
    for (const auto& pair : node) {
        const auto& name = pair.first.Scalar();
        if (path == name) return pair.first.Mark().line + 1;
        if (path.starts_with(name + ".")) return line_in(pair.second, path.substr(name.size() + 1));
    }
    return here;
}

void fail_yaml(const std::string& source, const std::string& yaml, const YAML::Exception& problem) {
    const int line = problem.mark.line;
    if (!yaml.empty() && is_indented_by_tab(yaml, line))
        fail(source, line + 1, "", "a tab; YAML is indented with spaces only");
    fail(source, line + 1, "", "not valid YAML: " + problem.msg);
}

}  // namespace husky::settings
