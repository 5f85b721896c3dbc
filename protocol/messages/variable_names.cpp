#include "protocol/messages/variable_names.hpp"

#include "settings/scalar.hpp"

namespace husky::protocol {

std::optional<variable_id> variable_by_name(std::string_view name) {
    if (const auto number = settings::parse_integer(name)) {
        if (*number < 0 || *number > 65535) return std::nullopt;
        return static_cast<variable_id>(*number);
    }
    for (const auto& known : named_machine_variables)
        if (known.name == name) return known.id;
    for (const auto& known : named_process_variables)
        if (known.name == name) return known.id;
    return std::nullopt;
}

}  // namespace husky::protocol
