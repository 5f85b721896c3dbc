#pragma once

#include <map>

#include "protocol/by_name/message_layouts.hpp"
#include "server/http/field_list.hpp"
#include "server/trace/frame_ring.hpp"

namespace husky::host {

/// Tells what is in frames, for people and programs: the message as `husky-link decode --json` shows it, the place of
/// each field, and the bytes. One thread at a time; the dialects of the frames outlive it.
class frame_decoder {
  public:
    /// Of any bytes; those that are no message of the dialect have a `fault`, and fields as far as they can be told.
    field_list decode(const copied_frame& f);

  private:
    const protocol::message_layouts& layouts_of(const protocol::dialect& d);

    std::map<const protocol::dialect*, protocol::message_layouts> layouts_;
};

}  // namespace husky::host
