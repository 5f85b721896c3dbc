#include "link/fault_settings.hpp"

#include "protocol/faults/fault_json.hpp"
#include "settings/error.hpp"

namespace husky::link {

void describe_faults(settings::schema& s, std::vector<protocol::fault>& into) {
    const auto take = [&into](const boost::json::value& given) -> std::optional<settings::document_mistake> {
        auto read = protocol::parse_fault(given);
        if (const auto* wrong = std::get_if<protocol::fault_mistake>(&read))
            return settings::document_mistake{wrong->path, wrong->problem};
        into.push_back(std::get<protocol::fault>(std::move(read)));
        return std::nullopt;
    };
    s.documents(
        "faults", [&into] { into.clear(); }, take, protocol::fault_json_schema(),
        "what is done to messages from the start on; docs/faults.md");
}

void add_faults(const std::vector<std::string>& texts, std::vector<protocol::fault>& to) {
    for (const auto& text : texts) {
        auto read = protocol::parse_fault_text(text);
        if (const auto* wrong = std::get_if<protocol::fault_mistake>(&read))
            settings::fail("--fault", 0, wrong->path, wrong->problem);
        to.push_back(std::get<protocol::fault>(std::move(read)));
    }
}

}  // namespace husky::link
