#include "client/model/family/family_directory.hpp"

#include <fmt/format.h>

#include "client/model/catalogues/event_catalogue.hpp"

namespace husky::cells {

namespace {

using protocol::machine_directory;
using protocol::value_kind;

/// Languages of a machine: the first `count` of all.
std::vector<std::string> strings(const multilingual& texts, std::size_t count) {
    return {texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(count)};
}

void add_members(machine_directory& out, const family& of) {
    for (const auto& range : member_ranges()) {
        const auto& c = of.of(range.mean);
        if (!c.present) continue;
        for (std::uint16_t i = 0; i < c.members; ++i) {
            std::vector<std::string> descriptions;
            for (std::size_t l = 0; l < out.languages.size(); ++l)
                descriptions.push_back(fmt::format("{} {}", range.description[l], i + 1));
            out.variables.push_back({static_cast<protocol::variable_id>(range.first_id + i), value_kind::f32,
                                     of.units[index(range.mean)], std::move(descriptions)});
        }
    }
}

}  // namespace

bool has_meter(process_variable q, machine_build build) {
    return !build.old || (q != process_variable::energy_per_shot && q != process_variable::active_power);
}

machine_directory make_directory(const family& of, machine_build build) {
    machine_directory out;
    out.tandem = build.tandem;
    out.setup_places = cells::setup_places;
    const std::size_t count = build.old ? 1 : language_count;
    out.dropped_one = strings(dropped_messages(false), count);
    out.dropped_many = strings(dropped_messages(true), count);
    for (std::size_t l = 0; l < count; ++l)
        out.languages.push_back({std::string(languages[l].code), std::string(languages[l].name)});
    const auto add_own = [&](protocol::variable_sort sort, value_kind type) {
        for (const auto& v : machine_variables())
            if (protocol::sort_of(v.id) == sort)
                out.variables.push_back({v.id, type, std::string(v.units), strings(v.description, count)});
    };
    add_own(protocol::variable_sort::counted, value_kind::i32);
    for (const auto& kind : variable_kinds())
        if (is_counted(kind.variable) || (of.of(kind.variable).present && has_meter(kind.variable, build)))
            out.variables.push_back({id_of(kind.variable),
                                     is_counted(kind.variable) ? value_kind::i32 : value_kind::f32,
                                     of.units[index(kind.variable)], strings(kind.description, count)});
    add_own(protocol::variable_sort::text, value_kind::text);
    add_members(out, of);
    for (const auto& kind : interruption_kinds())
        out.interruptions.push_back({kind.id, strings(kind.text, count)});
    return out;
}

void add_interruption_texts(family& f) {
    for (const auto& kind : interruption_kinds()) {
        auto& texts = f.interruption_texts[interruption_index(kind.id)];
        for (std::size_t i = 0; i < language_count; ++i)
            texts.push_back({std::string(languages[i].code), std::string(kind.text[i])});
    }
}

}  // namespace husky::cells
