#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace husky::protocol {

/// How a message, one of its properties or a field is known. Shown wherever a message is shown, so that no
/// reconstructed byte passes as authentic.
enum class provenance : std::uint8_t {
    documented,     ///< D: seen in a public fragment of revision 2.02 of the vendor's specification
    reconstructed,  ///< R: the function is documented, its bytes are this project's
    extension,      ///< X: an extension of this project; no claim that any real machine has it
};

constexpr auto D = provenance::documented;
constexpr auto R = provenance::reconstructed;
constexpr auto X = provenance::extension;

/// How each property of a message is known; the message as a whole has its own mark. A response is known as its
/// request.
struct property_marks {
    provenance name;
    provenance code;    ///< of a response: that it is its request's | 0x8000
    provenance from;    ///< which end sends it
    provenance layout;  ///< which fields it has, in which order
    provenance answer;  ///< whether it has a response
};

constexpr property_marks all_known_as(provenance p) { return {p, p, p, p, p}; }

constexpr char letter(provenance p) {
    constexpr std::string_view letters = "DRX";
    return letters[static_cast<std::size_t>(p)];
}

constexpr std::string_view name(provenance p) {
    constexpr std::array<std::string_view, 3> names{"documented", "reconstructed", "extension"};
    return names[static_cast<std::size_t>(p)];
}

}  // namespace husky::protocol
