#include "client/model/setup/refusals.hpp"

#include <fmt/format.h>

namespace husky::cells::setup {

namespace {

// clang-format off
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

}  // namespace

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
