#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "settings/schema/places.hpp"
#include "settings/schema/schema.hpp"

namespace husky::settings {

/// Variables and their values.
using environment = std::map<std::string, std::string>;

/// That of this process, without the variables that are empty: empty means not set.
environment process_environment();

/// The value of one variable of this process; null if it is not set or empty.
const char* variable(const std::string& name);

/// Remarks at the start of a program on a valid configuration.
struct remark {
    bool warns = false;
    std::string text;

    friend bool operator==(const remark&, const remark&) = default;
};

/// The environment name of a key: prefix "HUSKY_HOST_" and "link.init_timeout_s" give
/// "HUSKY_HOST_LINK_INIT_TIMEOUT_S".
std::string environment_name(std::string_view prefix, std::string_view path);

/// Takes every key that `from` gives by its environment name, but for those in `overruled`. Lists of scalars are
/// comma-separated; lists of groups cannot come from the environment. Remarks on other names with `prefix`: those that
/// Kubernetes sets for a service are ignored, any other name but those in `others` gives a warning. Throws
/// settings::error for a wrong value.
std::vector<remark> load_environment(const schema& into, std::string_view prefix, const environment& from,
                                     places* given = nullptr, const std::set<std::string>& overruled = {},
                                     const std::set<std::string>& others = {});

}  // namespace husky::settings
