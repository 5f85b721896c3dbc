#include "tools/link/shared_options.hpp"

#include <fmt/format.h>

#include "settings/duration.hpp"
#include "settings/error.hpp"
#include "settings/schema/load.hpp"

namespace husky::tools {

void declare_dialect(program::options& of, std::string& into) {
    of.value("--dialect", into, "FILE", "dialect file (YAML)");
}

std::chrono::nanoseconds duration_of(const char* option, const std::string& text, const char* example) {
    const auto limit = settings::parse_duration(text);
    if (!limit || *limit < std::chrono::milliseconds(10))
        throw settings::error(fmt::format("{}: '{}' is not a duration from 10ms, as {}", option, text, example));
    return *limit;
}

std::string source_of(const std::string& file) { return file == "-" ? "standard input" : file; }

match_rules recording_flags::match() const {
    return rules.empty() ? match_rules::defaults() : parse_rules(settings::read_file(rules), rules);
}

void declare_recording(program::options& of, recording_flags& into) {
    of.value("file", into.file, "FILE|-", "a recording: pcapng, pcap, or a trace of tap, packed with gzip or not",
             {.required = true});
    of.value("--as", into.side, "machine|host", "the end to play", {.required = true, .one_of = {"machine", "host"}});
    of.value("--rules", into.rules, "FILE", "what may differ (YAML); times and counters if not given");
    declare_dialect(of, into.dialect);
}

}  // namespace husky::tools
