#pragma once

#include <string>

#include "tools/link/replay/play.hpp"

namespace husky::tools {

/// How a replay went.
struct replay_outcome {
    enum class kind : std::uint8_t { same, diverged, silent };
    kind type = kind::same;
    std::optional<divergence> first;       ///< of `diverged`
    std::optional<recorded_event> waited;  ///< of `silent`: what did not come; none: a connection that nobody opened
    std::size_t connection = 0;            ///< of `silent`
    std::size_t sent = 0;
    std::size_t matched = 0;
};

/// For people: one line if all was the same, else what was expected and what came, field by field, both decoded.
std::string text_of(const replay_outcome& o, const recording& from, const frame_judge& judge);

/// {"result","sent","matched"} and, where it went otherwise, "frame","connection","link","what","expected","came",
/// "differences":[{"field","expected","came"}].
std::string json_of(const replay_outcome& o, const recording& from, const frame_judge& judge);

}  // namespace husky::tools
