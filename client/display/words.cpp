#include "client/display/words.hpp"

#include <array>

namespace husky::cells {

namespace {

// clang-format off
constexpr std::array<multilingual, 6> productions{{
    {"other", "sonstiges", "autre", "otro"},
    {"no production", "keine Produktion", "pas de production", "sin producción"},
    {"start-up", "Anfahren", "démarrage", "arranque"},
    {"ready", "bereit", "prêt", "preparado"},
    {"production", "Produktion", "production", "producción"},
    {"dry run", "Trockenlauf", "marche à vide", "marcha en vacío"},
}};

constexpr std::array<multilingual, 4> qualities{{
    {"good", "gut", "bonne", "buena"},
    {"bad", "schlecht", "mauvaise", "mala"},
    {"test sample", "Prüfteil", "échantillon", "muestra"},
    {"failed", "abgebrochen", "échouée", "fallida"},
}};
// clang-format on

}  // namespace

std::string_view say(protocol::production_status s, std::size_t language) {
    return productions[static_cast<std::size_t>(s)][language];
}

std::string_view say(protocol::cycle_quality q, std::size_t language) {
    return qualities[static_cast<std::size_t>(q)][language];
}

}  // namespace husky::cells
