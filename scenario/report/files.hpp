#pragma once

#include <span>
#include <string>
#include <vector>

#include "scenario/verdict.hpp"

namespace husky::scenario {

/// How many came out so.
std::size_t count(std::span<const verdict> all, outcome o);

/// Distinguishes scenarios of one name, made of their paths: "presses.cold-start". No two are equal.
std::vector<std::string> labels_of(std::span<const verdict> all);

/// JUnit XML, one test case a scenario, of class husky.scenario.LABEL: failures for FAIL, errors for BLOCKED, skipped
/// for SKIPPED.
std::string junit_report(std::span<const verdict> all);

/// JSON with everything but transcripts: {"scenarios":[...],"left_out":[...],"passed":1,"failed":0,"blocked":0,
/// "skipped":0}.
std::string json_report(std::span<const verdict> all, std::span<const left_out> others);

/// The transcript as text, a line each; the same run gives the same bytes. Time since the begin in seconds, actor, ->
/// sent or <- received, message and fields.
std::string transcript_text(const verdict& v);

}  // namespace husky::scenario
