#include "scenario/suite/report_files.hpp"

#include <filesystem>

#include "link/output/open_output.hpp"
#include "link/output/report.hpp"
#include "scenario/report/files.hpp"

namespace husky::suite {

void prepare_reports(const check_options& options) {
    link::try_report("--junit", options.junit);
    link::try_report("--json", options.json);
    link::require_apart({{"--junit", options.junit}, {"--json", options.json}});
    if (!options.transcripts.empty()) link::make_folder("--transcript", options.transcripts);
}

void write_reports(const check_options& options, const std::vector<scenario::verdict>& all,
                   const std::vector<scenario::left_out>& others) {
    if (!options.junit.empty()) link::write_report(options.junit, scenario::junit_report(all));
    if (!options.json.empty()) link::write_report(options.json, scenario::json_report(all, others));
    if (options.transcripts.empty()) return;
    const auto labels = scenario::labels_of(all);
    const std::filesystem::path folder(options.transcripts);
    for (std::size_t i = 0; i < all.size(); ++i)
        if (!all[i].transcript.empty())
            link::write_report((folder / (labels[i] + ".txt")).string(), scenario::transcript_text(all[i]));
}

}  // namespace husky::suite
