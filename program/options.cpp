#include "program/options.hpp"

#include <CLI/CLI.hpp>

namespace husky::program {

namespace {

CLI::Option* finish(CLI::Option* option, const std::string& value_name, const option_rules& rules) {
    option->type_name(value_name)->required(rules.required);
    if (rules.shows_default) option->capture_default_str();
    if (!rules.one_of.empty()) option->check(CLI::IsMember(rules.one_of));
    return option;
}

void take_last(CLI::Option* option) {
    if (!option->get_positional()) option->take_last();
}

}  // namespace

void options::value(const std::string& name, std::string& into, const std::string& value_name,
                    const std::string& meaning, const option_rules& rules) {
    take_last(finish(command_.add_option(name, into, meaning), value_name, rules));
}

void options::value(const std::string& name, std::optional<std::string>& into, const std::string& value_name,
                    const std::string& meaning) {
    take_last(finish(command_.add_option(name, into, meaning), value_name, {}));
}

void options::values(const std::string& name, std::vector<std::string>& into, const std::string& value_name,
                     const std::string& meaning, const option_rules& rules) {
    auto* option = finish(command_.add_option(name, into, meaning), value_name, rules);
    if (!option->get_positional()) option->expected(1)->take_all();
}

void options::flag(const std::string& name, bool& into, const std::string& meaning) {
    command_.add_flag(name, into, meaning);
}

void options::settings(std::span<setting_flag> flags, const settings::schema& keys) {
    for (auto& f : flags) {
        const auto& meaning = f.meaning.empty() ? keys.find(f.key)->meaning : f.meaning;
        if (f.value_name.empty())
            command_.add_flag_callback(
                f.flag, [&f] { f.given = "true"; }, meaning);
        else
            value(f.flag, f.given, f.value_name, meaning);
    }
}

void options::exclude(const std::string& name, const std::string& other) {
    command_.get_option(name)->excludes(command_.get_option(other));
}

}  // namespace husky::program
