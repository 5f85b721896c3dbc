#include "server/http/guard.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <boost/algorithm/string/predicate.hpp>
#include <boost/asio/ip/address.hpp>
#include <stdexcept>
#include <utility>

#include "server/http/page_rules.hpp"
#include "settings/token_file.hpp"

namespace husky::host {

namespace {

bool is_loopback(const std::string& address) {
    boost::system::error_code failed;
    const auto parsed = boost::asio::ip::make_address(address, failed);
    return failed ? address == "localhost" : parsed.is_loopback();
}

}  // namespace

http_guard http_guard::by_rules(const std::string& bind_address, const std::string& token_file, bool unsafe,
                                std::vector<std::string> hosts) {
    for (const std::string& each : hosts)
        if (!is_host_name(each))
            throw std::runtime_error("http hosts: expected a name without a port, as plant.example, got '" + each +
                                     "'");
    http_guard guard;
    guard.hosts_ = std::move(hosts);
    if (!token_file.empty())
        guard.token_ = settings::read_token(token_file, "token file");
    else if (!unsafe && !is_loopback(bind_address))
        throw std::runtime_error(
            bind_address + ": an address other than loopback needs a token file (--http-token-file) or --http-unsafe");
    return guard;
}

bool http_guard::admits(std::string_view authorization) const {
    if (!token_) return true;
    constexpr std::string_view scheme = "Bearer ";
    if (!boost::algorithm::istarts_with(authorization, scheme)) return false;
    authorization.remove_prefix(std::min(authorization.find_first_not_of(' ', scheme.size()), authorization.size()));
    return authorization.size() == token_->size() &&
           CRYPTO_memcmp(authorization.data(), token_->data(), token_->size()) == 0;
}

bool http_guard::is_meant(const http_request& request) const { return is_own_name(request.host, hosts_); }

bool http_guard::is_driven_by_page(const http_request& request) const {
    const bool reads = (request.method == "GET" || request.method == "HEAD") && !request.upgrade;
    return !token_ && !reads && is_foreign(request);
}

}  // namespace husky::host
