#pragma once

#include <string>

#include "scenario/plan.hpp"

/// What is expected and done, in words, for names and reports.
namespace husky::scenario {

/// "init_response from 1 to 3 times", "no error", "link closed", "husky_cycles_total is at least 3"
std::string outline_of(const demand& what);

/// The same with where and when: "init_response at stranger within 3s after dial".
std::string outline_of(const expectation& e, const plan& in);

/// "connect", "send init"
std::string outline_of(const action& what);

/// "at 2s", "after dial", "on cycle of HY-0001, the 10th"
std::string outline_of(const trigger& when, const plan& in);

/// A step's name, or "step 3" where it has none.
std::string name_of(const plan& in, std::size_t step);

std::string_view name(link_state s);

/// "10s", "1.5s", "250ms", "2h"
std::string text_of(duration d);

}  // namespace husky::scenario
