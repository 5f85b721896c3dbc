#include "settings/schema/environment.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <optional>
#include <regex>

#include "settings/edit_distance.hpp"
#include "settings/schema/load.hpp"

namespace husky::settings {

namespace {

/// Of a service named husky-host: HUSKY_HOST_PORT=tcp://10.0.0.7:1310, HUSKY_HOST_SERVICE_PORT=1310 and more.
bool is_of_kubernetes(const std::string& name, const std::string& value) {
    static const std::regex service_name(
        ".*_SERVICE_(HOST|PORT(_.*)?)|.*_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");
    static const std::regex service_address("(tcp|udp|sctp)://.*");
    return std::regex_match(value, service_address) || std::regex_match(name, service_name);
}

/// The known name that was most likely meant: one that begins like this, else the one with the fewest changes.
std::optional<std::string> nearest(const std::string& name, const std::set<std::string>& known) {
    constexpr std::size_t max_changes = 3;
    const auto longer = known.lower_bound(name);
    if (longer != known.end() && longer->starts_with(name)) return *longer;
    const auto at = std::min_element(known.begin(), known.end(), [&](const auto& a, const auto& b) {
        return edit_distance(name, a) < edit_distance(name, b);
    });
    if (at == known.end() || edit_distance(name, *at) > max_changes) return std::nullopt;
    return *at;
}

}  // namespace

environment process_environment() {
    environment all;
    for (char** at = environ; at != nullptr && *at != nullptr; ++at) {
        const std::string_view line(*at);
        const auto equals = line.find('=');
        if (equals != std::string_view::npos && equals + 1 < line.size())
            all.emplace(line.substr(0, equals), line.substr(equals + 1));
    }
    return all;
}

const char* variable(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value == nullptr || *value == '\0' ? nullptr : value;
}

std::string environment_name(std::string_view prefix, std::string_view path) {
    std::string name(prefix);
    for (const char c : path)
        name += std::isalnum(static_cast<unsigned char>(c)) != 0
                    ? static_cast<char>(std::toupper(static_cast<unsigned char>(c)))
                    : '_';
    return name;
}

std::vector<remark> load_environment(const schema& into, std::string_view prefix, const environment& from,
                                     places* given, const std::set<std::string>& overruled,
                                     const std::set<std::string>& others) {
    std::map<std::string, std::string> paths;
    auto known = others;
    for (const auto& k : into.keys()) {
        const auto name = environment_name(prefix, k.path);
        paths.emplace(name, k.path);
        known.insert(name);
    }
    std::vector<remark> remarks;
    std::vector<std::string> passed_over;
    for (auto at = from.lower_bound(std::string(prefix)); at != from.end() && at->first.starts_with(prefix); ++at) {
        const auto& [name, value] = *at;
        const auto key = paths.find(name);
        if (value.empty()) continue;
        if (others.contains(name)) continue;
        if (is_of_kubernetes(name, value)) {
            passed_over.push_back(name);
        } else if (key == paths.end()) {
            const auto meant = nearest(name, known);
            remarks.push_back({true, meant ? fmt::format("{} is not a setting; {} is", name, *meant)
                                           : name + " is not a setting; docs/configuration.md lists them"});
        } else if (!overruled.contains(key->second)) {
            set(into, key->second, value, name, given);
        }
    }
    if (!passed_over.empty())
        remarks.push_back({false, fmt::format("ignored variables that Kubernetes sets for a service: {}",
                                              fmt::join(passed_over, ", "))});
    return remarks;
}

}  // namespace husky::settings
