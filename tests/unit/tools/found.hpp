#pragma once

#include <string>
#include <vector>

#include "tools/link/captures/capture_decoder.hpp"

namespace husky::tools {

/// Remembers what a decoder found, as lines: "init", "0x0099", "start response!" (from the wrong end), "note: ...".
struct found final : message_sink, frame_listener {
    std::vector<std::string> lines;

    void message(const protocol::frame& f, const message_origin& at) override {
        const auto message = message_of(protocol::default_dialect(), f.command, at.kind);
        lines.push_back((message ? std::string(protocol::traits_of(*message).name) : "unknown") +
                        (at.wrong_end ? "!" : ""));
    }
    void note(const std::string& link, const std::string& text) override {
        lines.push_back("note: " + link + (link.empty() ? "" : ": ") + text);
    }
    void on_frame(const protocol::frame& f, std::size_t) override { message(f, {}); }
    void on_note(const std::string& text, std::size_t) override { note("", text); }
};

}  // namespace husky::tools
