#include "server/http/page_rules.hpp"

#include <algorithm>
#include <boost/algorithm/string/case_conv.hpp>
#include <boost/algorithm/string/predicate.hpp>
#include <boost/algorithm/string/trim.hpp>
#include <boost/asio/ip/address.hpp>

namespace husky::host {

namespace {

bool is_address(const std::string& text) {
    boost::system::error_code failed;
    boost::asio::ip::make_address(text, failed);
    return !failed;
}

bool is_port(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Without its port and the dot at its end, in lower case; empty if it is not a host.
std::string name_of(std::string_view host) {
    const bool bracketed = host.starts_with('[');
    const auto end = bracketed ? host.find(']') : host.find(':');
    std::string_view name = host.substr(0, end);
    if (end != std::string_view::npos) {
        std::string_view rest = host.substr(bracketed ? end + 1 : end);
        if (!rest.empty() && (!rest.starts_with(':') || !is_port(rest.substr(1)))) return {};
    }
    if (bracketed) {
        name.remove_prefix(1);
        return end != std::string_view::npos && name.find(':') != std::string_view::npos ? std::string(name) : "";
    }
    if (name.ends_with('.')) name.remove_suffix(1);
    return boost::algorithm::to_lower_copy(std::string(name));
}

}  // namespace

bool is_own_name(std::string_view host, const std::vector<std::string>& names) {
    if (host.empty()) return true;
    const std::string name = name_of(host);
    if (name == "localhost" || name.ends_with(".localhost") || is_address(name)) return true;
    return !name.empty() &&
           std::any_of(names.begin(), names.end(), [&](const std::string& each) { return name_of(each) == name; });
}

bool is_host_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        const auto code = static_cast<unsigned char>(c);
        return code > 0x20 && code < 0x7F && std::string_view("/:*?#@[]\\").find(c) == std::string_view::npos;
    });
}

bool is_foreign(const http_request& request) {
    if (request.origin.empty()) return request.fetch_site == "cross-site" || request.fetch_site == "same-site";
    const auto scheme_end = request.origin.find("://");
    if (scheme_end == std::string::npos) return true;
    const std::string authority = request.origin.substr(scheme_end + 3);
    const std::string default_port = request.origin.starts_with("https:") ? ":443" : ":80";
    return !boost::algorithm::iequals(authority, request.host) &&
           !boost::algorithm::iequals(authority + default_port, request.host);
}

bool is_json(std::string_view content_type) {
    const std::string type(content_type.substr(0, content_type.find(';')));
    return boost::algorithm::iequals(boost::algorithm::trim_copy(type), "application/json");
}

}  // namespace husky::host
