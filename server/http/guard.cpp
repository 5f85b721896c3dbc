#include "server/http/guard.hpp"

#include <boost/asio/ip/address.hpp>
#include <fstream>
#include <stdexcept>

namespace husky::host {

namespace {

std::string first_line_of(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    if (!file || !std::getline(file, line)) throw std::runtime_error(path + ": cannot be read");
    while (!line.empty() && (line.back() == '\r' || line.back() == ' '))
        line.pop_back();
    if (line.empty()) throw std::runtime_error(path + ": its first line must be the token");
    return line;
}

bool is_loopback(const std::string& address) {
    boost::system::error_code failed;
    const auto parsed = boost::asio::ip::make_address(address, failed);
    return failed ? address == "localhost" : parsed.is_loopback();
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    unsigned different = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        different |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
    return different == 0;
}

}  // namespace

http_guard http_guard::by_rules(const std::string& bind_address, const std::string& token_file, bool unsafe) {
    if (!token_file.empty()) return http_guard(first_line_of(token_file));
    if (!unsafe && !is_loopback(bind_address))
        throw std::runtime_error(
            bind_address + ": an address other than loopback needs a token file (--http-token-file) or --http-unsafe");
    return {};
}

bool http_guard::admits(std::string_view authorization) const {
    if (!token_) return true;
    constexpr std::string_view scheme = "Bearer ";
    return authorization.starts_with(scheme) && equal_in_constant_time(authorization.substr(scheme.size()), *token_);
}

}  // namespace husky::host
