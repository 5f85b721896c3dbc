#pragma once

#include <cstdint>
#include <string>

#include "server/records/records.hpp"

namespace husky::host {

/// What is to be forgotten: everything that a machine has reported so far, or that every_machine has.
struct forgetting {
    machine_id machine = every_machine;
    std::string serial{};      ///< of that machine
    std::uint64_t number = 0;  ///< from 1: later ones have higher numbers

    [[nodiscard]] bool means(machine_id each) const { return machine == every_machine || machine == each; }
};

}  // namespace husky::host
