#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "client/fleet/fleet_config.hpp"
#include "client/model/cell/cell.hpp"
#include "client/model/family/family.hpp"
#include "protocol/dialect/dialect.hpp"

namespace husky::cells {

/// The families of a run, each loaded once.
class family_set {
  public:
    /// A built-in family by name, or a family file by path; changed by the group's overrides, if it has any. `key` is
    /// that of the group, "groups[0]". Throws settings::error. The result lives as long as `loaded`.
    const family& get(const machine_group& group, const settings::places& given, const std::string& key);

  private:
    const family& plain(const std::string& name, const settings::places& given, const std::string& key);

    std::map<std::string, std::unique_ptr<family>> loaded_;
    std::vector<std::unique_ptr<family>> changed_;
};

/// Names of the families that the program carries.
std::vector<std::string> built_in_families();
/// YAML of a built-in family; empty if there is none of that name.
std::string_view built_in_family(std::string_view name);

/// The machines of a fleet in the order of their numbers. Throws settings::error, at the place of the group's key, for
/// more machines than a fleet may have, a serial that the wire cannot carry or that is given twice, ages that run
/// backwards, a tandem group of a family that has none, overrides that do not fit the family, and shifts that do not
/// fit into a day.
std::vector<roster_entry> make_roster(const fleet_config& config, family_set& loaded,
                                      const protocol::dialect& wire_dialect = protocol::default_dialect());

}  // namespace husky::cells
