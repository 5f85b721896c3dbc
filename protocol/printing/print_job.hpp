#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Type 3, remote printing: RFC 1179 without its sockets.
namespace husky::protocol::printing {

/// What a file holds, told by its content.
enum class file_kind : std::uint8_t { png, text, postscript, raw };

/// By the first bytes for PNG and PostScript; text is UTF-8 or Latin-1 without control characters but those of
/// printers.
file_kind kind_of(std::string_view content);

constexpr std::array<std::string_view, 4> media_types{"image/png", "text/plain", "application/postscript",
                                                      "application/octet-stream"};

constexpr std::string_view media_type(file_kind kind) { return media_types[static_cast<std::size_t>(kind)]; }

struct print_file {
    std::string name;  ///< a label for people; never the path of anything
    file_kind kind = file_kind::raw;
    std::uint64_t size = 0;  ///< bytes

    friend bool operator==(const print_file&, const print_file&) = default;
};

/// What somebody printed. Texts are UTF-8.
struct print_job {
    std::string queue;
    std::string host;  ///< that the client names, wherever it really is
    std::string user;
    std::string name;
    std::string job_class;
    std::vector<print_file> files;

    friend bool operator==(const print_job&, const print_job&) = default;
};

/// A name that another computer gave as a label: the part behind the last slash of either kind, as UTF-8, with '_' for
/// control characters and quotes. May be empty; "." and ".." become empty too.
std::string label_of(std::string_view name);

/// As label_of, but slashes stay: jobs are often named after whole paths.
std::string printable(std::string_view text);

}  // namespace husky::protocol::printing
