#include "settings/schema/places.hpp"

#include <iterator>

namespace husky::settings {

namespace {

/// "groups[1].serial" lies in "groups[1]", that in "groups", that in "".
std::string around(const std::string& key) {
    const auto cut = key.find_last_of(".[");
    return cut == std::string::npos ? std::string() : key.substr(0, cut);
}

bool lies_in(const std::string& key, const std::string& outer) {
    return key == outer || (key.starts_with(outer) && (key[outer.size()] == '.' || key[outer.size()] == '['));
}

}  // namespace

void places::note(const std::string& key, place at) { given_[key] = std::move(at); }

void places::forget(const std::string& key) {
    std::erase_if(given_, [&](const auto& entry) { return lies_in(entry.first, key); });
}

const place* places::find(const std::string& key) const {
    const auto at = given_.find(key);
    return at == given_.end() ? nullptr : &at->second;
}

void places::fail_at(const std::string& key, const std::string& problem) const {
    for (auto outer = key; !outer.empty(); outer = around(outer)) {
        const auto at = given_.find(outer);
        if (at == given_.end()) continue;
        const bool renamed = at->second.key != outer;
        fail(at->second.source, at->second.line, renamed ? at->second.key : key, problem);
    }
    fail("built-in default", 0, key, problem);
}

}  // namespace husky::settings
