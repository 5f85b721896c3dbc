#include "server/http/connection/compression.hpp"

#include <zlib.h>

#include <algorithm>
#include <boost/algorithm/string/predicate.hpp>
#include <stdexcept>

namespace husky::host {

namespace {

/// Less goes into one packet anyway.
constexpr std::size_t min_packed = 1400;
constexpr int with_gzip_header = 16 + MAX_WBITS;

bool is_text_type(std::string_view type) {
    return type.starts_with("text/") || type.starts_with("application/json") || type.ends_with("+json");
}

bool has_header(const http_response& answer, std::string_view name) {
    return std::any_of(answer.headers.begin(), answer.headers.end(),
                       [&](const auto& header) { return boost::algorithm::iequals(header.first, name); });
}

unsigned char* bytes_of(std::string_view text) {
    // zlib takes a pointer to what it only reads as one to what it writes.
    return const_cast<unsigned char*>(reinterpret_cast<const unsigned char*>(text.data()));
}

/// Empty if there is no memory for it.
std::string packed(std::string_view text) {
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, with_gzip_header, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
    std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
    stream.next_in = bytes_of(text);
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = bytes_of(out);
    stream.avail_out = static_cast<uInt>(out.size());
    const bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.resize(whole ? out.size() - stream.avail_out : 0);
    deflateEnd(&stream);
    return out;
}

}  // namespace

bool takes_gzip(std::string_view accept_encoding) {
    while (!accept_encoding.empty()) {
        const std::string_view each = take_item(accept_encoding);
        const std::string_view name = each.substr(0, each.find_first_of("; \t"));
        if (name != "*" && !boost::algorithm::iequals(name, "gzip")) continue;
        const auto weight = each.find("q=");
        return weight == std::string_view::npos || each.find_first_of("123456789", weight) != std::string_view::npos;
    }
    return false;
}

void compress(http_response& answer, std::string_view accept_encoding) {
    constexpr std::size_t max_packed = std::size_t{1} << 30U;  // what zlib counts in one go, with room
    const bool worth = answer.body.size() >= min_packed && answer.body.size() <= max_packed;
    if (!worth || !is_text_type(answer.content_type) || has_header(answer, "Content-Encoding")) return;
    if (!has_header(answer, "Vary")) answer.headers.emplace_back("Vary", "Accept-Encoding");
    if (!takes_gzip(accept_encoding)) return;
    std::string body = packed(answer.body);
    if (body.empty() || body.size() >= answer.body.size()) return;
    answer.body = std::move(body);
    answer.headers.emplace_back("Content-Encoding", "gzip");
}

std::string unpack_gzip(std::string_view packed, std::size_t size) {
    std::string out(size, '\0');
    z_stream stream{};
    stream.next_in = bytes_of(packed);
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = bytes_of(out);
    stream.avail_out = static_cast<uInt>(out.size());
    const bool begun = inflateInit2(&stream, with_gzip_header) == Z_OK;
    const bool whole = begun && inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_out == 0;
    if (begun) inflateEnd(&stream);
    if (!whole) throw std::runtime_error("what should be packed by gzip is not, or has another size");
    return out;
}

}  // namespace husky::host
