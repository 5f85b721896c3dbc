#include "server/setups/sha256.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace husky::host {

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), sum.data(), &size, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("SHA-256 is not available");
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (unsigned i = 0; i < size; ++i) {
        hex += digits[sum[i] >> 4U];
        hex += digits[sum[i] & 15U];
    }
    return hex;
}

}  // namespace husky::host
