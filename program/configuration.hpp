#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "settings/schema/environment.hpp"
#include "settings/schema/places.hpp"
#include "settings/schema/schema.hpp"

/// Where the configuration of a program comes from.
namespace husky::program {

/// A flag that sets a key of the configuration.
struct setting_flag {
    std::string flag;          ///< "--port"
    std::string key;           ///< "port"
    std::string value_name{};  ///< empty: it has no value, and says true
    std::string meaning{};     ///< empty: that of the key
    std::optional<std::string> given{};
};

/// Fills a configuration, later ones win: the file that the variable PREFIX_DEFAULTS names, `file` (none if empty), the
/// environment, flags. Notes in `given` where each key was given. A variable whose key a flag gives is ignored.
/// Returns remarks, as which variable or flag overrides a key of the file. Throws
/// settings::error.
std::vector<settings::remark> load_configuration(const settings::schema& into, const std::string& file,
                                                 const std::string& environment_prefix,
                                                 const std::vector<setting_flag>& flags, settings::places& given);

/// The same of a program that takes no settings from the environment.
std::vector<settings::remark> remarks_on_environment(const std::string& prefix);

/// Writes them to the log.
void tell(const std::vector<settings::remark>& remarks);
/// Writes what warns to standard error, for a command without a log.
void print_warnings(const std::vector<settings::remark>& remarks);

/// The value of a flag that sets no key. Throws settings::error unless it is a number within the limits.
std::int64_t whole_number(const std::string& flag, const std::string& text, std::int64_t min, std::int64_t max);

/// Throws settings::error for an argument that is not UTF-8.
void require_utf8(int argc, char** argv);

}  // namespace husky::program
