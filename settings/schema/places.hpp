#pragma once

#include <map>
#include <string>

#include "settings/error.hpp"

namespace husky::settings {

/// Where the keys of a configuration were given, for what can only be judged once all of them are known. A key is named
/// as errors name it, "groups[1].serial".
class places {
  public:
    /// A later source overrides an earlier one. The key of `at` is what errors show: empty where the source
    /// says it, another one for a flag that stands for several keys.
    void note(const std::string& key, place at);
    /// The key was not given, nor anything below it.
    void forget(const std::string& key);

    /// Whether the key itself was given.
    [[nodiscard]] bool has(const std::string& key) const { return given_.contains(key); }

    /// Whether no key was given.
    [[nodiscard]] bool empty() const { return given_.empty(); }

    /// Where the key itself was given; null if it was not.
    [[nodiscard]] const place* find(const std::string& key) const;

    /// Throws settings::error for a key: at its place, else at that of the nearest list or group around it, else as a
    /// built-in default.
    [[noreturn]] void fail_at(const std::string& key, const std::string& problem) const;

  private:
    std::map<std::string, place> given_;
};

}  // namespace husky::settings
