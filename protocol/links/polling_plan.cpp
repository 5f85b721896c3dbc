#include "protocol/links/polling_plan.hpp"

namespace husky::protocol {

namespace {

/// Text variables do not change from cycle to cycle, and 1 and 4 come with every cycle.
bool belongs_into_cycles(const listed_variable& v) {
    return v.type != value_kind::text && v.id != variable::life_cycle_counter && v.id != variable::cycle_end_time;
}

/// Single zones and cavities, of which a machine may have hundreds, are read when needed.
constexpr variable_id first_single_zone = 1000;

/// No selection is larger: every cycle message must fit, and machines may refuse more.
constexpr std::size_t max_selection = 1024;

}  // namespace

cycle_select polling_plan::ask_cycle_select() const { return {0, wanted_->empty() ? recorded_ : *wanted_}; }

void polling_plan::turn_page(result_code result, std::uint16_t first, std::size_t items, std::uint16_t total) {
    if (result != result_code::ok || items == 0 || first != next_index_ || next_index_ + items >= total) return;
    next_index_ = static_cast<std::uint16_t>(next_index_ + items);
}

void polling_plan::answered(const list_response& page) {
    if (page.result == result_code::ok && page.first_index == next_index_) {
        listed_variables_ = static_cast<std::uint16_t>(listed_variables_ + page.items.size());
        for (const auto& v : page.items)
            if (belongs_into_cycles(v) && v.id < first_single_zone && recorded_.size() < max_selection)
                recorded_.push_back(v.id);
    }
    turn_page(page.result, page.first_index, page.items.size(), page.total_variables);
}

void polling_plan::answered(const interruption_list_response& page) {
    turn_page(page.result, page.first_index, page.items.size(), page.total);
}

void polling_plan::next_step() {
    if (step_ != step::done) step_ = static_cast<step>(static_cast<int>(step_) + 1);
    next_index_ = 0;
}

}  // namespace husky::protocol
