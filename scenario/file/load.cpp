#include "scenario/file/load.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>

#include "protocol/by_name/message_layouts.hpp"
#include "scenario/file/grammar.hpp"
#include "scenario/file/kind.hpp"
#include "scenario/file/plan_reader.hpp"
#include "settings/json_text.hpp"
#include "settings/schema/publish.hpp"
#include "settings/utf8.hpp"

namespace husky::scenario {

namespace json = boost::json;

namespace {

constexpr std::size_t longest_line_of_descent = 8;
constexpr std::size_t max_values = 200'000;

node parse(const std::string& yaml, const std::string& file, const variable_lookup& variables) {
    require_one_document(yaml, file);
    const auto expand = [&](const std::string& text, const place& where) {
        return with_variables(text, where, variables);
    };
    return settings::parse_yaml(yaml, file, {.expand = expand, .max_values = max_values});
}

/// The file upon those that it extends, the oldest first.
node read_with_parents(const std::string& path, const variable_lookup& variables, const file_source& read,
                       std::vector<std::string>& descent) {
    descent.push_back(path);
    auto text = read(path);
    if (text.size() > max_file) throw settings::error(path + ": is larger than 4 MiB, the limit of a scenario");
    auto own = parse(text, path, variables);
    if (own.is != node::kind::group) settings::fail(path, own.where.line, "", "expected keys and values");
    const auto* extends = own.find("extends");
    if (extends == nullptr) return own;
    if (extends->is != node::kind::scalar) fail(extends->where, "expected a file name, relative to this file");
    const auto parent = file_in(own, "extends");
    if (std::find(descent.begin(), descent.end(), parent) != descent.end())
        fail(extends->where, "a scenario cannot extend itself");
    if (descent.size() == longest_line_of_descent)
        fail(extends->where, fmt::format("more than {} scenarios extend one another", longest_line_of_descent));
    const auto where = extends->where;
    std::erase_if(own.members, [](const auto& m) { return m.name == "extends"; });
    try {
        return merge(read_with_parents(parent, variables, read, descent), std::move(own));
    } catch (const settings::error& problem) {
        if (std::string_view(problem.what()).find(": cannot be read") == std::string_view::npos) throw;
        fail(where, problem.what());
    }
}

/// Without characters that would break the line or a terminal.
std::string one_line(std::string text) {
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20U || c == 0x7F) c = ' ';
    return text;
}

/// What another file names.
std::string read_from(const std::string& path, const place& named, const file_source& read) {
    try {
        return read(path);
    } catch (const settings::error& problem) {
        fail(named, problem.what());
    }
}

loaded_plan load(const std::string& path, const variable_lookup& variables, const file_source& read) {
    std::vector<std::string> descent;
    auto top = read_with_parents(path, variables, read, descent);
    top.where.source = path;
    check(top, scenario_form);
    loaded_plan out;
    if (const auto* dialect = top.find("dialect")) {
        const auto file = file_in(top, "dialect");
        out.wire_dialect = protocol::parse_dialect(read_from(file, dialect->where, read), file);
    }
    const protocol::message_layouts layouts(out.wire_dialect);
    out.plan = plan_reader(layouts).read(top);
    out.plan.file = path;
    return out;
}

}  // namespace

std::string read_scenario_file(const std::string& path) {
    std::error_code failed;
    const auto size = std::filesystem::file_size(path, failed);
    if (!failed && size > max_file) throw settings::error(path + ": is larger than 4 MiB, the limit of a scenario");
    std::ifstream in(path, std::ios::binary);
    std::string text(max_file + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
    if (!in.is_open() || in.bad() || std::filesystem::is_directory(path, failed))
        throw settings::error(path + ": cannot be read; check the name and its permissions");
    return settings::utf8_text(std::move(text), path);
}

loaded_plan load_plan(const std::string& path, const variable_lookup& variables, const file_source& read) {
    try {
        return load(path, variables, read);
    } catch (const settings::error& wrong) {
        throw settings::error(one_line(wrong.what()));
    }
}

std::string scenario_json_schema() {
    auto out = settings::json_schema(scenario_form, "scenario");
    // A variant has its name and version from what it extends.
    out["anyOf"] = {json::object{{"required", out.at("required")}}, json::object{{"required", json::array{"extends"}}}};
    out.erase("required");
    return settings::json_text(out);
}

std::string scenario_reference() { return settings::markdown_tables(scenario_form); }

}  // namespace husky::scenario
