#include "server/setups/setup_diff.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "protocol/wire/text.hpp"
#include "settings/utf8.hpp"

namespace husky::host {

namespace {

/// In the order of the file.
struct parameters {
    std::vector<std::pair<std::string, std::string>> all;
    std::unordered_map<std::string, std::size_t> places;

    /// A name that is there again is told apart by its line.
    void add(std::string name, std::string_view value, std::size_t line) {
        if (places.contains(name)) name += " (line " + std::to_string(line) + ')';
        places.emplace(name, all.size());
        all.emplace_back(std::move(name), value);
    }
    [[nodiscard]] const std::string* find(const std::string& name) const {
        const auto at = places.find(name);
        return at == places.end() ? nullptr : &all[at->second].second;
    }
};

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

bool is_text(std::string_view content) {
    return std::none_of(content.begin(), content.end(),
                        [](char c) { return settings::is_control(c) && c != '\t' && c != '\r' && c != '\n'; });
}

void add_line(std::string_view line, std::size_t number, std::string& section, parameters& into) {
    if (line.empty() || line.front() == '#' || line.front() == ';') return;
    if (line.front() == '[' && line.back() == ']') {
        section = std::string(trimmed(line.substr(1, line.size() - 2)));
        return;
    }
    const auto equals = line.find('=');
    const auto name = trimmed(line.substr(0, equals));
    if (equals == std::string_view::npos || name.empty())
        return into.add("line " + std::to_string(number), line, number);
    into.add(section.empty() ? std::string(name) : section + '.' + std::string(name), trimmed(line.substr(equals + 1)),
             number);
}

/// Empty if there are too many lines.
std::optional<parameters> parameters_of(std::string_view content) {
    parameters found;
    std::string section;
    std::size_t number = 0;
    while (!content.empty()) {
        if (++number > max_compared_lines) return std::nullopt;
        const auto end = std::min(content.find('\n'), content.size());
        add_line(trimmed(content.substr(0, end)), number, section, found);
        content.remove_prefix(std::min(end + 1, content.size()));
    }
    return found;
}

}  // namespace

setup_difference compare_setups(std::string_view from, std::string_view to) {
    setup_difference found;
    if (from == to) return found;
    if (!is_text(from) || !is_text(to)) return {.outcome = setup_difference::result::no_text};
    const auto before = parameters_of(protocol::as_utf8(from)), after = parameters_of(protocol::as_utf8(to));
    if (!before || !after) return {.outcome = setup_difference::result::too_long};
    for (const auto& [name, value] : before->all) {
        const std::string* now = after->find(name);
        if (now == nullptr)
            found.removed.push_back({name, value, {}});
        else if (*now != value)
            found.changed.push_back({name, value, *now});
    }
    for (const auto& [name, value] : after->all)
        if (before->find(name) == nullptr) found.added.push_back({name, {}, value});
    return found;
}

}  // namespace husky::host
