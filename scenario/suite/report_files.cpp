#include "scenario/suite/report_files.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "scenario/report/files.hpp"
#include "settings/error.hpp"

namespace husky::suite {

namespace {

namespace fs = std::filesystem;

/// Not emptied: what stood there stays until there is something new.
void require_writable(const std::string& flag, const std::string& file) {
    if (!file.empty() && !std::ofstream(file, std::ios::binary | std::ios::app))
        settings::fail(flag, 0, "", fmt::format("{} cannot be written", file));
}

void write(const std::string& file, const std::string& text) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out) throw std::runtime_error(fmt::format("{}: the report cannot be written", file));
}

}  // namespace

void prepare_reports(const check_options& options) {
    require_writable("--junit", options.junit);
    require_writable("--json", options.json);
    if (options.transcripts.empty()) return;
    std::error_code failed;
    fs::create_directories(options.transcripts, failed);
    if (!fs::is_directory(options.transcripts, failed))
        settings::fail("--transcript", 0, "", fmt::format("{} is no folder that can be made", options.transcripts));
}

void write_reports(const check_options& options, const std::vector<scenario::verdict>& all,
                   const std::vector<scenario::left_out>& others) {
    if (!options.junit.empty()) write(options.junit, scenario::junit_report(all));
    if (!options.json.empty()) write(options.json, scenario::json_report(all, others));
    if (options.transcripts.empty()) return;
    const auto labels = scenario::labels_of(all);
    for (std::size_t i = 0; i < all.size(); ++i)
        if (!all[i].transcript.empty())
            write((fs::path(options.transcripts) / (labels[i] + ".txt")).string(), scenario::transcript_text(all[i]));
}

}  // namespace husky::suite
