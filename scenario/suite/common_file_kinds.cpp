#include "scenario/suite/common_file_kinds.hpp"

#include "protocol/dialect/dialect.hpp"
#include "scenario/file/kind.hpp"
#include "scenario/file/load.hpp"
#include "settings/schema/environment.hpp"

namespace husky::suite {

program::file_kind dialect_kind() {
    return {"dialect", [](const std::string& text) { return protocol::is_dialect_file(text); },
            [](const std::string& text, const std::string& file) {
                protocol::parse_dialect(text, file);
                return std::string();
            },
            [] { return protocol::dialect_json_schema(); }};
}

program::file_kind scenario_kind(std::function<void(const scenario::plan&)> require) {
    return {"scenario", [](const std::string& text) { return scenario::is_scenario(text); },
            [require = std::move(require)](const std::string&, const std::string& file) {
                require(scenario::load_plan(file, scenario::lookup_in({}, settings::variable)).plan);
                return std::string();
            },
            [] { return scenario::scenario_json_schema(); }};
}

}  // namespace husky::suite
