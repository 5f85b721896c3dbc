#include "server/store/open.hpp"

#include <atomic>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "server/store/null_store.hpp"
#include "server/store/sqlite_store.hpp"

namespace husky::host {

namespace {

constexpr std::string_view sqlite_scheme = "sqlite:";

/// Each store in memory has a name of its own, so that two in one process do not share their tables.
std::string memory_uri() {
    static std::atomic<unsigned> number{0};
    return "file:husky-" + std::to_string(number++) + "?mode=memory&cache=shared";
}

}  // namespace

bool is_store_url(const std::string& url) {
    return url == "none" || (url.starts_with(sqlite_scheme) && url.size() > sqlite_scheme.size());
}

std::unique_ptr<store> open_store(const std::string& url, const store_settings& settings) {
    if (url == "none") return std::make_unique<null_store>();
    if (url == "sqlite::memory:") return std::make_unique<sqlite_store>(sqlite_location{memory_uri(), true}, settings);
    if (is_store_url(url)) {
        std::string path = url.substr(sqlite_scheme.size());
        if (path.starts_with("file:")) path.insert(0, "./");  // a name, not a URI
        return std::make_unique<sqlite_store>(sqlite_location{std::move(path), false}, settings);
    }
    throw std::runtime_error("store '" + url + "': expected sqlite:FILE, sqlite::memory: or none");
}

}  // namespace husky::host
