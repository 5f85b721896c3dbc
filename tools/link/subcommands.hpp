#pragma once

#include "program/subcommand.hpp"

/// The rows of husky-link.
namespace husky::tools {

/// `probe` prints what listens at an address: exit code 0 for a Husky host or machine, 124 if TCP met silence, else 1.
program::subcommand probe_subcommand();
/// `decode` shows messages: exit code 1 if there is none, or bytes that should be messages could not be shown.
program::subcommand decode_subcommand();
/// `dissector` prints a plug-in for Wireshark.
program::subcommand dissector_subcommand();
/// `tap` relays until it is stopped: exit code 1 if the capture could not be written to its end.
program::subcommand tap_subcommand();
/// `replay` plays a recording: exit code 0 no divergence, 1 a divergence, 124 silence, 130 if it was stopped.
program::subcommand replay_subcommand();
/// `scenario` writes a recording as a scenario.
program::subcommand scenario_subcommand();

}  // namespace husky::tools
