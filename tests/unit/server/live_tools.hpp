#pragma once

#include <boost/json.hpp>

#include "server/api/live/live_feed.hpp"

namespace husky::host {

/// What a message says, in short: "snapshot 1 A B" or "delta 2 A cycles 1 events 2 host".
inline std::string short_form(const std::string& message) {
    const auto parsed = boost::json::parse(message).as_object();
    std::string out(parsed.at("type").as_string());
    out += ' ' + std::to_string(parsed.at("number").as_int64());
    if (const auto* lost = parsed.if_contains("lost")) out += " lost " + std::to_string(lost->as_int64());
    if (const auto* machines = parsed.if_contains("machines"))
        for (const auto& each : machines->as_array())
            out += ' ' + std::string(each.at("serial").as_string());
    for (const auto list : live_list_names)
        if (const auto* rows = parsed.if_contains(list))
            out += ' ' + std::string(list) + ' ' + std::to_string(rows->as_array().size());
    if (parsed.contains("host")) out += " host";
    return out;
}

inline machine_snapshot made_machine(machine_id id, const std::string& serial, std::int32_t counter = 1) {
    machine_snapshot m;
    m.id = id;
    m.serial = serial;
    m.online = true;
    m.life_counter = counter;
    m.cycles_stored = static_cast<std::uint64_t>(counter);
    return m;
}

}  // namespace husky::host
