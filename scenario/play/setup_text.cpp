#include "scenario/play/setup_text.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

#include "scenario/play/reference/reference_host.hpp"

namespace husky::play {

namespace {

constexpr std::streamoff max_file = 1 << 24;

std::string_view trimmed(std::string_view s) {
    const auto first = s.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return s.substr(first, s.find_last_not_of(" \t\r") - first + 1);
}

/// Where the value of one parameter stands.
struct place {
    std::size_t at = 0, size = 0;
    std::size_t found = 0;
};

/// A value ends where its unit begins: at the first blank after it, but a text is the rest of its line.
std::size_t value_size(std::string_view value) {
    const bool is_number = value.find_first_of("0123456789") <= 1 || value.starts_with("off");
    return is_number ? std::min(value.size(), value.find_first_of(" \t")) : value.size();
}

place find(std::string_view text, std::string_view wanted) {
    place p;
    std::string section;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = trimmed(text.substr(at, end - at));
        const auto equals = line.find('=');
        if (line.starts_with('[') && line.ends_with(']')) {
            section = std::string(line.substr(1, line.size() - 2));
        } else if (!line.starts_with('#') && !line.starts_with(';') && equals != std::string_view::npos) {
            const auto name = trimmed(line.substr(0, equals));
            const auto value = trimmed(line.substr(equals + 1));
            if (name == wanted || fmt::format("{}.{}", section, name) == wanted) {
                ++p.found;
                p.at = value.empty() ? at + text.substr(at).find('=') + 1
                                     : static_cast<std::size_t>(value.data() - text.data());
                p.size = value_size(value);
            }
        }
        at = end + 1;
    }
    return p;
}

}  // namespace

std::optional<std::string> change_setup(std::string& text, const std::map<std::string, std::string>& changes) {
    for (const auto& [name, value] : changes) {
        const auto p = find(text, name);
        if (p.found == 0) return fmt::format("the set-up has no parameter {}", name);
        if (p.found > 1) return fmt::format("the set-up has {} parameters {}; say which section", p.found, name);
        text.replace(p.at, p.size, value);
    }
    return std::nullopt;
}

std::optional<std::string> read_setup(const std::string& file, std::string& text) {
    std::ifstream in(file, std::ios::binary | std::ios::ate);
    std::error_code failed;
    if (!in || in.tellg() < 0 || std::filesystem::is_directory(file, failed))
        return fmt::format("{}: cannot be read", file);
    if (in.tellg() > max_file) return fmt::format("{}: is larger than any set-up", file);
    in.seekg(0);
    text.assign(std::istreambuf_iterator<char>(in), {});
    return std::nullopt;
}

std::optional<std::string> setup_to_send(const scenario::download_action& what, const reference_machine* machine,
                                         std::string& text) {
    if (!what.file.empty()) {
        if (auto problem = read_setup(what.file, text)) return problem;
    } else {
        const auto* kept = machine == nullptr ? nullptr : &machine->setups;
        if (kept == nullptr || !kept->contains(what.number))
            return fmt::format("no set-up {} of {} was uploaded before", what.number, what.machine);
        const auto& bytes = kept->at(what.number);
        text.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
    return change_setup(text, what.changes);
}

}  // namespace husky::play
