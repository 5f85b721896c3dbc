#include "program/configuration.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "log/log.hpp"
#include "settings/scalar.hpp"
#include "settings/schema/load.hpp"
#include "settings/utf8.hpp"

namespace husky::program {

namespace {

/// HUSKY_HOST_BIN and the like tell tests where a program is.
constexpr const char* names_program = "BIN";

/// The value of a key of the file is overridden if `given` has it from another source.
void remark_overruled(const settings::schema& keys, const std::string& file, const settings::places& before,
                      const settings::places& given, std::vector<settings::remark>& into) {
    for (const auto& k : keys.keys()) {
        const auto *was = before.find(k.path), *is = given.find(k.path);
        if (was == nullptr || is == nullptr || was->source != file || is->source == file) continue;
        into.push_back({false, fmt::format("{} overrides {} in {}:{}", is->source, k.path, file, was->line)});
    }
}

}  // namespace

std::vector<settings::remark> load_configuration(const settings::schema& into, const std::string& file,
                                                 const std::string& environment_prefix,
                                                 const std::vector<setting_flag>& flags, settings::places& given) {
    const auto around = settings::process_environment();
    const auto names_defaults = environment_prefix + "DEFAULTS";
    const auto defaults = around.find(names_defaults);
    if (defaults != around.end()) settings::load_file(into, defaults->second, &given);
    if (!file.empty()) settings::load_file(into, file, &given);
    const auto before = given;
    std::set<std::string> by_flag;
    for (const auto& f : flags)
        if (f.given) by_flag.insert(f.key);
    auto remarks = settings::load_environment(into, environment_prefix, around, &given, by_flag,
                                              {names_defaults, environment_prefix + names_program});
    for (const auto& f : flags)
        if (f.given) settings::set(into, f.key, *f.given, f.flag, &given);
    if (file.empty())
        remarks.insert(remarks.begin(), {false, "no --config: using the " + (defaults == around.end()
                                                                                 ? std::string("built-in defaults")
                                                                                 : "defaults of " + defaults->second)});
    else
        remark_overruled(into, file, before, given, remarks);
    return remarks;
}

void tell(const std::vector<settings::remark>& remarks) {
    for (const auto& r : remarks)
        log::line(r.warns ? log::level::warning : log::level::info, "{}", r.text);
}

std::vector<settings::remark> remarks_on_environment(const std::string& prefix) {
    return settings::load_environment(settings::schema(""), prefix, settings::process_environment(), nullptr, {},
                                      {prefix + names_program});
}

void print_warnings(const std::vector<settings::remark>& remarks) {
    for (const auto& r : remarks)
        if (r.warns) fmt::print(stderr, "{}\n", r.text);
}

std::int64_t whole_number(const std::string& flag, const std::string& text, std::int64_t min, std::int64_t max) {
    const auto number = settings::parse_integer(text);
    if (!number || *number < min || *number > max)
        settings::fail(flag, 0, "", fmt::format("expected a whole number from {} to {}, got '{}'", min, max, text));
    return *number;
}

void require_utf8(int argc, char** argv) {
    for (int i = 1; i < argc; ++i)
        if (settings::wrong_utf8(argv[i])) settings::fail(fmt::format("argument {}", i), 0, "", "is not UTF-8");
}

}  // namespace husky::program
