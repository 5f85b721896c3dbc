// Prints the tables of docs/cell-model.md: simulated beside published figures, as Markdown.
#include <fmt/format.h>

#include <array>

#include "client/model/family/family_file.hpp"
#include "tests/realism/published.hpp"

using namespace husky::cells;
using namespace husky::cells::test;

namespace {

constexpr std::size_t cycles = 20'000;
constexpr std::uint64_t seed = 1;

std::string from_to(double low, double high, const char* form) {
    const auto text = [&](double x) { return fmt::format(fmt::runtime(form), x); };
    return low == high ? text(low) : text(low) + " to " + text(high);
}

std::string name_of(column c) {
    const std::string name(name_of(c.variable));
    return c.member < 0 ? name : fmt::format("{} sensor {}", name, c.member + 1);
}

}  // namespace

int main(int argc, char** argv) {
    const std::string folder = argc > 1 ? argv[1] : HUSKY_SOURCE_DIR "/configs/families";
    constexpr std::array names{"pet", "cap", "thinwall", "tech"};
    std::vector<family> families;
    families.reserve(names.size());
    for (const auto* name : names)
        families.push_back(load_family(folder + "/" + name + ".yaml"));
    std::vector<steady_run> runs;
    runs.reserve(names.size());
    for (const auto& f : families)
        runs.emplace_back(f, cycles, seed);

    fmt::print(
        "| channel | published sd | pet | cap | thinwall | tech | published lag-1 | pet | cap | thinwall | tech | "
        "source |\n");
    fmt::print("|---|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (const auto& p : published_variables()) {
        fmt::print("| {} | {}{}", name_of(p.variable), from_to(p.sigma_low, p.sigma_high, "{:.3g}"),
                   p.relative ? " %" : " K");
        for (const auto& run : runs)
            fmt::print(" | {:.3g}",
                       run.total_sigma({p.variable}) * (p.relative ? 100 / std::abs(run.mean({p.variable})) : 1));
        fmt::print(" | {}", p.has_lag ? from_to(p.lag_low, p.lag_high, "{:.2f}") : "");
        for (const auto& run : runs)
            fmt::print(" | {:.2f}", run.lag_1({p.variable}));
        fmt::print(" | {} |\n", p.source);
    }

    fmt::print(
        "\n| correlation of | and | published | pet | cap | thinwall | tech | source "
        "|\n|---|---|---|---|---|---|---|---|\n");
    for (const auto& p : published_correlations()) {
        fmt::print("| {} | {} | {}", name_of(p.a), name_of(p.b), from_to(p.low, p.high, "{:+.2f}"));
        for (const auto& run : runs)
            fmt::print(" | {:+.2f}", run.correlation(p.a, p.b));
        fmt::print(" | {} |\n", p.source);
    }
}
