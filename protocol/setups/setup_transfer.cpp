#include "protocol/setups/setup_transfer.hpp"

#include "protocol/messages/codes.hpp"

namespace husky::protocol {

std::string_view name(setup_fault fault) {
    constexpr std::array<std::string_view, 10> words{
        "nothing is wrong",
        "the machine refused a block",
        "the machine sent another block than was asked for",
        "the machine sent an empty block",
        "the machine sent a block that goes past the end",
        "the machine's set-up is larger than max_setup_size",
        "the machine's set-up changed again and again while it was read",
        "the checksum does not match what the machine sent",
        "the machine sent too many small blocks",
        "the machine wants an offset that the set-up does not have, or ever another one"};
    return word_at(words, fault);
}

}  // namespace husky::protocol
