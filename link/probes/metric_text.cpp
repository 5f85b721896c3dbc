#include "link/probes/metric_text.hpp"

#include <algorithm>

#include "settings/scalar.hpp"

namespace husky::link {

namespace {

constexpr std::string_view blanks = " \t\r";

/// One sample, read from left to right; false where the line is no sample.
class sample {
  public:
    explicit sample(std::string_view line) : rest_(line) {}

    bool is_of(std::string_view name) {
        skip_blanks();
        if (!rest_.starts_with(name)) return false;
        rest_.remove_prefix(name.size());
        return !rest_.empty() && (rest_.front() == '{' || blanks.find(rest_.front()) != std::string_view::npos);
    }
    bool read_labels(std::map<std::string, std::string>& into) {
        skip_blanks();
        if (!take('{')) return true;
        while (skip_blanks(), !take('}')) {
            std::string name(word());
            if (name.empty() || !(skip_blanks(), take('=')) || !(skip_blanks(), take('"'))) return false;
            std::string value;
            if (!quoted(value)) return false;
            into[std::move(name)] = std::move(value);
            skip_blanks();
            if (!take(',') && !rest_.starts_with('}')) return false;
        }
        return true;
    }
    std::optional<double> value() {
        skip_blanks();
        const auto text = rest_.substr(0, rest_.find_first_of(blanks));
        return settings::parse_number(text);
    }

  private:
    void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(blanks), rest_.size())); }
    bool take(char c) {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    std::string_view word() {
        const auto found = rest_.substr(0, rest_.find_first_of(" \t=\",{}"));
        rest_.remove_prefix(found.size());
        return found;
    }
    bool quoted(std::string& into) {
        while (!rest_.empty()) {
            const char c = rest_.front();
            rest_.remove_prefix(1);
            if (c == '"') return true;
            if (c != '\\') {
                into += c;
                continue;
            }
            if (rest_.empty()) return false;
            into += rest_.front() == 'n' ? '\n' : rest_.front();
            rest_.remove_prefix(1);
        }
        return false;
    }

    std::string_view rest_;
};

bool has(const std::map<std::string, std::string>& all, const std::map<std::string, std::string>& wanted) {
    for (const auto& [name, value] : wanted) {
        const auto at = all.find(name);
        if (at == all.end() || at->second != value) return false;
    }
    return true;
}

}  // namespace

std::optional<double> metric_value(std::string_view text, std::string_view name,
                                   const std::map<std::string, std::string>& labels) {
    std::optional<double> sum;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        sample line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        std::map<std::string, std::string> found;
        if (!line.is_of(name) || !line.read_labels(found) || !has(found, labels)) continue;
        if (const auto value = line.value()) sum = sum.value_or(0) + *value;
    }
    return sum;
}

}  // namespace husky::link
