#include "scenario/report/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenario/report/files.hpp"
#include "settings/counted.hpp"

namespace husky::scenario {

namespace {

std::string_view colour_of(outcome o) {
    constexpr std::array<std::string_view, 4> colours{"\x1B[32m", "\x1B[31m", "\x1B[35m", "\x1B[33m"};
    return colours[static_cast<std::size_t>(o)];
}

/// Without what controls a terminal; texts of peers come in quotes already, those of files do not.
std::string plain(std::string text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto code = static_cast<unsigned char>(text[i]);
        const auto before = i == 0 ? 0U : static_cast<unsigned char>(text[i - 1]);
        if (code < 0x20U || code == 0x7FU || (before == 0xC2U && code < 0xA0U)) text[i] = '?';
        if (text[i] == '?' && before == 0xC2U) text[i - 1] = '?';
    }
    return text;
}

std::string line_of(const place& where) { return fmt::format("{}:{}", where.source, where.line); }

void add_finding(std::string& out, const finding& f) {
    const auto* what = f.is_step ? "not begun" : f.weight == severity::warning ? "warning" : "not met";
    out += fmt::format("  {}: {} ({})\n", f.judged || f.is_step ? what : "not judged", plain(f.name), line_of(f.where));
    out += fmt::format("    expected: {}\n    came:     {}\n", plain(f.expected), plain(f.came));
}

}  // namespace

std::string outcome_line(const verdict& v, bool colours) {
    const auto word = colours ? fmt::format("{}{:<7}\x1B[0m", colour_of(v.result), name(v.result))
                              : fmt::format("{:<7}", name(v.result));
    auto line = fmt::format("{} {}", word, v.scenario.empty() ? v.file : v.scenario);
    if (v.has_namesake) line += fmt::format(" [{}]", plain(v.path));
    if (v.result == outcome::passed || v.result == outcome::failed)
        line += fmt::format(" ({:.1f} s)", protocol::in_seconds(v.took));
    if (!v.reason.empty()) line += ": " + plain(v.reason);
    const auto left_out =
        std::count_if(v.findings.begin(), v.findings.end(), [](const finding& f) { return !f.judged; });
    if (v.result == outcome::passed && left_out > 0) line += fmt::format(", {} not judged", left_out);
    return line;
}

std::string terminal_text(const verdict& v, bool colours) {
    auto out = outcome_line(v, colours) + "\n";
    const bool tells_all = v.result == outcome::failed || v.result == outcome::blocked;
    for (const auto& f : v.findings) {
        const bool warns = f.judged && !f.met && f.weight == severity::warning;
        if (warns || (tells_all && !f.met && (f.judged || f.is_step))) add_finding(out, f);
    }
    if (!v.last_frames.empty()) {
        out += v.last_frames.size() == 1 ? std::string("  the last frame:\n")
                                         : fmt::format("  the last {} frames:\n", v.last_frames.size());
        for (const auto& line : v.last_frames)
            out += fmt::format("    {}\n", line);
    }
    if (tells_all && !v.repeat.empty()) out += fmt::format("  repeat: {}\n", v.repeat);
    return out;
}

std::string summary_line(std::span<const verdict> all, std::size_t left_out) {
    auto out = settings::counted(all.size(), "scenario") + ":";
    std::string between = " ";
    const std::array<std::pair<outcome, std::string_view>, 4> words{{{outcome::passed, "passed"},
                                                                     {outcome::failed, "failed"},
                                                                     {outcome::blocked, "blocked"},
                                                                     {outcome::skipped, "skipped"}}};
    for (const auto& [what, word] : words) {
        if (count(all, what) == 0) continue;
        out += fmt::format("{}{} {}", between, count(all, what), word);
        between = ", ";
    }
    if (left_out > 0) out += fmt::format("; {} file{} left out", left_out, left_out == 1 ? "" : "s");
    return out;
}

int exit_code_of(std::span<const verdict> all) {
    if (count(all, outcome::failed) > 0) return 1;
    return count(all, outcome::blocked) > 0 ? 2 : 0;
}

}  // namespace husky::scenario
