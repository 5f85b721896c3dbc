#include "client/model/setup/layout.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "client/model/setup/builder.hpp"
#include "client/model/setup/lines.hpp"

namespace husky::cells::setup {

namespace {

constexpr double mm_per_inch = 25.4;

/// Of screw or shooting pot: what makes the plasticised volume from the shot size.
double screw_diameter_mm(const family& f) {
    const auto stroke = f.of(process_variable::shot_size).set_point,
               volume = f.of(process_variable::plasticised_volume).set_point;
    if (stroke <= 0 || volume <= 0) return 0;
    const double mm = f.units[index(process_variable::shot_size)] == "in" ? stroke * mm_per_inch : stroke;
    const double cm3 = f.units[index(process_variable::plasticised_volume)] == "in³" ? volume * 16.387 : volume;
    return std::round(std::sqrt(4000 * cm3 / (std::numbers::pi * mm)));
}

/// SI, US, or mixed where a family file mixes them.
std::string_view unit_system(const family& f) {
    bool si = false, us = false;
    for (const auto& kind : variable_kinds()) {
        const auto& units = units_of(kind.measures);
        if (units.si == units.us || !f.of(kind.variable).present) continue;
        (f.units[index(kind.variable)] == units.us ? us : si) = true;
    }
    return us ? (si ? "mixed" : "US") : "SI";
}

}  // namespace

layout make_layout(const family& f, machine_build build) {
    layout all;
    const int sides = build.tandem ? 2 : 1;
    all.heads = {{"format", "1"},
                 {"family", printable(f.name)},
                 {"machine model", printable(f.model)},
                 {"screw diameter", fmt::format("{} mm", screw_diameter_mm(f))},
                 {"units", std::string(unit_system(f))},
                 {"cavities", fmt::format("{}", f.cavities)},
                 {"sides", fmt::format("{}", sides)}};
    builder b(f, build, all);
    add_machine_pages(b);
    add_temperature_pages(b);
    add_auxiliary_pages(b);
    if (build.tandem) add_limit_page(b, limits_of::machine);
    for (int side = 0; side < sides; ++side) {
        b.of_side(static_cast<protocol::tandem_side>(side), build.tandem);
        add_clamp_pages(b);
        add_injection_pages(b);
        add_part_pages(b);
        add_limit_page(b, build.tandem ? limits_of::side : limits_of::everything);
        add_spc_page(b);
    }
    return all;
}

}  // namespace husky::cells::setup
