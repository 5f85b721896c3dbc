#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "client/model/catalogues/languages.hpp"
#include "protocol/messages/machine_messages.hpp"

namespace husky::cells {

/// An entry of the event log; several belong to one code. Where its text says {0}, {1} and so on, arguments stand.
struct event_kind {
    std::string_view code;
    multilingual text;
};

/// All that a machine records.
namespace events {
// clang-format off
inline constexpr event_kind log_on{"E201", {"User {0} logged on", "Benutzer {0} angemeldet", "Utilisateur {0} connecté", "Usuario {0} conectado"}};
inline constexpr event_kind log_off{"E201", {"User {0} logged off", "Benutzer {0} abgemeldet", "Utilisateur {0} déconnecté", "Usuario {0} desconectado"}};
inline constexpr event_kind set_point_changed{"E202", {"Set point changed: {0} from {1} to {2} {3}, user {4}",
    "Sollwert geändert: {0} von {1} auf {2} {3}, Benutzer {4}",
    "Consigne modifiée : {0} de {1} à {2} {3}, utilisateur {4}",
    "Consigna modificada: {0} de {1} a {2} {3}, usuario {4}"}};
inline constexpr event_kind mode_changed{"E203", {"Mode changed: {0}", "Betriebsart gewechselt: {0}", "Mode changé : {0}", "Modo cambiado: {0}"}};
inline constexpr event_kind setup_loaded{"E204", {"Set-up {0} loaded", "Datensatz {0} geladen", "Réglage {0} chargé", "Ajuste {0} cargado"}};
inline constexpr event_kind setup_saved{"E204", {"Set-up {0} saved", "Datensatz {0} gespeichert", "Réglage {0} enregistré", "Ajuste {0} guardado"}};
inline constexpr event_kind job_started{"E205", {"Job {0} started", "Auftrag {0} gestartet", "Ordre {0} démarré", "Orden {0} iniciada"}};
inline constexpr event_kind job_finished{"E205", {"Job {0} finished", "Auftrag {0} beendet", "Ordre {0} terminé", "Orden {0} terminada"}};
inline constexpr event_kind heats_on{"E206", {"Heats on", "Heizung ein", "Chauffage en marche", "Calefacción conectada"}};
inline constexpr event_kind heats_off{"E206", {"Heats off", "Heizung aus", "Chauffage à l'arrêt", "Calefacción desconectada"}};
inline constexpr event_kind soak_started{"E206", {"Soak timer started", "Durchwärmzeit gestartet", "Temporisation de chauffe démarrée", "Tiempo de estabilización iniciado"}};
inline constexpr event_kind soak_ended{"E206", {"Soak timer ended", "Durchwärmzeit beendet", "Temporisation de chauffe terminée", "Tiempo de estabilización terminado"}};
inline constexpr event_kind counters_reset{"E207", {"Counters reset, side {0}", "Zähler zurückgesetzt, Seite {0}", "Compteurs remis à zéro, côté {0}", "Contadores puestos a cero, lado {0}"}};
inline constexpr event_kind clock_set{"E208", {"Clock set", "Uhr gestellt", "Horloge réglée", "Reloj ajustado"}};
inline constexpr event_kind host_connected{"E209", {"Host connected", "Leitrechner verbunden", "Ordinateur hôte connecté", "Ordenador central conectado"}};
inline constexpr event_kind host_disconnected{"E209", {"Host disconnected", "Leitrechner getrennt", "Ordinateur hôte déconnecté", "Ordenador central desconectado"}};
inline constexpr event_kind sample_requested{"E210", {"Test sample requested", "Prüfteil angefordert", "Échantillon demandé", "Muestra solicitada"}};
inline constexpr event_kind sample_taken{"E210", {"Test sample taken", "Prüfteil entnommen", "Échantillon prélevé", "Muestra tomada"}};
inline constexpr event_kind lot_changed{"E211", {"Material lot changed: {0}", "Materialcharge gewechselt: {0}", "Lot de matière changé : {0}", "Lote de material cambiado: {0}"}};
inline constexpr event_kind cavity_blocked{"E212", {"Cavity {0} blocked", "Kavität {0} verschlossen", "Empreinte {0} obturée", "Cavidad {0} bloqueada"}};
inline constexpr event_kind cavity_restored{"E212", {"Cavity {0} restored", "Kavität {0} wieder in Betrieb", "Empreinte {0} remise en service", "Cavidad {0} restablecida"}};
inline constexpr event_kind spc_rule{"E213", {"SPC rule violated: {0}, {1}", "SPC-Regel verletzt: {0}, {1}", "Règle SPC violée : {0}, {1}", "Regla SPC violada: {0}, {1}"}};
inline constexpr event_kind shift_change{"E214", {"Shift change: shift {0}", "Schichtwechsel: Schicht {0}", "Changement d'équipe : équipe {0}", "Cambio de turno: turno {0}"}};
inline constexpr event_kind remote_begun{"E215", {"Remote access begun", "Fernzugriff begonnen", "Accès à distance commencé", "Acceso remoto iniciado"}};
inline constexpr event_kind remote_ended{"E215", {"Remote access ended", "Fernzugriff beendet", "Accès à distance terminé", "Acceso remoto terminado"}};
inline constexpr event_kind standstill_reason{"E203", {"Reason for standstill entered: {0}", "Stillstandsgrund eingegeben: {0}", "Cause d'arrêt saisie : {0}", "Causa de parada introducida: {0}"}};
inline constexpr event_kind alarm_on{"AL", {"{0}", "{0}", "{0}", "{0}"}};
inline constexpr event_kind alarm_off{"AL", {"{0}: cleared", "{0}: behoben", "{0} : effacé", "{0}: resuelto"}};
inline constexpr event_kind stop_reset{"CI", {"{0}: reset", "{0}: quittiert", "{0} : acquitté", "{0}: rearmado"}};
inline constexpr event_kind setup_refused{"E204", {"Set-up {0} refused: {1}", "Datensatz {0} abgelehnt: {1}", "Réglage {0} refusé : {1}", "Ajuste {0} rechazado: {1}"}};
inline constexpr event_kind print_requested{"E216", {"Screen print requested", "Bildschirmausdruck angefordert", "Impression d'écran demandée", "Impresión de pantalla solicitada"}};
inline constexpr event_kind print_lost{"E216", {"Screen print lost", "Bildschirmausdruck verloren", "Impression d'écran perdue", "Impresión de pantalla perdida"}};
// clang-format on
}  // namespace events

/// The same word in all languages.
constexpr multilingual same(std::string_view word) { return {word, word, word, word}; }

using event_texts = std::array<protocol::event_text, language_count>;

/// An entry in all languages. `code` replaces the kind's own type text where it is not empty (messages of the catalogue
/// carry their number). Texts end at 255 bytes.
event_texts make_event(const event_kind& kind, std::initializer_list<multilingual> arguments,
                       std::string_view code = {});

/// Words that event texts use.
const multilingual& word_of(protocol::machine_mode mode);

/// What stands behind the number of messages that a machine dropped.
const multilingual& dropped_messages(bool several);

}  // namespace husky::cells
