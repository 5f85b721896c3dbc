#include "scenario/suite/find.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>

#include "scenario/file/kind.hpp"
#include "scenario/file/load.hpp"
#include "settings/error.hpp"

namespace husky::suite {

namespace {

namespace fs = std::filesystem;

bool is_hidden(const fs::path& file) { return file.filename().string().starts_with('.'); }

bool is_named_yaml(const fs::path& file) {
    auto end = file.extension().string();
    std::transform(end.begin(), end.end(), end.begin(),
                   [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    return end == ".yaml" || end == ".yml";
}

/// Walks a folder: first what stands there itself, then what links lead to.
class walk {
  public:
    explicit walk(const fs::path& folder) : top_(folder) {
        enter(folder);
        for (std::size_t i = 0; i < links_.size(); ++i) {
            const auto link = links_[i];
            visit(link);
        }
        std::sort(found_.files.begin(), found_.files.end());
        std::sort(found_.left_out.begin(), found_.left_out.end(),
                  [](const auto& a, const auto& b) { return a.file < b.file; });
    }

    [[nodiscard]] found_scenarios take() { return std::move(found_); }

  private:
    void enter(const fs::path& folder) {
        if (is_known(folder)) return;
        std::error_code failed;
        std::vector<fs::directory_entry> inside;
        for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
            inside.push_back(*at);
        if (failed) found_.files.push_back(folder.string());
        std::sort(inside.begin(), inside.end());
        for (const auto& each : inside) {
            if (each.is_symlink(failed))
                links_.push_back(each.path());
            else
                visit(each.path());
        }
    }

    void visit(const fs::path& at) {
        std::error_code failed;
        const auto is = fs::status(at, failed).type();
        if (is == fs::file_type::directory) {
            if (!is_hidden(at)) enter(at);
        } else if (is_named_yaml(at)) {
            take(at, is);
        }
    }

    void take(const fs::path& file, fs::file_type is) {
        // A broken link may be a lost scenario.
        const bool is_file =
            is == fs::file_type::regular || is == fs::file_type::not_found || is == fs::file_type::none;
        if (!is_file) return leave_out(file, "it is not a file");
        if (is_known(file)) return;
        if (const auto why = why_left_out(file.string()); !why.empty()) return leave_out(file, why);
        found_.files.push_back(file.string());
        if (found_.files.size() > max_scenarios)
            settings::fail(top_.string(), 0, "", "holds more scenarios than can be played at once");
    }

    /// Whether it was found under another name.
    bool is_known(const fs::path& at) {
        std::error_code failed;
        const auto itself = fs::canonical(at, failed);
        if (failed) return false;
        const auto [known, is_new] = known_.emplace(itself, at);
        if (!is_new) leave_out(at, fmt::format("it is the same as {}", known->second.string()));
        return !is_new;
    }

    void leave_out(const fs::path& file, std::string why) {
        found_.left_out.push_back({file.string(), std::move(why)});
    }

    fs::path top_;
    found_scenarios found_;
    std::map<fs::path, fs::path> known_;  ///< by what they are, the name by which they were found
    std::vector<fs::path> links_;
};

/// As much of a file as a scenario may have; nothing where it cannot be read.
std::optional<std::string> beginning_of(const std::string& file) {
    std::error_code failed;
    std::string text(std::min<std::uintmax_t>(fs::file_size(file, failed), scenario::max_file), '\0');
    if (failed) return std::nullopt;
    std::ifstream in(file, std::ios::binary);
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!in.is_open() || in.bad()) return std::nullopt;
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

}  // namespace

std::string why_left_out(const std::string& file) {
    if (is_hidden(file)) return "it is hidden";
    const auto text = beginning_of(file);
    if (!text) return "";
    switch (scenario::kind_of(*text)) {
        case scenario::file_kind::scenario:
            return "";
        case scenario::file_kind::negative_twin:
            return "it has `fails:`, and is played only if it is named itself";
        case scenario::file_kind::empty:
            return "it is empty";
        case scenario::file_kind::other:
            break;
    }
    return "it is not a scenario: it has neither `scenario: 1` nor `extends: FILE.yaml`";
}

found_scenarios find_scenarios(const std::string& target) {
    std::error_code failed;
    if (!fs::is_directory(target, failed)) {
        if (!fs::exists(target, failed)) settings::fail(target, 0, "", "there is no such file or folder");
        return {fs::path(target).parent_path().string(), false, {target}, {}};
    }
    auto found = walk(target).take();
    found.folder = target;
    found.is_folder = true;
    return found;
}

}  // namespace husky::suite
