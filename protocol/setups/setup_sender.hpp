#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "protocol/messages/machine_model.hpp"
#include "protocol/messages/setup_messages.hpp"
#include "protocol/setups/setup_limits.hpp"

namespace husky::protocol {

/// The machine's end of an upload: hands out one set-up in blocks. All blocks come from a text that is taken when block
/// 0 is asked for, or the first one of a link, or of another number; it is dropped with the last block.
class setup_sender {
  public:
    /// 2 for an offset past the end. At the end an empty block.
    upload_setup_response answer(const upload_setup& asked, machine_model& model);

    /// Bytes held.
    [[nodiscard]] std::size_t held() const { return taken_ ? text_.capacity() : 0; }
    void drop();

  private:
    result_code take(std::uint16_t number, machine_model& model);

    std::string text_;
    std::uint32_t crc32_ = 0;
    std::uint16_t number_ = 0;
    bool taken_ = false;
};

}  // namespace husky::protocol
