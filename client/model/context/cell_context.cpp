#include "client/model/context/cell_context.hpp"

#include <span>

#include "client/model/family/family_directory.hpp"

namespace husky::cells {

bool cell_context::has(process_variable q) const { return family->of(q).present && has_meter(q, build); }

void cell_context::record(event_kind kind, std::initializer_list<multilingual> arguments, std::string_view code) const {
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
