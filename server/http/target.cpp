#include "server/http/target.hpp"

#include <algorithm>
#include <boost/url/encode.hpp>
#include <boost/url/grammar/alnum_chars.hpp>
#include <boost/url/grammar/lut_chars.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "protocol/wire/text.hpp"
#include "settings/utf8.hpp"

namespace husky::host {

namespace {

bool is_text(std::string_view decoded) {
    return std::none_of(decoded.begin(), decoded.end(), settings::is_control) && protocol::is_utf8(decoded);
}

/// Takes what is between slashes or in a query; false if it is not text.
bool take(boost::urls::pct_string_view encoded, bool plus_is_space, std::string& into) {
    into = encoded.decode(boost::urls::encoding_opts(plus_is_space));
    return is_text(into);
}

}  // namespace

const std::string* http_target::find(std::string_view name) const {
    for (const auto& [key, value] : query)
        if (key == name) return &value;
    return nullptr;
}

std::string percent_encoded(std::string_view utf_8) {
    constexpr auto plain = boost::urls::grammar::alnum_chars + boost::urls::grammar::lut_chars(".-_");
    return boost::urls::encode(utf_8, plain);
}

std::vector<std::string_view> split_path(std::string_view path) {
    std::vector<std::string_view> segments;
    if (path.starts_with('/')) path.remove_prefix(1);
    while (true) {
        const std::size_t end = path.find('/');
        segments.push_back(path.substr(0, end));
        if (end == std::string_view::npos) return segments;
        path.remove_prefix(end + 1);
    }
}

std::optional<http_target> parse_target(std::string_view text) {
    const auto url = boost::urls::parse_origin_form(text);
    if (!url) return std::nullopt;
    http_target target;
    for (const auto segment : url->encoded_segments())
        if (!take(segment, false, target.segments.emplace_back())) return std::nullopt;
    if (target.segments.empty()) target.segments.emplace_back();
    for (const auto pair : url->encoded_params()) {
        if (pair.key.empty() && !pair.has_value) continue;
        auto& [name, value] = target.query.emplace_back();
        if (!take(pair.key, true, name) || !take(pair.value, true, value)) return std::nullopt;
    }
    return target;
}

}  // namespace husky::host
