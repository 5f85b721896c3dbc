#include "client/model/catalogues/event_catalogue.hpp"

#include <fmt/args.h>
#include <fmt/format.h>

namespace husky::cells {

namespace {

// clang-format off
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

event_texts make_event(const event_kind& kind, std::initializer_list<multilingual> arguments, std::string_view code) {
    constexpr std::size_t max = 255;
    event_texts out;
    for (std::size_t i = 0; i < language_count; ++i) {
        fmt::dynamic_format_arg_store<fmt::format_context> words;
        for (const auto& argument : arguments)
            words.push_back(std::string(argument[i]));
        out[i].language_code = languages[i].code;
        out[i].type = code.empty() ? kind.code : code;
        out[i].content = fmt::vformat(kind.text[i], words);
        if (out[i].content.size() > max) out[i].content.resize(max);
    }
    return out;
}

const multilingual& dropped_messages(bool several) { return several ? many_dropped : one_dropped; }

const multilingual& word_of(protocol::machine_mode mode) { return mode_words[static_cast<std::size_t>(mode)]; }

}  // namespace husky::cells
