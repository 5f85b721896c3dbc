#pragma once

#include "client/model/catalogues/languages.hpp"
#include "protocol/messages/codes.hpp"

/// Texts of the operator screen in all languages. Variables, interruptions and modes have their texts in the model.
namespace husky::cells {

namespace word {
// clang-format off
inline constexpr multilingual overview{"Overview", "Übersicht", "Vue d'ensemble", "Resumen"};
inline constexpr multilingual process{"Process", "Prozess", "Procédé", "Proceso"};
inline constexpr multilingual temperatures{"Temperatures", "Temperaturen", "Températures", "Temperaturas"};
inline constexpr multilingual alarms{"Alarms", "Alarme", "Alarmes", "Alarmas"};
inline constexpr multilingual set_up_injection{"Set-up: injection", "Einstellung: Spritzen", "Réglage : injection", "Ajuste: inyección"};
inline constexpr multilingual set_up_heats{"Set-up: heats", "Einstellung: Heizung", "Réglage : chauffe", "Ajuste: calefacción"};
inline constexpr multilingual set_up_mould{"Set-up: mould and clamp", "Einstellung: Werkzeug", "Réglage : moule", "Ajuste: molde y cierre"};
inline constexpr multilingual set_up_auxiliaries{"Set-up: auxiliaries", "Einstellung: Peripherie", "Réglage : périphérie", "Ajuste: periféricos"};
// As the keys are labelled, where that is shorter.
inline constexpr multilingual injection{"Injection", "Spritzen", "Injection", "Inyección"};
inline constexpr multilingual heats{"Heats", "Heizung", "Chauffe", "Calefacción"};
inline constexpr multilingual auxiliaries{"Auxiliaries", "Peripherie", "Périphérie", "Periféricos"};

inline constexpr multilingual production{"Production", "Produktion", "Production", "Producción"};
inline constexpr multilingual cycle{"Last cycle", "Letzter Zyklus", "Dernier cycle", "Último ciclo"};
inline constexpr multilingual machine{"Machine", "Maschine", "Machine", "Máquina"};
inline constexpr multilingual job{"Job", "Auftrag", "Ordre", "Orden"};
inline constexpr multilingual mould{"Mould", "Werkzeug", "Moule", "Molde"};
inline constexpr multilingual model{"Model", "Typ", "Modèle", "Modelo"};
inline constexpr multilingual software{"Software", "Software", "Logiciel", "Software"};
inline constexpr multilingual life_counter{"Life cycle counter", "Zyklenzähler", "Compteur de cycles", "Contador de ciclos"};
inline constexpr multilingual quality{"Quality", "Qualität", "Qualité", "Calidad"};
inline constexpr multilingual side{"Side", "Seite", "Côté", "Lado"};
inline constexpr multilingual variable{"Variable", "Variable", "Variable", "Variable"};
inline constexpr multilingual actual{"Actual", "Istwert", "Mesure", "Real"};
inline constexpr multilingual set_point{"Set point", "Sollwert", "Consigne", "Consigna"};
inline constexpr multilingual deviation{"Dev. %", "Abw. %", "Écart %", "Desv. %"};
inline constexpr multilingual unit{"Unit", "Einheit", "Unité", "Unidad"};
inline constexpr multilingual limits{"Limits", "Grenzen", "Limites", "Límites"};
inline constexpr multilingual active_interruptions{"Active interruptions", "Anstehende Unterbrechungen", "Interruptions actives", "Interrupciones activas"};
inline constexpr multilingual newest_events{"Newest events", "Neueste Ereignisse", "Derniers événements", "Últimos eventos"};
inline constexpr multilingual none{"none", "keine", "aucune", "ninguna"};
inline constexpr multilingual page{"Page", "Seite", "Page", "Página"};
inline constexpr multilingual accepted{"Accepted", "Übernommen", "Accepté", "Aceptado"};
inline constexpr multilingual not_a_number{"Not a number, or too fine a one", "Keine Zahl oder zu fein", "Pas un nombre, ou trop fin", "No es un número, o demasiado fino"};
inline constexpr multilingual out_of_limits{"Outside the limits", "Außerhalb der Grenzen", "Hors limites", "Fuera de límites"};
inline constexpr multilingual how_to_edit{"Arrows select, digits change, Enter accepts, Esc cancels",
    "Pfeile wählen, Ziffern ändern, Enter übernimmt, Esc verwirft",
    "Flèches : choisir, chiffres : modifier, Entrée : valider, Échap : annuler",
    "Flechas eligen, cifras cambian, Intro acepta, Esc anula"};
inline constexpr multilingual print{"Print", "Drucken", "Imprimer", "Imprimir"};
inline constexpr multilingual printing{"Screen sent to the printer", "Bildschirm an den Drucker gegeben", "Écran envoyé à l'imprimante", "Pantalla enviada a la impresora"};
inline constexpr multilingual no_more_prints{"Not printed: too many prints are waiting", "Nicht gedruckt: zu viele Ausdrucke warten",
    "Pas imprimé : trop d'impressions en attente", "No impreso: demasiadas impresiones en espera"};
// clang-format on
}  // namespace word

std::string_view say(protocol::production_status s, std::size_t language);
std::string_view say(protocol::cycle_quality q, std::size_t language);

}  // namespace husky::cells
