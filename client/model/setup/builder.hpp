#pragma once

#include "client/model/family/family.hpp"
#include "client/model/setup/parameter.hpp"

namespace husky::cells::setup {

/// Adds the pages of a set-up to a layout, with values, units and limits from the family.
class builder {
  public:
    builder(const family& f, machine_build build, layout& into) : family_(&f), build_(build), into_(&into) {}

    /// Sections that follow are of this side, and say so if the machine has two.
    void of_side(protocol::tandem_side side, bool named) {
        side_ = side;
        of_side_ = true;
        named_ = named;
    }
    void section(std::string_view name, subject about = subject::other);

    /// A number in the machine's own unit. Returns the parameter, to be given a role.
    parameter& number(std::string name, std::string_view unit, double value, double low, double high, int digits);
    /// A length, speed, pressure or temperature given in SI, written in the unit that the family uses for it.
    parameter& measure(std::string name, dimension d, double value, double low, double high, int digits);
    parameter& seconds(std::string name, double value, double high = 60) {
        return number(std::move(name), "s", value, 0, high, 3);
    }
    parameter& percent(std::string name, double value, double high = 100) {
        return number(std::move(name), "%", value, 0, high, 1);
    }
    parameter& word(std::string name, std::span<const std::string_view> words, std::size_t chosen);
    parameter& on_off(std::string name, bool on);
    parameter& text(std::string name);
    /// `part` of a variable's set point, in its unit, within what such a machine can be set to. Nothing if the machine
    /// does not have the variable.
    parameter* set_point(std::string name, process_variable q, double part = 1, std::uint16_t member = 0);

    [[nodiscard]] const family& of() const { return *family_; }
    [[nodiscard]] const variable_rule& of(process_variable q) const { return family_->of(q); }
    /// Whether the machine measures it.
    [[nodiscard]] bool measures(const variable_kind& kind) const;
    [[nodiscard]] bool has(std::uint32_t equipment) const { return (family_->has & equipment) == equipment; }

  private:
    parameter& add(std::string name);

    const family* family_;
    machine_build build_;
    layout* into_;
    protocol::tandem_side side_ = 0;
    bool of_side_ = false, named_ = false;
};

/// Digits behind the decimal point with which a variable's set point is written: as many as the controller resolves.
int digits_of(const variable_rule& c);

constexpr steps steps_at_most = std::numeric_limits<steps>::max();
/// Nearest step, within the range of a step.
steps to_steps(double value, int digits);
double from_steps(steps s, int digits);

// The pages; each adds sections.
void add_machine_pages(builder& b);
void add_temperature_pages(builder& b);
void add_auxiliary_pages(builder& b);
void add_clamp_pages(builder& b);
void add_injection_pages(builder& b);
void add_part_pages(builder& b);
enum class limits_of : std::uint8_t { everything, machine, side };
void add_limit_page(builder& b, limits_of which);
void add_spc_page(builder& b);

}  // namespace husky::cells::setup
