#pragma once

#include <cstdio>

#include "tools/link/captures/capture_decoder.hpp"

namespace husky::tools {

/// Prints messages for people: a line for each, and below it a table of its fields with offset, bytes and provenance.
class text_printer final : public message_sink {
  public:
    text_printer(const protocol::dialect& d, std::FILE* out, std::FILE* notes) : judge_(d), out_(out), notes_(notes) {}
    void message(const protocol::frame& f, const message_origin& at) override;
    void note(const std::string& link, const std::string& text) override;

  private:
    frame_judge judge_;
    std::FILE* out_;
    std::FILE* notes_;
};

/// Prints each message as a JSON object on a line of its own.
class json_printer final : public message_sink {
  public:
    json_printer(const protocol::dialect& d, std::FILE* out, std::FILE* notes)
        : dialect_(d), out_(out), notes_(notes) {}
    void message(const protocol::frame& f, const message_origin& at) override;
    void note(const std::string& link, const std::string& text) override;

  private:
    const protocol::dialect& dialect_;
    std::FILE* out_;
    std::FILE* notes_;
};

/// The table of a frame as text_printer prints it.
std::string text_of(const protocol::frame& f, const message_origin& at, const frame_judge& judge);

}  // namespace husky::tools
