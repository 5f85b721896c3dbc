#include "link/faults/fault_settings.hpp"

#include <fmt/format.h>

#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include "link/faults/placed_faults.hpp"
#include "settings/error.hpp"

namespace husky::link {

namespace {

void add(std::vector<protocol::fault>& to, protocol::fault f, const settings::place& where) {
    if (to.size() == placed_faults::max_faults)
        settings::fail(where, fmt::format("expected at most {} faults", placed_faults::max_faults));
    to.push_back(std::move(f));
}

}  // namespace

protocol::fault parse_fault_at(protocol::sender end, const settings::node& given) {
    auto read = protocol::parse_fault(given);
    if (const auto never = protocol::why_never(read, end); !never.empty()) settings::fail(given.place_of("way"), never);
    return read;
}

void describe_faults(settings::schema& s, protocol::sender end, std::vector<protocol::fault>& into) {
    s.values(
        "faults", [&into] { into.clear(); }, {.own_schema = protocol::fault_json_schema},
        [&into, end](const settings::node& given) { add(into, parse_fault_at(end, given), given.where); },
        "faults that act from the start; docs/faults.md");
}

void add_fault_flag(program::options& to, std::vector<std::string>& texts) {
    to.values("--fault", texts, "TEXT",
              "do something to messages, as 'message=cycle every=10 do=drop'; may be given again");
}

void add_faults(const std::vector<std::string>& texts, protocol::sender end, std::vector<protocol::fault>& to) {
    const settings::place flag{"--fault", 0, ""};
    for (const auto& text : texts)
        add(to, parse_fault_at(end, settings::node_of(boost::json::string(text), flag)), flag);
}

}  // namespace husky::link
