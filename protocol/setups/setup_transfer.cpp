#include "protocol/setups/setup_transfer.hpp"

#include "protocol/messages/codes.hpp"

namespace husky::protocol {

std::string_view name(setup_fault fault) {
    constexpr std::array<std::string_view, 10> words{
        "no fault",
        "the machine refused a block",
        "the machine sent a block that was not requested",
        "the machine sent an empty block",
        "the machine sent a block that goes past the end",
        "the machine's set-up is larger than max_setup_size",
        "the machine's set-up kept changing while it was read",
        "the checksum does not match what the machine sent",
        "the machine sent too many small blocks",
        "the machine asks for an offset outside the set-up, or keeps asking for different ones"};
    return word_at(words, fault);
}

}  // namespace husky::protocol
