#include "scenario/file/node.hpp"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "protocol/text.hpp"
#include "scenario/file/documents.hpp"
#include "scenario/file/variables.hpp"
#include "settings/document.hpp"
#include "settings/error.hpp"

namespace husky::scenario {

namespace {

class parser {
  public:
    parser(const std::string& file, const variable_lookup& variables) : file_(&file), variables_(&variables) {}

    node parse(const YAML::Node& from, const std::string& path, int depth = 0) {
        node out;
        out.where = {*file_, from.Mark().line + 1, path};
        if (++count_ > most_nodes) reject(out.where, fmt::format("the file holds more than {} values", most_nodes));
        if (depth > deepest) reject(out.where, "nested too deeply");
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
    static constexpr int deepest = 40;

    void take_scalar(const YAML::Node& from, node& out) {
        out.is = node::kind::scalar;
        out.quoted = from.Tag() == "!";
        if (!protocol::is_utf8(from.Scalar())) reject(out.where, "is no UTF-8 text");
        out.text = with_variables(from.Scalar(), out.where, *variables_);
        characters_ += out.text.size();
        if (characters_ > most_characters) reject(out.where, "the file holds more than 16 MiB of text");
    }

    void take_group(const YAML::Node& from, const std::string& path, int depth, node& out) {
        out.is = node::kind::group;
        for (const auto& pair : from) {
            const auto name = pair.first.IsScalar() ? pair.first.Scalar() : std::string("?");
            const auto inner = path.empty() ? name : fmt::format("{}.{}", path, name);
            const mark where{*file_, pair.first.Mark().line + 1, inner};
            if (!protocol::is_utf8(name)) reject(out.where, "a key that is no UTF-8 text");
            if (out.find(name) != nullptr) reject(where, "given twice");
            if (out.members.size() == most_keys) reject(where, fmt::format("more than {} keys", most_keys));
            out.members.push_back({name, where, parse(pair.second, inner, depth + 1)});
        }
    }

    static constexpr std::size_t most_keys = 2000;  // found one by one
    static constexpr std::size_t most_characters = 16U << 20U;

    const std::string* file_;
    const variable_lookup* variables_;
    std::size_t count_ = 0, characters_ = 0;
};

void rename(node& n, const std::string& path) {
    n.where.key = path;
    for (std::size_t i = 0; i < n.items.size(); ++i)
        rename(n.items[i], fmt::format("{}[{}]", path, i));
    for (auto& m : n.members) {
        m.where.key = path.empty() ? m.name : path + "." + m.name;
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

}  // namespace

void reject(const mark& at, const std::string& problem) { settings::fail(at.file, at.line, at.key, problem); }

const node* node::find(std::string_view name) const {
    const auto at = std::find_if(members.begin(), members.end(), [&](const member& m) { return m.name == name; });
    return at == members.end() ? nullptr : &at->value;
}

node parse_node(const std::string& yaml, const std::string& file, const variable_lookup& variables) {
    try {
        require_one_document(yaml, file);
        return parser(file, variables).parse(YAML::Load(yaml), "");
    } catch (const YAML::DeepRecursion& problem) {
        settings::fail(file, problem.mark.line + 1, "", "nested too deeply");
    } catch (const YAML::Exception& problem) {
        settings::fail_yaml(file, yaml, problem);
    }
}

node merge(node base, node over) {
    put_upon(base, over);
    rename(base, "");
    return base;
}

}  // namespace husky::scenario
