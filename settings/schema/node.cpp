#include "settings/schema/node.hpp"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "settings/json_text.hpp"
#include "settings/scalar.hpp"
#include "settings/utf8.hpp"

namespace husky::settings {

namespace json = boost::json;

namespace {

std::string below(const std::string& path, std::string_view name) {
    return path.empty() ? std::string(name) : fmt::format("{}.{}", path, name);
}

class yaml_parser {
  public:
    yaml_parser(const std::string& file, const yaml_rules& rules) : file_(&file), rules_(&rules) {}

    node parse(const YAML::Node& from, const std::string& path, int depth = 0) {
        node out;
        out.where = {*file_, from.Mark().line + 1, path};
        if (++count_ > rules_->max_values)
            fail(out.where, fmt::format("the file holds more than {} values", rules_->max_values));
        if (depth > max_depth) fail(out.where, "nested too deeply");
        if (from.IsScalar()) {
            take_scalar(from, out);
        } else if (from.IsSequence()) {
            out.is = node::kind::list;
            for (const auto& item : from)
                out.items.push_back(parse(item, fmt::format("{}[{}]", path, out.items.size()), depth + 1));
        } else if (from.IsMap()) {
            take_group(from, path, depth, out);
        }
        return out;
    }

  private:
    static constexpr int max_depth = 40;
    static constexpr std::size_t max_keys = 2000;  // found one by one
    static constexpr std::size_t max_characters = 16U << 20U;

    void take_scalar(const YAML::Node& from, node& out) {
        out.is = node::kind::scalar;
        out.quoted = from.Tag() == "!";
        if (wrong_utf8(from.Scalar())) fail(out.where, "is not UTF-8 text");
        out.text = rules_->expand ? rules_->expand(from.Scalar(), out.where) : from.Scalar();
        characters_ += out.text.size();
        if (characters_ > max_characters) fail(out.where, "the file holds more than 16 MiB of text");
    }

    void take_group(const YAML::Node& from, const std::string& path, int depth, node& out) {
        out.is = node::kind::group;
        for (const auto& pair : from) {
            const auto name = pair.first.IsScalar() ? pair.first.Scalar() : std::string("?");
            const place where{*file_, pair.first.Mark().line + 1, below(path, name)};
            if (wrong_utf8(name)) fail(out.where, "a key that is not UTF-8 text");
            if (out.find(name) != nullptr) fail(where, "given twice");
            if (out.members.size() == max_keys) fail(where, fmt::format("more than {} keys", max_keys));
            out.members.push_back({name, where, parse(pair.second, where.key, depth + 1)});
        }
    }

    const std::string* file_;
    const yaml_rules* rules_;
    std::size_t count_ = 0, characters_ = 0;
};

/// Whether white space at the beginning of this line, from 0, holds a tab.
bool is_indented_by_tab(std::string_view yaml, int line) {
    for (; line > 0; --line)
        yaml.remove_prefix(std::min(yaml.find('\n'), yaml.size() - 1) + 1);
    return yaml.substr(0, yaml.find_first_not_of(" \t")).find('\t') != std::string_view::npos;
}

void rename(node& n, const std::string& path) {
    n.where.key = path;
    for (std::size_t i = 0; i < n.items.size(); ++i)
        rename(n.items[i], fmt::format("{}[{}]", path, i));
    for (auto& m : n.members) {
        m.where.key = below(path, m.name);
        rename(m.value, m.where.key);
    }
}

void put_upon(node& base, node& over) {
    if (base.is == node::kind::list && over.is == node::kind::list) {
        std::move(over.items.begin(), over.items.end(), std::back_inserter(base.items));
    } else if (base.is == node::kind::group && over.is == node::kind::group) {
        for (auto& m : over.members) {
            const auto at = std::find_if(base.members.begin(), base.members.end(),
                                         [&](const auto& known) { return known.name == m.name; });
            if (at == base.members.end())
                base.members.push_back(std::move(m));
            else
                put_upon(at->value, m.value);
        }
    } else {
        base = std::move(over);
    }
}

json::value scalar_json(const node& n) {
    if (n.quoted) return json::value(n.text);
    if (n.text.empty() || n.text == "null" || n.text == "~") return nullptr;
    if (n.text == "true" || n.text == "false") return n.text == "true";
    if (const auto whole = parse_integer(n.text)) return *whole;
    if (const auto number = parse_number(n.text)) return *number;
    return json::value(n.text);
}

}  // namespace

const node* node::find(std::string_view name) const {
    const auto at = std::find_if(members.begin(), members.end(), [&](const member& m) { return m.name == name; });
    return at == members.end() ? nullptr : &at->value;
}

place node::place_of(std::string_view name) const {
    for (const auto& m : members)
        if (m.name == name) return m.where;
    return {where.source, where.line, below(where.key, name)};
}

node parse_yaml(const std::string& yaml, const std::string& file, const yaml_rules& rules) {
    try {
        return yaml_parser(file, rules).parse(YAML::Load(yaml), "");
    } catch (const YAML::Exception& problem) {
        fail_yaml(file, yaml, problem);
    }
}

node node_of(const json::value& v, const place& where, bool typed_texts) {
    node out;
    out.where = where;
    if (const auto* object = v.if_object()) {
        out.is = node::kind::group;
        for (const auto& [name, value] : *object) {
            const place at{where.source, where.line, below(where.key, name)};
            out.members.push_back({name, at, node_of(value, at, typed_texts)});
        }
    } else if (const auto* list = v.if_array()) {
        out.is = node::kind::list;
        for (const auto& item : *list)
            out.items.push_back(node_of(
                item, {where.source, where.line, fmt::format("{}[{}]", where.key, out.items.size())}, typed_texts));
    } else if (!v.is_null()) {
        out.is = node::kind::scalar;
        out.quoted = v.is_string();
        out.typed = typed_texts || !out.quoted;
        if (out.quoted)
            out.text = v.get_string();
        else if (const auto whole = whole_number(v))
            out.text = std::to_string(*whole);
        else
            out.text = json_text(v);
    }
    return out;
}

json::value to_json(const node& n) {
    switch (n.is) {
        case node::kind::nothing:
            return nullptr;
        case node::kind::scalar:
            return scalar_json(n);
        case node::kind::list: {
            json::array out;
            for (const auto& item : n.items)
                out.push_back(to_json(item));
            return out;
        }
        case node::kind::group: {
            json::object out;
            for (const auto& m : n.members)
                out[m.name] = to_json(m.value);
            return out;
        }
    }
    return nullptr;
}

std::string shown(const node& n) {
    constexpr std::size_t max_shown = 60;
    if (n.is == node::kind::nothing) return "nothing";
    if (n.is == node::kind::list) return "a list";
    if (n.is == node::kind::group) return "a group";
    if (n.text.size() > max_shown) return fmt::format("a text of {} characters", n.text.size());
    return n.typed && !n.quoted ? n.text : fmt::format("'{}'", n.text);
}

node merge(node base, node over) {
    put_upon(base, over);
    rename(base, "");
    return base;
}

node cut_out(node n) {
    rename(n, "");
    return n;
}

void fail_yaml(const std::string& source, const std::string& yaml, const YAML::Exception& problem) {
    const place where{source, problem.mark.line + 1, ""};
    if (dynamic_cast<const YAML::DeepRecursion*>(&problem) != nullptr) fail(where, "nested too deeply");
    if (!yaml.empty() && is_indented_by_tab(yaml, problem.mark.line))
        fail(where, "a tab; YAML is indented with spaces only");
    fail(where, "not valid YAML: " + problem.msg);
}

}  // namespace husky::settings
