#include "server/setups/sha256.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

#include "protocol/wire/hex.hpp"

namespace husky::host {

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), sum.data(), &size, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("SHA-256 is not available");
    return protocol::hex(std::as_bytes(std::span(sum).first(size)));
}

}  // namespace husky::host
