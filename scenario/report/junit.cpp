#include <fmt/format.h>

#include "protocol/wire/text.hpp"
#include "scenario/report/files.hpp"
#include "scenario/report/terminal.hpp"

namespace husky::scenario {

namespace {

/// XML 1.0 knows no control characters but tab and line ends, not even by number, and no U+FFFE and U+FFFF.
std::string escaped(std::string_view text) {
    if (!protocol::is_utf8(text)) return "?";
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const auto code = static_cast<unsigned char>(c);
        const auto three = text.substr(i, 3);
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else if (code < 0x20U && c != '\n' && c != '\t')
            out += '?';
        else if (three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF") {
            out += '?';
            i += 2;
        } else
            out += c;
    }
    return out;
}

std::string first_failure(const verdict& v) {
    for (const auto& f : v.findings)
        if (f.judged && !f.met && f.weight == severity::failure)
            return fmt::format("{}: expected {}, came: {}", f.name, f.expected, f.came);
    return v.reason;
}

std::string test_case(const verdict& v, const std::string& label) {
    auto out = fmt::format("    <testcase name=\"{}\" classname=\"husky.scenario.{}\" file=\"{}\" time=\"{:.3f}\">\n",
                           escaped(v.scenario.empty() ? v.file : v.scenario), escaped(label), escaped(v.file),
                           protocol::in_seconds(v.took));
    out += fmt::format("      <properties><property name=\"seed\" value=\"{}\"/></properties>\n", v.seed);
    const auto text = escaped(terminal_text(v, false));
    if (v.result == outcome::failed)
        out +=
            fmt::format("      <failure message=\"{}\" type=\"FAIL\">{}</failure>\n", escaped(first_failure(v)), text);
    else if (v.result == outcome::blocked)
        out += fmt::format("      <error message=\"{}\" type=\"BLOCKED\">{}</error>\n", escaped(v.reason), text);
    else if (v.result == outcome::skipped)
        out += fmt::format("      <skipped message=\"{}\"/>\n", escaped(v.reason));
    else
        out += fmt::format("      <system-out>{}</system-out>\n", text);
    return out + "    </testcase>\n";
}

}  // namespace

std::string junit_report(std::span<const verdict> all) {
    double time = 0;
    for (const auto& v : all)
        time += protocol::in_seconds(v.took);
    const auto numbers =
        fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{:.3f}\"", all.size(),
                    count(all, outcome::failed), count(all, outcome::blocked), count(all, outcome::skipped), time);
    auto out = fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {}>\n"
        "  <testsuite name=\"husky scenarios\" {}>\n",
        numbers, numbers);
    const auto labels = labels_of(all);
    for (std::size_t i = 0; i < all.size(); ++i)
        out += test_case(all[i], labels[i]);
    return out + "  </testsuite>\n</testsuites>\n";
}

}  // namespace husky::scenario
