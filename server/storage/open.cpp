#include "server/storage/open.hpp"

#include <atomic>
#include <regex>
#include <stdexcept>
#include <string_view>

#include "server/store/sqlite/sqlite_backend.hpp"

namespace husky::host {

namespace {

constexpr std::string_view sqlite_scheme = "sqlite:";

/// Each store in memory has a name of its own, so that two in one process do not share their tables.
std::string memory_uri() {
    static std::atomic<unsigned> number{0};
    return "file:husky-" + std::to_string(number++) + "?mode=memory&cache=shared";
}

std::string database_of(const std::string& url) {
    if (url == "sqlite::memory:") return memory_uri();
    const std::string path = url.substr(sqlite_scheme.size());
    return is_memory(path) ? "./" + path : path;
}

}  // namespace

bool is_store_url(const std::string& url) {
    return url == "none" || (url.starts_with(sqlite_scheme) && url.size() > sqlite_scheme.size());
}

std::string without_password(const std::string& url) {
    static const std::regex after_user("^([^:/?#]+://[^:/?#@]*:)[^/?#]*@");
    static const std::regex by_name("(password=)('[^']*'|[^&\\s]*)", std::regex::icase);
    const auto shown = std::regex_replace(url, after_user, "$1***@");
    return std::regex_replace(shown, by_name, "$1***");
}

std::unique_ptr<write_behind> open_store(const std::string& url, const store_settings& settings) {
    if (!is_store_url(url))
        throw std::runtime_error("store '" + url + "': expected sqlite:FILE, sqlite::memory: or none");
    if (url == "none") return nullptr;
    return std::make_unique<write_behind>(std::make_unique<sqlite_backend>(database_of(url), settings), settings);
}

}  // namespace husky::host
