#include "server/config_check.hpp"

#include <fmt/format.h>

#include <set>

#include "protocol/dialect/dialect_file.hpp"
#include "protocol/wire/wire_text.hpp"
#include "server/http/guard.hpp"

namespace husky::host {

namespace {

void require_guard(const host_config& config) {
    if (!config.http_token_file.empty()) return;  // which is a secret, and need not be where the file is checked
    try {
        static_cast<void>(http_guard::by_rules(config.http_bind, "", config.http_unsafe));
    } catch (const std::exception& problem) {
        config.given.fail_at("http.bind", problem.what());
    }
}

void require_serials(const host_config& config, const dialect_set& dialects) {
    std::set<std::string> serials;
    for (std::size_t i = 0; i < config.machines.size(); ++i) {
        const auto& m = config.machines[i];
        const auto* own = dialects.own(m);
        const auto max =
            (own == nullptr ? dialects.wire_dialect() : *own).width(protocol::first_text_slot<protocol::init>);
        const auto key = fmt::format("machines[{}].serial", i);
        if (!protocol::is_wire_name(m.serial, max))
            config.given.fail_at(key, fmt::format("expected {}, got '{}'", protocol::wire_name_of(max), m.serial));
        if (!serials.insert(m.serial).second) config.given.fail_at(key, fmt::format("'{}' is given twice", m.serial));
    }
}

void require_name(const host_config& config, const protocol::dialect& wire_dialect) {
    const auto max = wire_dialect.width(protocol::first_text_slot<protocol::identify_response>);
    if (!protocol::is_wire_name(config.name, max))
        config.given.fail_at("name", fmt::format("expected {}, got '{}'", protocol::wire_name_of(max), config.name));
}

}  // namespace

dialect_set::dialect_set(const host_config& config) : wire_dialect_(protocol::load_dialect(config.dialect)) {
    for (const auto& m : config.machines)
        if (!m.dialect.empty() && !by_file_.contains(m.dialect))
            by_file_.emplace(m.dialect, protocol::load_dialect(m.dialect));
}

const protocol::dialect* dialect_set::own(const known_machine& m) const {
    const auto at = by_file_.find(m.dialect);
    return at == by_file_.end() ? nullptr : &at->second;
}

link::host_port dialled_address(const std::string& text, const protocol::dialect& wire_dialect) {
    return link::parse_host_port(text, wire_dialect.ports.machine).value();
}

void require_sound(const host_config& config, const dialect_set& dialects) {
    require_name(config, dialects.wire_dialect());
    require_serials(config, dialects);
    require_guard(config);
    link::require_complete(config.tls, "tls", config.given);
    link::require_complete(config.http_tls, "http.tls", config.given);
}

}  // namespace husky::host
