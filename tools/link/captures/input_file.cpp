#include "tools/link/captures/input_file.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "settings/error.hpp"
#include "tools/link/captures/gzip_file.hpp"
#include "tools/link/captures/hex_text.hpp"

namespace husky::tools {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t max_start = 8;

/// What a file begins with, and what it then is.
struct signature {
    std::string_view start;
    std::string_view name;
};

constexpr std::array captures{"\x0A\x0D\x0D\x0A"sv, "\xD4\xC3\xB2\xA1"sv, "\xA1\xB2\xC3\xD4"sv, "\x4D\x3C\xB2\xA1"sv,
                              "\xA1\xB2\x3C\x4D"sv, "\x34\xCD\xB2\xA1"sv, "\xA1\xB2\xCD\x34"sv};
constexpr std::array compressions{
    signature{"PK\x03\x04"sv, "a zip archive"},         signature{"\x28\xB5\x2F\xFD"sv, "packed with zstd"},
    signature{"\xFD\x37zXZ\x00"sv, "packed with xz"},   signature{"BZh"sv, "packed with bzip2"},
    signature{"\x04\x22\x4D\x18"sv, "packed with lz4"}, signature{"7z\xBC\xAF\x27\x1C"sv, "a 7z archive"},
    signature{"Rar!\x1A\x07"sv, "a rar archive"}};
constexpr std::array other_captures{signature{"snoop\0\0\0"sv, "a capture of snoop"},
                                    signature{"GMBU"sv, "a capture of Microsoft Network Monitor"}};

bool begins(std::span<const std::byte> bytes, std::string_view with) {
    return bytes.size() >= with.size() && std::equal(with.begin(), with.end(), bytes.begin(), [](char a, std::byte b) {
               return static_cast<std::byte>(a) == b;
           });
}

/// The first bytes, which the next reader gets again: a pipe cannot be wound back, but glibc takes back several.
std::vector<std::byte> peek(std::FILE* file) {
    std::array<unsigned char, max_start> start{};
    const auto got = std::fread(start.data(), 1, start.size(), file);
    if (got == 0 && std::ferror(file) != 0) throw std::system_error(errno, std::generic_category(), "cannot be read");
    for (auto i = got; i > 0; --i)
        if (std::ungetc(start[i - 1], file) == EOF) throw std::runtime_error("cannot be read twice");
    const auto bytes = std::as_bytes(std::span(start).first(got));
    return {bytes.begin(), bytes.end()};
}

/// Files with the right content in a form that cannot be read.
void refuse_other_forms(std::span<const std::byte> start, const std::string& source) {
    const auto fail = [&](std::string_view name, std::string_view advice) {
        throw settings::error(fmt::format("{}: is {}; {}", source, name, advice));
    };
    for (const auto& p : compressions)
        if (begins(start, p.start)) fail(p.name, "unpack it first (gzip is read as it is)");
    for (const auto& c : other_captures)
        if (begins(start, c.start)) fail(c.name, "convert it first: editcap -F pcapng FILE FILE.pcapng");
    if (begins(start, gzip_start)) fail("packed with gzip twice", "unpack it once");
}

}  // namespace

open_file open_input(const std::string& name) {
    open_file file(name == "-" ? fdopen(dup(STDIN_FILENO), "rb") : std::fopen(name.c_str(), "rb"));
    if (!file) throw settings::error(fmt::format("{}: {}", name, std::generic_category().message(errno)));
    struct stat about {};
    if (fstat(fileno(file.get()), &about) == 0 && S_ISDIR(about.st_mode))
        throw settings::error(name + ": is a folder; expected a file");
    return file;
}

input_file unpack(open_file file, const std::string& source) {
    input_file in{std::move(file), {}, std::make_shared<std::string>()};
    in.start = peek(in.file.get());
    if (begins(in.start, gzip_start)) {
        in.file = open_gzip(std::move(in.file), in.damage);
        in.start = peek(in.file.get());
    }
    refuse_other_forms(in.start, source);
    return in;
}

bool is_capture(std::span<const std::byte> start) {
    return std::any_of(captures.begin(), captures.end(), [&](std::string_view c) { return begins(start, c); });
}

bool is_trace(std::span<const std::byte> start) {
    const auto text = text_of(start);
    if (!text) return false;
    const auto first = text->find_first_not_of(" \t\r\n");
    return first != std::string::npos && (*text)[first] == '{';
}

}  // namespace husky::tools
