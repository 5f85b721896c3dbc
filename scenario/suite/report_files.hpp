#pragma once

#include "scenario/suite/options.hpp"
#include "scenario/verdict.hpp"

namespace husky::suite {

/// Throws settings::error before the play if a report cannot be written.
void prepare_reports(const check_options& options);

/// JUnit, JSON and transcripts, as far as they are wanted; `others` are the files that were not played. Throws
/// std::runtime_error for what cannot be written.
void write_reports(const check_options& options, const std::vector<scenario::verdict>& all,
                   const std::vector<scenario::left_out>& others);

}  // namespace husky::suite
