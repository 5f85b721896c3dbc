#include "server/http/guard.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

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

/// Takes the same time wherever they differ, but not whatever their lengths are.
bool is_secret(std::string_view given, std::string_view secret) {
    return given.size() == secret.size() && CRYPTO_memcmp(given.data(), secret.data(), secret.size()) == 0;
}

/// RFC 4648, without padding: fit for a subprotocol, which is a token of HTTP.
std::string base64url(std::string_view bytes) {
    std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(size));
    out.resize(out.find_last_not_of('=') + 1);
    std::replace(out.begin(), out.end(), '+', '-');
    std::replace(out.begin(), out.end(), '/', '_');
    return out;
}

bool is_bearer(std::string_view authorization, std::string_view token) {
    constexpr std::string_view scheme = "Bearer ";
    if (!boost::algorithm::istarts_with(authorization, scheme)) return false;
    authorization.remove_prefix(std::min(authorization.find_first_not_of(' ', scheme.size()), authorization.size()));
    return is_secret(authorization, token);
}

bool has_subprotocol(std::string_view list, std::string_view wanted) {
    while (!list.empty())
        if (is_secret(take_item(list), wanted)) return true;
    return false;
}

}  // namespace

http_guard::http_guard(std::string token)
    : token_(std::move(token)), subprotocol_("husky.token." + base64url(*token_)) {}

http_guard http_guard::by_rules(const std::string& bind_address, const std::string& token_file, bool unsafe,
                                std::vector<std::string> hosts) {
    for (const std::string& each : hosts)
        if (!is_host_name(each))
            throw std::runtime_error("http hosts: expected a name without a port, as plant.example, got '" + each +
                                     "'");
    http_guard guard;
    if (!token_file.empty())
        guard = http_guard(settings::read_token(token_file, "token file"));
    else if (!unsafe && !is_loopback(bind_address))
        throw std::runtime_error(
            bind_address + ": an address other than loopback needs a token file (--http-token-file) or --http-unsafe");
    guard.hosts_ = std::move(hosts);
    return guard;
}

bool http_guard::admits(const http_request& request) const {
    return !token_ || is_bearer(request.authorization, *token_) ||
           (request.upgrade && has_subprotocol(request.subprotocols, subprotocol_));
}

bool http_guard::is_meant(const http_request& request) const { return is_own_name(request.host, hosts_); }

bool http_guard::is_driven_by_page(const http_request& request) const {
    const bool reads = (request.method == "GET" || request.method == "HEAD") && !request.upgrade;
    return !token_ && !reads && is_foreign(request);
}

}  // namespace husky::host
