#include "client/model/context/cell_context.hpp"

#include <algorithm>
#include <span>

#include "client/model/family/family_directory.hpp"

namespace husky::cells {

bool cell_context::has(process_variable q) const { return family->of(q).present && has_meter(q, build); }

double cell_context::draw_repair_minutes(std::size_t which, double min) {
    constexpr double sigma_ln = 0.8, max_minutes = 24 * 60;
    return std::clamp(family->failures[which].mttr_minutes * random.log_normal(sigma_ln), min, max_minutes);
}

void cell_context::record(const event_kind& kind, std::initializer_list<multilingual> arguments,
                          std::string_view code) const {
    const auto texts = make_event(kind, arguments, code);
    out->event_recorded(clock.at(now), std::span(texts).first(directory().languages.size()));
}

void cell_context::tell_interruption(std::size_t which, protocol::interruption_state state) const {
    const std::span<const protocol::interruption_text> texts = family->interruption_texts[which];
    out->interruption(interruption_kinds()[which].id, state, side, clock.at(now),
                      texts.first(directory().languages.size()));
}

void cell_context::tell_status() const {
    for (int each = 0; each < sides(); ++each)
        out->status_changed(static_cast<protocol::tandem_side>(each));
}

}  // namespace husky::cells
