#include "settings/error.hpp"

#include <fmt/format.h>

namespace husky::settings {

void fail(const place& at, const std::string& problem) {
    auto where = at.line > 0 ? fmt::format("{}:{}", at.source, at.line) : at.source;
    if (!where.empty() && !at.key.empty()) where += ": ";
    where += at.key;
    throw error(where.empty() ? problem : where + ": " + problem);
}

void fail(const std::string& source, int line, const std::string& key, const std::string& problem) {
    fail({source, line, key}, problem);
}

}  // namespace husky::settings
