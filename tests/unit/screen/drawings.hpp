#pragma once

#include "protocol/screen/screen_model.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/support/wire_notation.hpp"

namespace husky::protocol {

/// A screen message of these fields, as they come over the wire.
inline screen drawings(std::string_view notation) {
    screen m;
    if (decode(wire(notation), default_dialect(), m) != decode_fault::none) throw std::logic_error("a broken example");
    return m;
}

}  // namespace husky::protocol
