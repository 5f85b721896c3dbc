#include "scenario/suite/report_files.hpp"

#include <filesystem>

#include "program/output/open_output.hpp"
#include "program/output/report.hpp"
#include "scenario/report/files.hpp"

namespace husky::suite {

void prepare_reports(const check_options& options) {
    program::try_report("--junit", options.junit);
    program::try_report("--json", options.json);
    program::require_apart({{"--junit", options.junit}, {"--json", options.json}});
    if (!options.transcripts.empty()) program::make_folder("--transcript", options.transcripts);
}

void write_reports(const check_options& options, const std::vector<scenario::verdict>& all,
                   const std::vector<scenario::left_out>& others) {
    if (!options.junit.empty()) program::write_report(options.junit, scenario::junit_report(all));
    if (!options.json.empty()) program::write_report(options.json, scenario::json_report(all, others));
    if (options.transcripts.empty()) return;
    const auto labels = scenario::labels_of(all);
    const std::filesystem::path folder(options.transcripts);
    for (std::size_t i = 0; i < all.size(); ++i)
        if (!all[i].transcript.empty())
            program::write_report((folder / (labels[i] + ".txt")).string(), scenario::transcript_text(all[i]));
}

}  // namespace husky::suite
