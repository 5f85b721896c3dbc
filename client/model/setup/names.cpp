#include "client/model/setup/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace husky::cells::setup {

namespace {

// clang-format off
constexpr multilingual hold_pressures{"Hold pressure", "Nachdruck", "Pression de maintien", "Presión de sostenimiento"};
constexpr multilingual injection_speeds{"Injection speed", "Einspritzgeschwindigkeit", "Vitesse d'injection", "Velocidad de inyección"};
constexpr multilingual speeds{"Speed", "Tempo", "Vitesse", "Velocidad"};
constexpr multilingual pressure_limits{"Injection pressure limit", "Spritzdruckgrenze", "Limite de pression d'injection", "Límite de presión de inyección"};
constexpr multilingual recovery_delays{"Recovery delay", "Dosierverzögerung", "Retard du dosage", "Retardo de dosificación"};
constexpr multilingual cycle_delays{"Cycle delay", "Zykluspause", "Pause entre cycles", "Pausa entre ciclos"};
constexpr multilingual parts{"Parts wanted", "Gutteile gefordert", "Pièces demandées", "Piezas pedidas"};
// clang-format on

const multilingual& set_point_name(process_variable q) {
    for (const auto& range : member_ranges())
        if (range.mean == q) return range.description;
    return kind_of(q).description;
}

const multilingual& name_of(const parameter& p) {
    switch (p.does) {
        case role::hold_pressure:
            return hold_pressures;
        case role::speed:
            return injection_speeds;
        case role::movement_speed:
            return speeds;
        case role::pressure_limit:
            return pressure_limits;
        case role::recovery_delay:
            return recovery_delays;
        case role::cycle_delay:
            return cycle_delays;
        case role::parts_wanted:
            return parts;
        default:
            return set_point_name(p.variable);
    }
}

}  // namespace

std::array<std::string, language_count> names_of(const layout& l, std::size_t parameter) {
    const auto& p = l.parameters[parameter];
    const auto alike = [&](const setup::parameter& other) {
        return other.does == p.does && other.variable == p.variable && other.side == p.side;
    };
    const auto first = l.parameters.begin(), here = first + static_cast<std::ptrdiff_t>(parameter);
    const auto all = std::count_if(first, l.parameters.end(), alike), before = std::count_if(first, here, alike);
    std::array<std::string, language_count> names;
    for (std::size_t i = 0; i < language_count; ++i) {
        names[i] = name_of(p)[i];
        if (all > 1) names[i] += fmt::format(" {}", before + 1);
        if (p.does == role::movement_speed) names[i] += fmt::format(" ({})", kind_of(p.variable).description[i]);
    }
    return names;
}

}  // namespace husky::cells::setup
