#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "client/fleet/fleet_config.hpp"
#include "client/model/cell.hpp"
#include "client/model/family.hpp"

namespace husky::cells {

/// The families of a run, each loaded once.
class family_shelf {
  public:
    /// A built-in family by name, or a family file by path. Throws settings::error. The result lives as long as the
    /// shelf.
    const family& get(const std::string& name);

  private:
    std::map<std::string, std::unique_ptr<family>> loaded_;
};

/// Names of the families that the program carries.
std::vector<std::string> built_in_families();
/// YAML of a built-in family; empty if there is none of that name.
std::string_view built_in_family(std::string_view name);

/// One machine to be.
struct roster_entry {
    const family* kind;
    cell_settings settings;
};

/// The machines of a fleet in the order of their numbers. Throws settings::error, naming the group, for a serial
/// pattern that is wrong, too long for the wire or gives one serial twice, and for a tandem group of a family that has
/// none.
std::vector<roster_entry> make_roster(const fleet_config& config, family_shelf& shelf);

/// Puts a number into a pattern with {n} or {n:04}. Empty if the pattern has neither or anything else in braces.
std::optional<std::string> serial_of(const std::string& pattern, std::uint32_t n);

}  // namespace husky::cells
