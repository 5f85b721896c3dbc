#include "server/address_file.hpp"

#include <filesystem>
#include <fstream>
#include <string_view>

#include "log/log.hpp"

namespace husky::host {

namespace {

constexpr std::string_view https = "https://";

}  // namespace

address_file::address_file(std::string name, const api_address& api) : name_(std::move(name)) {
    if (name_.empty()) return;
    // A reader sees the whole line or the previous one.
    const auto fresh = name_ + ".new";
    std::ofstream out(fresh, std::ios::trunc);
    out << (api.by_https ? https : "") << api.address << '\n';
    out.close();
    std::error_code failed;
    if (out) std::filesystem::rename(fresh, name_, failed);
    if (out && !failed) return;
    log::warn("{}: cannot be written; `husky-host healthcheck` asks where its configuration says", name_);
    name_.clear();
}

address_file::~address_file() {
    std::error_code ignored;
    if (!name_.empty()) std::filesystem::remove(name_, ignored);
}

api_address address_in(const std::string& name) {
    std::ifstream in(name);
    std::string line;
    std::getline(in, line);
    if (line.starts_with(https)) return {line.substr(https.size()), true};
    return {line, false};
}

}  // namespace husky::host
