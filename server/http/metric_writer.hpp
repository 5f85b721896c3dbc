#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace husky::host {

/// Appends metric families in the text format of Prometheus.
class metric_writer {
  public:
    explicit metric_writer(std::string& out) : out_(out) {}

    /// Begins a family; its samples follow. `type` is counter or gauge.
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

  private:
    std::string& out_;
    std::string_view name_;
};

}  // namespace husky::host
