#include "scenario/suite/find.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "settings/error.hpp"

namespace husky::suite {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_look = 64 * 1024;

/// Told by its first lines, so that a scenario that is broken further down is one all the same. What cannot be read may
/// be one.
bool says_scenario(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in.is_open()) return true;
    std::string text(longest_look, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    const auto says = [&](std::string_view key) {
        return text.starts_with(key) || text.find("\n" + std::string(key)) != std::string::npos;
    };
    return says("scenario:") || says("extends:");
}

}  // namespace

found_scenarios find_scenarios(const std::string& target) {
    found_scenarios found;
    std::error_code failed;
    found.is_folder = fs::is_directory(target, failed);
    if (!found.is_folder) {
        if (!fs::exists(target, failed)) settings::fail(target, 0, "", "there is no such file or folder");
        found.files.push_back(target);
        return found;
    }
    const auto options = fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator at(target, options, failed), end; !failed && at != end;
         at.increment(failed)) {
        const auto is = at->status(failed).type();
        const bool leads_nowhere = is == fs::file_type::not_found;
        if (at->path().extension() != ".yaml" || (is != fs::file_type::regular && !leads_nowhere)) continue;
        const bool may_be_one = leads_nowhere || says_scenario(at->path());
        (may_be_one ? found.files : found.left_out).push_back(at->path().string());
        if (found.files.size() > most_scenarios)
            settings::fail(target, 0, "", "holds more scenarios than can be played at once");
    }
    if (found.files.empty()) settings::fail(target, 0, "", "no scenario is in this folder");
    std::sort(found.files.begin(), found.files.end());
    std::sort(found.left_out.begin(), found.left_out.end());
    return found;
}

}  // namespace husky::suite
