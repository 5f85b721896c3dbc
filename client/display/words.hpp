#pragma once

#include <cstdint>

#include "client/model/catalogues/languages.hpp"
#include "protocol/messages/codes.hpp"

/// Texts of the operator screen in all languages. Variables, interruptions and modes have their texts in the model.
namespace husky::cells {

enum class word : std::uint8_t {
    overview,
    process,
    temperatures,
    alarms,
    set_up_injection,
    set_up_heats,
    set_up_mould,
    set_up_auxiliaries,
    language,
    // As the keys are labelled, where that is shorter.
    injection,
    heats,
    mould_clamp,
    auxiliaries,
    production,
    cycle,
    machine,
    job,
    mould,
    model,
    software,
    life_counter,
    quality,
    side,
    variable,
    actual,
    set_point,
    deviation,
    unit,
    limits,
    active_interruptions,
    newest_events,
    none,
    page,
    accepted,
    not_a_number,
    out_of_limits,
    how_to_edit,
    print,
    printing,
    no_more_prints,
    count,
};

std::string_view say(word w, std::size_t language);
std::string_view say(protocol::production_status s, std::size_t language);
std::string_view say(protocol::cycle_quality q, std::size_t language);

}  // namespace husky::cells
