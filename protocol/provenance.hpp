#pragma once

#include <cstdint>
#include <string_view>

namespace husky::protocol {

/// How a message or field is known. Shown wherever a message is shown, so that no reconstructed byte passes as
/// authentic.
enum class provenance : std::uint8_t {
    documented,     ///< D: seen in a public fragment of revision 2.02 of the vendor's specification
    reconstructed,  ///< R: the function is documented, its bytes are this project's
    extension,      ///< X: this project's own; no claim that any real machine has it
};

constexpr auto D = provenance::documented;
constexpr auto R = provenance::reconstructed;
constexpr auto X = provenance::extension;

constexpr char letter(provenance p) {
    constexpr std::string_view letters = "DRX";
    return letters[static_cast<std::size_t>(p)];
}

constexpr std::string_view name(provenance p) {
    switch (p) {
        case provenance::documented:
            return "documented";
        case provenance::reconstructed:
            return "reconstructed";
        case provenance::extension:
            return "extension";
    }
    return "";
}

}  // namespace husky::protocol
