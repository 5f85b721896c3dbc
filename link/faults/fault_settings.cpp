#include "link/faults/fault_settings.hpp"

#include <fmt/format.h>

#include <boost/json/value.hpp>

#include "link/faults/fault_board.hpp"
#include "settings/error.hpp"

namespace husky::link {

namespace {

std::string too_many() { return fmt::format("expected at most {} faults", fault_board::most_faults); }

}  // namespace

protocol::fault_or_mistake parse_fault_at(protocol::sender end, const boost::json::value& given) {
    auto read = protocol::parse_fault(given);
    if (const auto* f = std::get_if<protocol::fault>(&read))
        if (auto never = protocol::why_never(*f, end); !never.empty())
            return protocol::fault_mistake{"way", std::move(never)};
    return read;
}

void describe_faults(settings::schema& s, protocol::sender end, std::vector<protocol::fault>& into) {
    const auto take = [&into, end](const boost::json::value& given) -> std::optional<settings::document_mistake> {
        auto read = parse_fault_at(end, given);
        if (const auto* wrong = std::get_if<protocol::fault_mistake>(&read))
            return settings::document_mistake{wrong->path, wrong->problem};
        if (into.size() == fault_board::most_faults) return settings::document_mistake{"", too_many()};
        into.push_back(std::get<protocol::fault>(std::move(read)));
        return std::nullopt;
    };
    s.documents(
        "faults", [&into] { into.clear(); }, take, protocol::fault_json_schema(),
        "what is done to messages from the start on; docs/faults.md");
}

void add_faults(const std::vector<std::string>& texts, protocol::sender end, std::vector<protocol::fault>& to) {
    for (const auto& text : texts) {
        auto read = parse_fault_at(end, boost::json::string(text));
        if (const auto* wrong = std::get_if<protocol::fault_mistake>(&read))
            settings::fail("--fault", 0, wrong->path, wrong->problem);
        if (to.size() == fault_board::most_faults) settings::fail("--fault", 0, "", too_many());
        to.push_back(std::get<protocol::fault>(std::move(read)));
    }
}

}  // namespace husky::link
