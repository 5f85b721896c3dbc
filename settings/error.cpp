#include "settings/error.hpp"

#include <fmt/format.h>

namespace husky::settings {

namespace {

/// A key or value from outside must not move a terminal's cursor or end the text.
std::string without_control_characters(std::string text) {
    for (auto& c : text)
        if ((static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F) c = '?';
    return text;
}

}  // namespace

void fail(const place& at, const std::string& problem) {
    auto where = at.line > 0 ? fmt::format("{}:{}", at.source, at.line) : at.source;
    if (!where.empty() && !at.key.empty()) where += ": ";
    where += at.key;
    throw error(without_control_characters(where.empty() ? problem : where + ": " + problem));
}

void fail(const std::string& source, int line, const std::string& key, const std::string& problem) {
    fail({source, line, key}, problem);
}

}  // namespace husky::settings
