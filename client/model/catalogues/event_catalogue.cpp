#include "client/model/catalogues/event_catalogue.hpp"

#include <fmt/args.h>
#include <fmt/format.h>

namespace husky::cells {

namespace {

struct entry {
    std::string_view code;
    multilingual text;
};

// clang-format off
constexpr std::array<entry, 33> entries{{
    {"E201", {"User {0} logged on", "Benutzer {0} angemeldet", "Utilisateur {0} connecté", "Usuario {0} conectado"}},
    {"E201", {"User {0} logged off", "Benutzer {0} abgemeldet", "Utilisateur {0} déconnecté", "Usuario {0} desconectado"}},
    {"E202", {"Set point changed: {0} from {1} to {2} {3}, user {4}",
              "Sollwert geändert: {0} von {1} auf {2} {3}, Benutzer {4}",
              "Consigne modifiée : {0} de {1} à {2} {3}, utilisateur {4}",
              "Consigna modificada: {0} de {1} a {2} {3}, usuario {4}"}},
    {"E203", {"Mode changed: {0}", "Betriebsart gewechselt: {0}", "Mode changé : {0}", "Modo cambiado: {0}"}},
    {"E204", {"Set-up {0} loaded", "Datensatz {0} geladen", "Réglage {0} chargé", "Ajuste {0} cargado"}},
    {"E204", {"Set-up {0} saved", "Datensatz {0} gespeichert", "Réglage {0} enregistré", "Ajuste {0} guardado"}},
    {"E205", {"Job {0} started", "Auftrag {0} gestartet", "Ordre {0} démarré", "Orden {0} iniciada"}},
    {"E205", {"Job {0} interrupted", "Auftrag {0} unterbrochen", "Ordre {0} interrompu", "Orden {0} interrumpida"}},
    {"E205", {"Job {0} finished", "Auftrag {0} beendet", "Ordre {0} terminé", "Orden {0} terminada"}},
    {"E206", {"Heats on", "Heizung ein", "Chauffage en marche", "Calefacción conectada"}},
    {"E206", {"Heats off", "Heizung aus", "Chauffage à l'arrêt", "Calefacción desconectada"}},
    {"E206", {"Soak timer started", "Durchwärmzeit gestartet", "Temporisation de chauffe démarrée", "Tiempo de estabilización iniciado"}},
    {"E206", {"Soak timer ended", "Durchwärmzeit beendet", "Temporisation de chauffe terminée", "Tiempo de estabilización terminado"}},
    {"E207", {"Counters reset, side {0}", "Zähler zurückgesetzt, Seite {0}", "Compteurs remis à zéro, côté {0}", "Contadores puestos a cero, lado {0}"}},
    {"E208", {"Clock set", "Uhr gestellt", "Horloge réglée", "Reloj ajustado"}},
    {"E209", {"Host connected", "Leitrechner verbunden", "Ordinateur hôte connecté", "Ordenador central conectado"}},
    {"E209", {"Host disconnected", "Leitrechner getrennt", "Ordinateur hôte déconnecté", "Ordenador central desconectado"}},
    {"E210", {"Test sample requested", "Prüfteil angefordert", "Échantillon demandé", "Muestra solicitada"}},
    {"E210", {"Test sample taken", "Prüfteil entnommen", "Échantillon prélevé", "Muestra tomada"}},
    {"E211", {"Material lot changed: {0}", "Materialcharge gewechselt: {0}", "Lot de matière changé : {0}", "Lote de material cambiado: {0}"}},
    {"E212", {"Cavity {0} blocked", "Kavität {0} verschlossen", "Empreinte {0} obturée", "Cavidad {0} bloqueada"}},
    {"E212", {"Cavity {0} restored", "Kavität {0} wieder in Betrieb", "Empreinte {0} remise en service", "Cavidad {0} restablecida"}},
    {"E213", {"SPC rule violated: {0}, {1}", "SPC-Regel verletzt: {0}, {1}", "Règle SPC violée : {0}, {1}", "Regla SPC violada: {0}, {1}"}},
    {"E214", {"Shift change: shift {0}", "Schichtwechsel: Schicht {0}", "Changement d'équipe : équipe {0}", "Cambio de turno: turno {0}"}},
    {"E215", {"Remote access begun", "Fernzugriff begonnen", "Accès à distance commencé", "Acceso remoto iniciado"}},
    {"E215", {"Remote access ended", "Fernzugriff beendet", "Accès à distance terminé", "Acceso remoto terminado"}},
    {"E203", {"Reason for standstill entered: {0}", "Stillstandsgrund eingegeben: {0}", "Cause d'arrêt saisie : {0}", "Causa de parada introducida: {0}"}},
    {"AL", {"{0}", "{0}", "{0}", "{0}"}},
    {"AL", {"{0}: cleared", "{0}: behoben", "{0} : effacé", "{0}: resuelto"}},
    {"CI", {"{0}: reset", "{0}: quittiert", "{0} : acquitté", "{0}: rearmado"}},
    {"E204", {"Set-up {0} refused: {1}", "Datensatz {0} abgelehnt: {1}", "Réglage {0} refusé : {1}", "Ajuste {0} rechazado: {1}"}},
    {"E216", {"Screen print requested", "Bildschirmausdruck angefordert", "Impression d'écran demandée", "Impresión de pantalla solicitada"}},
    {"E216", {"Screen print lost", "Bildschirmausdruck verloren", "Impression d'écran perdue", "Impresión de pantalla perdida"}},
}};

constexpr multilingual one_dropped{
    "message was dropped while no host was linked", "Meldung verworfen, während kein Host verbunden war",
    "message perdu pendant l'absence de l'hôte", "mensaje perdido mientras no había host conectado"};
constexpr multilingual many_dropped{
    "messages were dropped while no host was linked", "Meldungen verworfen, während kein Host verbunden war",
    "messages perdus pendant l'absence de l'hôte", "mensajes perdidos mientras no había host conectado"};

constexpr std::array<multilingual, 12> mode_words{{
    {"off", "aus", "arrêt", "apagado"},
    {"idle", "Ruhe", "repos", "reposo"},
    {"heating", "Aufheizen", "chauffe", "calentamiento"},
    {"manual", "Hand", "manuel", "manual"},
    {"set-up", "Einrichten", "réglage", "ajuste"},
    {"purge", "Ausspritzen", "purge", "purga"},
    {"dry cycle", "Trockenlauf", "cycle à vide", "ciclo en vacío"},
    {"semi-automatic", "Halbautomatik", "semi-automatique", "semiautomático"},
    {"automatic", "Automatik", "automatique", "automático"},
    {"interrupted", "unterbrochen", "interrompu", "interrumpido"},
    {"standby", "Absenkbetrieb", "veille", "en espera"},
    {"maintenance", "Wartung", "maintenance", "mantenimiento"},
}};
// clang-format on

}  // namespace

event_texts make_event(event_kind kind, std::initializer_list<multilingual> arguments, std::string_view code) {
    constexpr std::size_t max = 255;
    const entry& e = entries[static_cast<std::size_t>(kind)];
    event_texts out;
    for (std::size_t i = 0; i < language_count; ++i) {
        fmt::dynamic_format_arg_store<fmt::format_context> words;
        for (const auto& argument : arguments)
            words.push_back(std::string(argument[i]));
        out[i].language_code = languages[i].code;
        out[i].type = code.empty() ? e.code : code;
        out[i].content = fmt::vformat(e.text[i], words);
        if (out[i].content.size() > max) out[i].content.resize(max);
    }
    return out;
}

const multilingual& dropped_messages(bool several) { return several ? many_dropped : one_dropped; }

const multilingual& word_of(protocol::machine_mode mode) { return mode_words[static_cast<std::size_t>(mode)]; }

}  // namespace husky::cells
