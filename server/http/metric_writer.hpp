#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/metrics/histogram.hpp"

namespace husky::host {

/// Appends metric families in the text format of Prometheus.
class metric_writer {
  public:
    explicit metric_writer(std::string& out) : out_(out) {}

    /// Begins a family; its samples follow. `type` is counter, gauge or histogram.
    metric_writer& family(std::string_view name, std::string_view type, std::string_view help) {
        name_ = name;
        out_.append("# HELP ").append(name).append(" ").append(help).append("\n");
        out_.append("# TYPE ").append(name).append(" ").append(type).append("\n");
        return *this;
    }
    metric_writer& sample(std::uint64_t value) {
        out_.append(name_).append(" ").append(std::to_string(value)).append("\n");
        return *this;
    }
    /// Blanks of the label's value become underscores; it holds no quotes.
    metric_writer& sample(std::string_view label, std::string_view value_of_label, std::uint64_t value) {
        out_.append(name_).append("{").append(label).append("=\"");
        for (const char c : value_of_label)
            out_ += c == ' ' ? '_' : c;
        out_.append("\"} ").append(std::to_string(value)).append("\n");
        return *this;
    }

    /// A whole family of durations, in seconds, of several threads together.
    void histogram(std::string_view name, std::string_view help, const std::vector<const host::histogram*>& all) {
        const auto seconds = [](std::chrono::microseconds time) { return std::chrono::duration<double>(time).count(); };
        constexpr auto& ends = host::histogram::ends;
        family(name, "histogram", help);
        std::uint64_t count = 0;
        std::chrono::microseconds sum{};
        for (std::size_t bucket = 0; bucket <= ends.size(); ++bucket) {
            for (const auto* each : all)
                count += each->count(bucket);
            const auto end = bucket < ends.size() ? fmt::format("{}", seconds(ends[bucket])) : "+Inf";
            out_ += fmt::format("{}_bucket{{le=\"{}\"}} {}\n", name, end, count);
        }
        for (const auto* each : all)
            sum += each->sum();
        out_ += fmt::format("{0}_sum {1}\n{0}_count {2}\n", name, seconds(sum), count);
    }

  private:
    std::string& out_;
    std::string_view name_;
};

}  // namespace husky::host
