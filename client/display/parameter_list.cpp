#include "client/display/parameter_list.hpp"

#include "client/model/setup/names.hpp"
#include "client/model/setup/text.hpp"

namespace husky::cells {

const std::vector<std::uint16_t>& parameter_list::list(setup::subject on, protocol::tandem_side side) {
    if (!listed_.empty() && on_ == on && side_ == side) return listed_;
    on_ = on;
    side_ = side;
    listed_.clear();
    const auto all = cell_->setup_layout();
    for (const auto& section : all.sections) {
        if (section.about != on) continue;
        for (std::size_t i = section.first; i < section.first + section.count; ++i) {
            const auto& p = all.parameters[i];
            const bool here = p.side == side || !section.of_side;
            if (here && setup::on_the_screen(p.does)) listed_.push_back(static_cast<std::uint16_t>(i));
        }
    }
    listed_.shrink_to_fit();
    return listed_;
}

std::size_t parameter_list::size(setup::subject on, protocol::tandem_side side) { return list(on, side).size(); }

std::vector<shown_parameter> parameter_list::lines(setup::subject on, protocol::tandem_side side, std::size_t first,
                                                   std::size_t end, std::size_t language) {
    const auto& places = list(on, side);
    const auto all = cell_->setup_layout();
    const auto now = cell_->present_setup(all);
    std::vector<shown_parameter> shown;
    for (std::size_t line = first; line < end; ++line) {
        const auto i = places[line];
        const auto& p = all.parameters[i];
        shown.push_back({setup::names_of(all, i)[language], p.unit, setup::digits_text(p, now.of[i]),
                         setup::digits_text(p, p.low), setup::digits_text(p, p.high)});
    }
    return shown;
}

std::optional<setup::fault> parameter_list::set(setup::subject on, protocol::tandem_side side, std::size_t line,
                                                std::string_view digits) {
    return cell_->set_parameter(list(on, side)[line], digits);
}

}  // namespace husky::cells
