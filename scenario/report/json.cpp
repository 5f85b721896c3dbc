#include <boost/json.hpp>

#include "protocol/wire/text.hpp"
#include "scenario/report/files.hpp"
#include "settings/json_text.hpp"

namespace husky::scenario {

namespace json = boost::json;

namespace {

json::string utf8_or_mark(const std::string& from) {
    return protocol::is_utf8(from) ? json::string(from) : json::string("?");
}

json::object finding_json(const finding& f) {
    return {{"name", utf8_or_mark(f.name)},
            {"kind", f.is_step ? "step" : "expectation"},
            {"severity", f.weight == severity::warning ? "warning" : "failure"},
            {"judged", f.judged},
            {"met", f.met},
            {"expected", utf8_or_mark(f.expected)},
            {"came", utf8_or_mark(f.came)},
            {"file", utf8_or_mark(f.where.source)},
            {"line", f.where.line},
            {"key", utf8_or_mark(f.where.key)},
            {"at_s", protocol::in_seconds(f.at)}};
}

json::object verdict_json(const verdict& v) {
    json::array findings, frames;
    for (const auto& f : v.findings)
        findings.push_back(finding_json(f));
    for (const auto& line : v.last_frames)
        frames.emplace_back(utf8_or_mark(line));
    return {{"name", utf8_or_mark(v.scenario)},
            {"file", utf8_or_mark(v.file)},
            {"path", utf8_or_mark(v.path)},
            {"about", utf8_or_mark(v.about)},
            {"outcome", name(v.result)},
            {"reason", utf8_or_mark(v.reason)},
            {"seed", v.seed},
            {"took_s", protocol::in_seconds(v.took)},
            {"findings", std::move(findings)},
            {"last_frames", std::move(frames)},
            {"repeat", utf8_or_mark(v.repeat)}};
}

}  // namespace

std::string json_report(std::span<const verdict> all, std::span<const left_out> others) {
    json::array scenarios, rest;
    for (const auto& v : all)
        scenarios.push_back(verdict_json(v));
    for (const auto& each : others)
        rest.push_back({{"file", utf8_or_mark(each.file)}, {"reason", utf8_or_mark(each.why)}});
    const json::object out{{"scenarios", std::move(scenarios)},       {"left_out", std::move(rest)},
                           {"passed", count(all, outcome::passed)},   {"failed", count(all, outcome::failed)},
                           {"blocked", count(all, outcome::blocked)}, {"skipped", count(all, outcome::skipped)}};
    return settings::json_text(out) + "\n";
}

std::string transcript_text(const verdict& v) {
    std::string out = "scenario " + v.scenario + " seed " + std::to_string(v.seed) + "\n";
    for (const auto& line : v.transcript)
        out += line + "\n";
    if (v.transcript_dropped > 0) out += std::to_string(v.transcript_dropped) + " further lines are left out\n";
    return out + std::string(name(v.result)) + "\n";
}

}  // namespace husky::scenario
