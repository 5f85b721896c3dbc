#pragma once

#include <span>
#include <string>

#include "scenario/verdict.hpp"

namespace husky::scenario {

/// JUnit XML, one test case a scenario: failures for FAIL, errors for BLOCKED, skipped for SKIPPED.
std::string junit_report(std::span<const verdict> all);

/// JSON with everything but transcripts: {"scenarios":[...],"passed":1,"failed":0,"blocked":0,"skipped":0}.
std::string json_report(std::span<const verdict> all);

/// The transcript as text, a line each; the same run gives the same bytes. Time since the begin in seconds, actor, ->
/// sent or <- received, message and fields.
std::string transcript_text(const verdict& v);

}  // namespace husky::scenario
