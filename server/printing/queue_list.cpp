#include "server/printing/queue_list.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace husky::host {

namespace {

constexpr std::string_view no_entries = "no entries\n";
constexpr std::string_view nobody = "nobody";
constexpr std::string_view superuser = "root";
/// What BSD's lprm says for root's "-".
constexpr std::string_view everybody = "-all";

/// Columns of BSD's lpq.
constexpr std::size_t files_width = 37;
constexpr std::size_t long_name_width = 40;

std::string_view owner_of(const stored_print& job) { return job.user.empty() ? nobody : std::string_view(job.user); }

bool means(const std::string& name, const stored_print& job) {
    return name == owner_of(job) || name == std::to_string(job.cursor);
}

bool is_meant(const stored_print& job, const std::vector<std::string>& names) {
    return names.empty() ||
           std::any_of(names.begin(), names.end(), [&](const std::string& name) { return means(name, job); });
}

std::string rank(std::size_t place) {
    const std::size_t last = place % 10;
    const bool is_teen = place / 10 % 10 == 1;
    if (last == 1 && !is_teen) return std::to_string(place) + "st";
    if (last == 2 && !is_teen) return std::to_string(place) + "nd";
    if (last == 3 && !is_teen) return std::to_string(place) + "rd";
    return std::to_string(place) + "th";
}

std::int64_t size_of(const stored_print& job) {
    std::int64_t size = 0;
    for (const auto& file : job.files)
        size += file.size;
    return size;
}

/// Cut between two characters, with dots for what is missing.
std::string fit(const std::string& text, std::size_t width) {
    constexpr std::string_view dots = "...";
    if (text.size() <= width) return text;
    std::size_t end = width - dots.size();
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return text.substr(0, end).append(dots);
}

std::string files_of(const stored_print& job) {
    std::string names;
    for (const auto& file : job.files)
        names.append(names.empty() ? "" : ", ").append(file.name);
    return fit(names, files_width);
}

template <class Line>
std::string list(const std::vector<stored_print>& jobs, const std::vector<std::string>& names, std::string_view head,
                 Line line) {
    std::string text;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (!is_meant(jobs[i], names)) continue;
        if (text.empty()) text = head;
        line(text, rank(i + 1), jobs[i]);
    }
    return text.empty() ? std::string(no_entries) : text;
}

}  // namespace

std::string short_list(const std::vector<stored_print>& jobs, const std::vector<std::string>& names) {
    const auto head = fmt::format("{:<7}{:<11}{:<8}{:<38}{}\n", "Rank", "Owner", "Job", "Files", "Total Size");
    return list(jobs, names, head, [](std::string& text, const std::string& place, const stored_print& job) {
        text += fmt::format("{:<7}{:<10} {:<7} {:<38}{} bytes\n", place, owner_of(job), job.cursor, files_of(job),
                            size_of(job));
    });
}

std::string long_list(const std::vector<stored_print>& jobs, const std::vector<std::string>& names) {
    return list(jobs, names, "", [](std::string& text, const std::string& place, const stored_print& job) {
        const auto who = fmt::format("{}: {}", owner_of(job), place);
        text += fmt::format("\n{:<{}} [job {} {}]\n", who, long_name_width, job.cursor, job.host);
        for (const auto& file : job.files)
            text += fmt::format("        {:<{}} {} bytes\n", file.name, long_name_width - 8, file.size);
    });
}

removal choose_removed(const std::vector<stored_print>& jobs, const std::string& agent,
                       const std::vector<std::string>& names) {
    const bool may_all = agent == superuser || agent == everybody;
    const bool own = std::find(names.begin(), names.end(), "-") != names.end();
    removal chosen;
    for (const stored_print& job : jobs) {
        const bool is_own = agent == owner_of(job);
        const bool named = !names.empty() && is_meant(job, names);
        if (!named && !(own && (is_own || may_all)) && agent != everybody) continue;
        if (is_own || may_all) {
            chosen.prints.push_back(job.cursor);
            chosen.text += fmt::format("job {} removed\n", job.cursor);
        } else {
            chosen.denied = true;
            chosen.text += fmt::format("job {}: permission denied\n", job.cursor);
        }
    }
    if (chosen.text.empty()) chosen.text = "no such job\n";
    return chosen;
}

}  // namespace husky::host
