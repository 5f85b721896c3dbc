#pragma once

#include <string>

#include "settings/schema/schema.hpp"

namespace husky::link {

/// What a configuration says of its capture.
struct capture_settings {
    std::string file;        ///< empty: nothing is captured
    bool overwrite = false;  ///< a file that holds something is emptied
};

/// Declares the keys `capture` and `capture_overwrite`.
void describe_capture(settings::schema& s, capture_settings& c, const std::string& meaning);

}  // namespace husky::link
