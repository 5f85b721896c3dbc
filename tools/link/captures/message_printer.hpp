#pragma once

#include <cstdio>

#include "tools/link/captures/capture_decoder.hpp"

namespace husky::tools {

/// Prints messages: for people a line for each, and below it a table of its fields with offset, bytes and provenance;
/// as JSON an object for each, on a line of its own.
class message_printer final : public message_sink {
  public:
    message_printer(const protocol::dialect& d, bool as_json, std::FILE* out, std::FILE* notes)
        : judge_(d), as_json_(as_json), out_(out), notes_(notes) {}
    void message(const protocol::frame& f, const message_origin& at) override;
    void note(const std::string& link, const std::string& text) override;

  private:
    frame_judge judge_;
    bool as_json_;
    std::FILE* out_;
    std::FILE* notes_;
};

/// The lines of a frame for people.
std::string text_of(const protocol::frame& f, const message_origin& at, const frame_judge& judge);

}  // namespace husky::tools
