#pragma once

#include <atomic>
#include <memory>
#include <optional>

#include "protocol/faults/fault.hpp"
#include "protocol/random.hpp"

namespace husky::protocol {

/// How often a fault's messages came, and how often something was done to one. Any thread may read.
struct fault_counts {
    std::atomic<std::uint64_t> matched{0}, done{0};
};

/// A fault as one link has it.
struct fault_in_place {
    std::shared_ptr<const protocol::fault> fault;
    instant since{};  ///< its window begins here
    std::shared_ptr<fault_counts>
        machine;                        ///< of this machine, over all its links: `first`, `skip`, `every` count here
    std::shared_ptr<fault_counts> all;  ///< of all machines
};

/// Whether a serial matches: `*` stands for any characters, an empty pattern for every serial.
bool is_meant(std::string_view pattern, std::string_view serial);

/// Whether something is to be done to this message now; counts it if it matches. One random number is drawn if the
/// fault has a probability below 1 and its turn has come.
bool takes_its_turn(const fault_in_place& f, std::optional<message_index> message, fault_way way, instant now,
                    split_mix& random);

/// How long something waits this time: never below 0.
duration draw(const fault_delay& from, split_mix& random);

/// The seed of one direction of one link: a function of these four.
std::uint64_t fault_seed(std::uint64_t seed, std::string_view machine, std::uint64_t link_number, fault_way way);

}  // namespace husky::protocol
