#include "protocol/setups/setup_transfer.hpp"

namespace husky::protocol {

std::string_view name(setup_fault fault) {
    switch (fault) {
        case setup_fault::none:
            return "no fault";
        case setup_fault::refused:
            return "the machine refused a block";
        case setup_fault::another_block:
            return "the machine sent a block that was not requested";
        case setup_fault::empty_block:
            return "the machine sent an empty block";
        case setup_fault::past_end:
            return "the machine sent a block that goes past the end";
        case setup_fault::too_large:
            return "the machine's set-up is larger than max_setup_size";
        case setup_fault::changed:
            return "the machine's set-up kept changing while it was read";
        case setup_fault::bad_checksum:
            return "the checksum does not match what the machine sent";
        case setup_fault::too_many_blocks:
            return "the machine sent too many small blocks";
        case setup_fault::wrong_offset:
            return "the machine asks for an offset outside the set-up, or keeps asking for different ones";
    }
    return "unknown";
}

}  // namespace husky::protocol
