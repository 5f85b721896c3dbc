#include "program/file_kind.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "program/command_line.hpp"
#include "program/say.hpp"
#include "settings/error.hpp"
#include "settings/schema/load.hpp"

namespace husky::program {

namespace {

const file_kind& kind_of(const std::string& text, const std::vector<file_kind>& kinds) {
    const auto known =
        std::find_if(kinds.rbegin(), kinds.rend() - 1, [&](const file_kind& kind) { return kind.is(text); });
    return *known;
}

int validate(const std::vector<std::string>& files, const std::vector<file_kind>& kinds) {
    int result = exit_ok;
    for (const auto& file : files) {
        try {
            const auto text = settings::read_file(file);
            const auto remark = kind_of(text, kinds).check(text, file);
            say(stdout, "{}: ok{}{}\n", file, remark.empty() ? "" : ", ", remark);
        } catch (const settings::error& wrong) {
            say(stderr, "{}\n", wrong.what());
            result = exit_usage;
        }
    }
    return result;
}

}  // namespace

subcommand schema_subcommand(const std::vector<file_kind>& kinds) {
    const auto declare = [kinds](options& of, std::string& name) {
        std::vector<std::string> names;
        for (const auto& kind : kinds)
            names.push_back(kind.name);
        const auto meaning = fmt::format("{} or {}", fmt::join(names.begin(), names.end() - 1, ", "), names.back());
        of.value("kind", name, "TEXT", meaning, {.required = true, .one_of = names});
    };
    const auto run = [kinds](const std::string& name) {
        const auto asked =
            std::find_if(kinds.begin(), kinds.end(), [&](const file_kind& kind) { return kind.name == name; });
        fmt::print("{}\n", asked->schema());
        return exit_ok;
    };
    return subcommand_of<std::string>("schema", "print the JSON Schema of a kind of file", "", declare, run);
}

subcommand validate_subcommand(const std::string& meaning, const std::vector<file_kind>& kinds) {
    using file_names = std::vector<std::string>;
    const auto declare = [](options& of, file_names& files) {
        of.values("file", files, "TEXT", "files to check", {.required = true});
    };
    const auto run = [kinds](const file_names& files) { return validate(files, kinds); };
    return subcommand_of<file_names>("validate", meaning, "", declare, run);
}

}  // namespace husky::program
