#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "protocol/wire/text.hpp"
#include "scenario/report/files.hpp"

namespace husky::scenario {

namespace {

/// Of a file's name, too, together with its number and ending.
constexpr std::size_t max = 200;

std::string label_of(const verdict& v) {
    const std::filesystem::path path(v.path);
    auto label = (path.extension() == ".yaml" ? path.parent_path() / path.stem() : path).string();
    if (label.size() > max) label.erase(0, label.size() - max);
    const bool is_text = protocol::is_utf8(label);
    for (char& c : label) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '/')
            c = '.';
        else if (code < 0x20U || (code >= 0x80U && !is_text))
            c = '_';
    }
    return label;
}

}  // namespace

std::size_t count(std::span<const verdict> all, outcome o) {
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [&](const verdict& v) { return v.result == o; }));
}

std::vector<std::string> labels_of(std::span<const verdict> all) {
    std::vector<std::string> labels;
    std::set<std::string> taken;
    for (const auto& v : all) {
        const auto label = label_of(v);
        auto one = label;
        for (int n = 2; !taken.insert(one).second; ++n)
            one = fmt::format("{}-{}", label, n);
        labels.push_back(std::move(one));
    }
    return labels;
}

}  // namespace husky::scenario
