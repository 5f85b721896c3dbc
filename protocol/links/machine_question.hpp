#pragma once

#include <variant>

#include "protocol/messages/display_messages.hpp"
#include "protocol/messages/machine_messages.hpp"

namespace husky::protocol {

/// What a host may ask a machine at any time, besides its polling plan; the last two on its display link only.
using machine_question = std::variant<start, list, read, spc_read, spc_write, status, upload_setup, download_setup,
                                      display_start, display_stop>;

/// The response to each of them, in the same order.
using machine_answer =
    std::variant<start_response, list_response, read_response, spc_read_response, spc_write_response, status_response,
                 upload_setup_response, download_setup_response, display_start_response, display_stop_response>;

}  // namespace husky::protocol
