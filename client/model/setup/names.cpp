#include "client/model/setup/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace husky::cells::setup {

namespace {

// clang-format off
constexpr std::array<std::pair<role, multilingual>, 7> role_names{{
    {role::hold_pressure, {"Hold pressure", "Nachdruck", "Pression de maintien", "Presión de sostenimiento"}},
    {role::speed, {"Injection speed", "Einspritzgeschwindigkeit", "Vitesse d'injection", "Velocidad de inyección"}},
    {role::movement_speed, {"Speed", "Tempo", "Vitesse", "Velocidad"}},
    {role::pressure_limit, {"Injection pressure limit", "Spritzdruckgrenze", "Limite de pression d'injection", "Límite de presión de inyección"}},
    {role::recovery_delay, {"Recovery delay", "Dosierverzögerung", "Retard du dosage", "Retardo de dosificación"}},
    {role::cycle_delay, {"Cycle delay", "Zykluspause", "Pause entre cycles", "Pausa entre ciclos"}},
    {role::parts_wanted, {"Parts wanted", "Gutteile gefordert", "Pièces demandées", "Piezas pedidas"}},
}};

constexpr std::array<multilingual, 13> reasons{{
    {"not a readable text", "kein lesbarer Text", "texte illisible", "texto ilegible"},
    {"line too long", "Zeile zu lang", "ligne trop longue", "línea demasiado larga"},
    {"line not understood", "Zeile nicht verstanden", "ligne incomprise", "línea no entendida"},
    {"head incomplete", "Kopf unvollständig", "en-tête incomplet", "cabecera incompleta"},
    {"for another machine", "für eine andere Maschine", "pour une autre machine", "para otra máquina"},
    {"in other units", "in anderen Einheiten", "dans d'autres unités", "en otras unidades"},
    {"unknown section", "Abschnitt unbekannt", "section inconnue", "sección desconocida"},
    {"unknown parameter", "Parameter unbekannt", "paramètre inconnu", "parámetro desconocido"},
    {"given twice", "doppelt angegeben", "donné deux fois", "dado dos veces"},
    {"wrong unit", "falsche Einheit", "unité incorrecte", "unidad incorrecta"},
    {"not a value", "kein gültiger Wert", "valeur incorrecte", "valor incorrecto"},
    {"value out of limits", "Wert außerhalb der Grenzen", "valeur hors limites", "valor fuera de límites"},
    {"limits contradict", "Grenzen widersprechen sich", "limites contradictoires", "límites contradictorios"},
}};
// clang-format on

constexpr multilingual line_words{"line", "Zeile", "ligne", "línea"};

/// As its role says, or as its variable.
const multilingual& name_of(const parameter& p) {
    for (const auto& [does, name] : role_names)
        if (does == p.does) return name;
    for (const auto& range : member_ranges())
        if (range.mean == p.variable) return range.description;
    return kind_of(p.variable).description;
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

std::array<std::string, language_count> reason_of(const misfit& m) {
    std::array<std::string, language_count> all;
    for (std::size_t i = 0; i < language_count; ++i) {
        all[i] = reasons[static_cast<std::size_t>(m.reason)][i];
        if (m.line > 0) all[i] += fmt::format(", {} {}", line_words[i], m.line);
        if (!m.where.empty()) all[i] += ", " + m.where;
    }
    return all;
}

}  // namespace husky::cells::setup
