#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protocol/messages/machine_messages.hpp"

namespace husky::protocol {

/// What a host asks a machine after init, in this order: languages, every page of list, every page of
/// interruption_list, cycle_select, status. One question at a time; a machine that refuses one is asked the next.
class polling_plan {
  public:
    enum class step : std::uint8_t { languages, list, interruption_list, cycle_select, status, done };

    /// `wanted` are the variables of every cycle message; empty means all that the machine lists.
    explicit polling_plan(const std::vector<variable_id>* wanted) : wanted_(wanted) {}

    [[nodiscard]] step now() const { return step_; }

    /// Where the plan stands: changes with each step and each page.
    [[nodiscard]] std::uint32_t place() const { return static_cast<std::uint32_t>(step_) << 16U | next_index_; }

    // The question of the present step.
    [[nodiscard]] languages ask_languages() const { return {}; }
    [[nodiscard]] list ask_list() const { return {" ", next_index_}; }
    [[nodiscard]] interruption_list ask_interruption_list() const { return {" ", next_index_}; }
    [[nodiscard]] cycle_select ask_cycle_select() const;
    [[nodiscard]] status ask_status() const { return {}; }

    // Its answer. Turns the page where there is another one, and leaves the plan in its place at the last.
    void answered(const list_response& page);
    void answered(const interruption_list_response& page);
    void next_step();

    [[nodiscard]] std::uint16_t listed_variables() const { return listed_variables_; }

  private:
    void turn_page(result_code result, std::uint16_t first, std::size_t items, std::uint16_t total);

    const std::vector<variable_id>* wanted_;
    step step_ = step::languages;
    std::uint16_t next_index_ = 0;
    std::uint16_t listed_variables_ = 0;
    std::vector<variable_id> recorded_;  ///< listed variables that a cycle can carry
};

}  // namespace husky::protocol
