#include "server/api/live/live_request.hpp"

#include <algorithm>
#include <string_view>

namespace husky::host {

namespace {

/// Calls `take` with each part between commas, while that returns true; returns whether it always did.
template <class Take>
bool each_part(std::string_view list, Take take) {
    while (true) {
        const auto end = list.find(',');
        if (!take(list.substr(0, end))) return false;
        if (end == std::string_view::npos) return true;
        list.remove_prefix(end + 1);
    }
}

std::string known_topics() {
    std::string all;
    for (const auto name : topic_names) {
        if (!all.empty()) all += ", ";
        all += name;
    }
    return all;
}

/// Returns one line about an error, empty if there is none.
std::string read_machines(std::string_view list, std::set<std::string>& into) {
    const bool good = each_part(list, [&](std::string_view part) {
        if (part.empty() || into.size() >= max_live_machines) return false;
        into.emplace(part);
        return true;
    });
    if (good) return {};
    if (into.size() >= max_live_machines) return "machines: more than " + std::to_string(max_live_machines);
    return "machines: serials with commas between them, none of them empty";
}

std::string read_topics(std::string_view list, topic_set& into) {
    std::string wrong;
    into = {};
    each_part(list, [&](std::string_view part) {
        const auto at = std::find(topic_names.begin(), topic_names.end(), part);
        if (at == topic_names.end())
            wrong = "topics: unknown topic '" + std::string(part) + "'; known here: " + known_topics();
        else
            into.add(static_cast<topic>(at - topic_names.begin()));
        return wrong.empty();
    });
    return wrong;
}

}  // namespace

std::variant<live_request, std::string> parse_live_request(const std::string* machines, const std::string* topics) {
    live_request asked;
    std::string wrong;
    if (machines != nullptr) wrong = read_machines(*machines, asked.machines);
    if (wrong.empty() && topics != nullptr) wrong = read_topics(*topics, asked.topics);
    if (!wrong.empty()) return wrong;
    return asked;
}

}  // namespace husky::host
