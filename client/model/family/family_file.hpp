#pragma once

#include <string>

#include "client/model/family/family.hpp"
#include "client/model/family/family_overrides.hpp"
#include "settings/schema/places.hpp"

namespace husky::cells {

/// Reads a family file. Throws settings::error, "pet.yaml:12: variables[3].sigma: ...", for an unreadable file, a wrong
/// or unknown key, a variable that is missing or given twice, a unit that the variable cannot have, a band that
/// excludes its set point, or phases that exceed the cycle.
family load_family(const std::string& path);

/// Whether a YAML text is a family file: it has variables. False for broken YAML.
bool is_family_file(const std::string& yaml);

/// As load_family from text; `source` names it in errors.
family parse_family(const std::string& yaml, const std::string& source);

/// A family file that is right, with some values changed and checked again. Throws settings::error where `given` says
/// that the changes stand; they are below `key` there, "groups[0].overrides".
family parse_family(const std::string& yaml, const std::string& source, const family_overrides& changes,
                    const settings::places& given, const std::string& key);

}  // namespace husky::cells
