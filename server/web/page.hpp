#pragma once

#include <cstddef>
#include <span>
#include <string_view>

/// The files of the page, compressed, as server/web builds them; none where the program was built without the page.
namespace husky::host {

struct web_file {
    /// As it stands in a request: "/" for the page itself.
    std::string_view path;
    std::string_view content_type;
    /// Quoted SHA-256 of the uncompressed file.
    std::string_view etag;
    /// Bytes of the uncompressed file.
    std::size_t size;
    std::span<const unsigned char> gzip;
};

/// Lives as long as the program.
std::span<const web_file> web_files();

}  // namespace husky::host
