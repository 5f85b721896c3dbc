#include "server/records/records.hpp"

#include <variant>

namespace husky::host {

void batch::drop(machine_id machine) {
    if (machine == every_machine) {
        records.clear();
        text.clear();
        return;
    }
    std::erase_if(records, [machine](const record& r) {
        return std::visit(
            [machine](const auto& one) {
                if constexpr (requires { one.machine; }) return one.machine == machine;
                return false;
            },
            r);
    });
}

}  // namespace husky::host
