#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/model/catalogues/variables.hpp"

namespace husky::cells::setup {

/// A value of a set-up: the number of its last digit's steps, the index of a word, or the index of a text. Steps are
/// whole, so that what was read is what is written.
using steps = std::int32_t;

/// Value of a number that is left open.
constexpr steps off = std::numeric_limits<steps>::min();

enum class form : std::uint8_t { number, word, text };

/// What a parameter does. Those of `none` are stored and reported, but have no effect in the model.
enum class role : std::uint8_t {
    none,
    set_point,       ///< of its variable; of several, of zones or steps, the mean
    hold_time,       ///< of one step; together HoldTime
    hold_pressure,   ///< of one step; its part of HoldPressureAvg is that of the step's time
    speed,           ///< of one injection step; the highest is InjSpeedMax, all of them make FillTime
    movement_speed,  ///< of one step of a movement; `variable` is the time that it takes
    low_limit,
    high_limit,
    rejects,
    spc_chart,
    spc_subgroup,
    spc_ucl,
    spc_lcl,
    spc_usl,
    spc_lsl,
    pressure_limit,
    recovery_delay,
    cycle_delay,
    mould,
    parts_wanted,
};

/// Whether another value changes the process.
constexpr bool felt_by_process(role r) {
    return r != role::none && r != role::mould && r != role::parts_wanted && (r < role::spc_chart || r > role::spc_lsl);
}
/// Whether an operator changes it on the pages of the screen.
constexpr bool on_the_screen(role r) {
    const bool of_limits = r == role::low_limit || r == role::high_limit || r == role::rejects;
    return (felt_by_process(r) && !of_limits) || r == role::parts_wanted;
}

/// One line of a set-up, with the limits that the machine knows for it.
struct parameter {
    std::string name;       ///< unique in its section
    std::string_view unit;  ///< UTF-8, empty for none
    form written = form::number;
    role does = role::none;
    process_variable variable = process_variable::cycle_time;  ///< that the role is about
    protocol::tandem_side side = 0;
    std::uint8_t digits = 0;  ///< behind the decimal point
    bool may_be_off = false;
    std::uint16_t member = 0;  ///< zone or step, from 0
    steps default_value = 0;   ///< the family's
    steps low = 0, high = 0;
    std::span<const std::string_view> words{};
};

/// What a section is about. The operator screen has a page for each but the last.
enum class subject : std::uint8_t { injection, heats, mould, auxiliaries, other };

struct section {
    std::string name;
    std::size_t first = 0, count = 0;  ///< of layout::parameters
    subject about = subject::other;
    bool of_side = false;  ///< of parameters that each side has
};

/// What the head of a set-up says about the machine that it is for.
struct head {
    std::string key, value;
};

/// All parameters of one kind of machine, in the order in which a set-up lists them.
struct layout {
    std::vector<head> heads;
    std::vector<section> sections;
    std::vector<parameter> parameters;
};

}  // namespace husky::cells::setup
