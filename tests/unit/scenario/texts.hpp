#pragma once

#include <map>
#include <string>

#include "scenario/file/load.hpp"

namespace husky::scenario {

/// Files that are not on a disk.
using texts = std::map<std::string, std::string>;

inline file_source source_of(const texts& files) {
    return [files](const std::string& path) {
        const auto at = files.find(path);
        if (at == files.end()) throw settings::error(path + ": cannot be read; check the name and its permissions");
        return at->second;
    };
}

/// Who acts: two puppets, or two machines of the built-in fleet.
inline const std::string two_puppets = "actors: {puppets: [{name: a}, {name: b}]}\n";
inline const std::string cells = "actors: {machines: {groups: [{count: 2}]}}\n";

/// The keys that every scenario needs, then `rest`. Line 1 and 2 are taken.
inline std::string with_head(const std::string& rest) { return "scenario: 1\nname: example\n" + rest; }

inline loaded_plan loaded(const std::string& rest, const texts& others = {}, const variable_lookup& variables = {}) {
    auto files = others;
    files["s.yaml"] = with_head(rest);
    return load_plan("s.yaml", variables, source_of(files));
}

/// What is wrong with it, "accepted" if nothing is.
inline std::string problem(const std::string& rest, const texts& others = {}, const variable_lookup& variables = {}) {
    try {
        loaded(rest, others, variables);
    } catch (const settings::error& wrong) {
        return wrong.what();
    }
    return "accepted";
}

}  // namespace husky::scenario
