#include "client/display/words.hpp"

#include <array>

namespace husky::cells {

namespace {

// clang-format off
constexpr std::array<multilingual, static_cast<std::size_t>(word::count)> words{{
    {"Overview", "Übersicht", "Vue d'ensemble", "Resumen"},
    {"Process", "Prozess", "Procédé", "Proceso"},
    {"Temperatures", "Temperaturen", "Températures", "Temperaturas"},
    {"Alarms", "Alarme", "Alarmes", "Alarmas"},
    {"Set-up: injection", "Einstellung: Spritzen", "Réglage : injection", "Ajuste: inyección"},
    {"Set-up: heats", "Einstellung: Heizung", "Réglage : chauffe", "Ajuste: calefacción"},
    {"Set-up: mould and clamp", "Einstellung: Werkzeug", "Réglage : moule", "Ajuste: molde y cierre"},
    {"Set-up: auxiliaries", "Einstellung: Peripherie", "Réglage : périphérie", "Ajuste: periféricos"},
    {"Language", "Sprache", "Langue", "Idioma"},
    {"Injection", "Spritzen", "Injection", "Inyección"},
    {"Heats", "Heizung", "Chauffe", "Calefacción"},
    {"Mould", "Werkzeug", "Moule", "Molde"},
    {"Auxiliaries", "Peripherie", "Périphérie", "Periféricos"},
    {"Production", "Produktion", "Production", "Producción"},
    {"Last cycle", "Letzter Zyklus", "Dernier cycle", "Último ciclo"},
    {"Machine", "Maschine", "Machine", "Máquina"},
    {"Job", "Auftrag", "Ordre", "Orden"},
    {"Mould", "Werkzeug", "Moule", "Molde"},
    {"Model", "Typ", "Modèle", "Modelo"},
    {"Software", "Software", "Logiciel", "Software"},
    {"Life cycle counter", "Zyklenzähler", "Compteur de cycles", "Contador de ciclos"},
    {"Quality", "Qualität", "Qualité", "Calidad"},
    {"Side", "Seite", "Côté", "Lado"},
    {"Variable", "Variable", "Variable", "Variable"},
    {"Actual", "Istwert", "Mesure", "Real"},
    {"Set point", "Sollwert", "Consigne", "Consigna"},
    {"Dev. %", "Abw. %", "Écart %", "Desv. %"},
    {"Unit", "Einheit", "Unité", "Unidad"},
    {"Limits", "Grenzen", "Limites", "Límites"},
    {"Active interruptions", "Anstehende Unterbrechungen", "Interruptions actives", "Interrupciones activas"},
    {"Newest events", "Neueste Ereignisse", "Derniers événements", "Últimos eventos"},
    {"none", "keine", "aucune", "ninguna"},
    {"Page", "Seite", "Page", "Página"},
    {"Accepted", "Übernommen", "Accepté", "Aceptado"},
    {"Not a number, or too fine a one", "Keine Zahl oder zu fein", "Pas un nombre, ou trop fin", "No es un número, o demasiado fino"},
    {"Outside the limits", "Außerhalb der Grenzen", "Hors limites", "Fuera de límites"},
    {"Arrows select, digits change, Enter accepts, Esc cancels",
     "Pfeile wählen, Ziffern ändern, Enter übernimmt, Esc verwirft",
     "Flèches : choisir, chiffres : modifier, Entrée : valider, Échap : annuler",
     "Flechas eligen, cifras cambian, Intro acepta, Esc anula"},
    {"Print", "Drucken", "Imprimer", "Imprimir"},
    {"Screen sent to the printer", "Bildschirm an den Drucker gegeben", "Écran envoyé à l'imprimante", "Pantalla enviada a la impresora"},
    {"Not printed: too many prints are waiting", "Nicht gedruckt: zu viele Ausdrucke warten",
     "Pas imprimé : trop d'impressions en attente", "No impreso: demasiadas impresiones en espera"},
}};

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

std::string_view say(word w, std::size_t language) { return words[static_cast<std::size_t>(w)][language]; }

std::string_view say(protocol::production_status s, std::size_t language) {
    return productions[static_cast<std::size_t>(s)][language];
}

std::string_view say(protocol::cycle_quality q, std::size_t language) {
    return qualities[static_cast<std::size_t>(q)][language];
}

}  // namespace husky::cells
