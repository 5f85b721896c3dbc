#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "program/configuration.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace husky::program {

struct option_rules {
    bool required = false;
    bool shows_default = false;         ///< help tells what the variable holds before
    std::vector<std::string> one_of{};  ///< the values that are taken; empty: any
};

/// Declares what a subcommand may be given. Variables hold what was typed once the command line is parsed, and must
/// live until then. Names begin with dashes; without them they are arguments, taken in their order.
class options {
  public:
    explicit options(CLI::App& command) : command_(command) {}

    /// Of an option that is given twice the last one counts.
    void value(const std::string& name, std::string& into, const std::string& value_name, const std::string& meaning,
               const option_rules& rules = {});
    void value(const std::string& name, std::optional<std::string>& into, const std::string& value_name,
               const std::string& meaning);
    /// May be given again and again.
    void values(const std::string& name, std::vector<std::string>& into, const std::string& value_name,
                const std::string& meaning, const option_rules& rules = {});
    void flag(const std::string& name, bool& into, const std::string& meaning);
    /// Flags of keys, with the meaning that the key has where they have none of their own.
    void settings(std::span<setting_flag> flags, const settings::schema& keys);
    /// Two options that cannot be given together; `other` comes first.
    void exclude(const std::string& name, const std::string& other);

  private:
    CLI::App& command_;
};

}  // namespace husky::program
