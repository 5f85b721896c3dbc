#pragma once

#include <variant>
#include <vector>

#include "protocol/setups/setup_download.hpp"
#include "protocol/setups/setup_upload.hpp"
#include "protocol/time.hpp"

namespace husky::play {

/// A set-up in transfer from or to a machine, over as many links as it needs. Not moved in memory.
struct transfer {
    /// How long it waits for a machine that lost its link.
    static constexpr std::chrono::seconds patience{60};

    std::uint16_t number;
    std::vector<std::byte> content;  ///< of a download
    std::variant<protocol::setup_upload, protocol::setup_download> way;
    protocol::instant until = protocol::never;  ///< while it waits

    explicit transfer(std::uint16_t n) : number(n), way(protocol::setup_upload(n)) {}
    transfer(std::uint16_t n, std::vector<std::byte> whole)
        : number(n), content(std::move(whole)), way(protocol::setup_download(n, content)) {}
    transfer(const transfer&) = delete;
    transfer& operator=(const transfer&) = delete;

    void link_lost(protocol::instant now) {
        std::visit([](auto& w) { w.link_lost(); }, way);
        until = now + patience;
    }
};

}  // namespace husky::play
