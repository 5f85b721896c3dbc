#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scenario/plan.hpp"

namespace husky::play {

struct reference_machine;

/// Changes parameters in the text of a set-up: lines "Name = value unit" below "[Section]". A parameter is named
/// "Section.Name", or "Name" where only one section has it; its unit stays. Returns a sentence if one is not there, or
/// is there more than once.
std::optional<std::string> change_setup(std::string& text, const std::map<std::string, std::string>& changes);

/// The text of a file of at most 16 MiB, as it is. Returns a sentence if it cannot be read.
std::optional<std::string> read_setup(const std::string& file, std::string& text);

/// The text that a download sends: its file, or what the host uploaded last from that machine, with its changes.
std::optional<std::string> setup_to_send(const scenario::download_action& what, const reference_machine* machine,
                                         std::string& text);

}  // namespace husky::play
