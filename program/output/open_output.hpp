#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace husky::program {

/// What happens to a regular file that exists and is not empty.
enum class if_there : std::uint8_t {
    next_name,  ///< it is kept, and the output takes the next name: tap.pcapng, tap.1.pcapng, tap.2.pcapng
    replace,    ///< it is overwritten
};

struct opened_output {
    std::string name;       ///< of what is written
    int file = -1;          ///< the owner closes it
    bool is_plain = false;  ///< no device, pipe or standard stream
};

/// Opens what a program writes while it works: a recording, generated data. A regular file is locked until it is
/// closed, so that no two programs write it; devices, pipes, and what standard output or error leads to are taken as
/// they are. A warning tells the name if it is another than the one that was wanted. Throws settings::error that names
/// the file.
opened_output open_output(const std::string& name, if_there what);

/// An output that somebody asked for, and how.
struct named_output {
    std::string flag;
    std::string name;  ///< empty: none is wanted
};

/// Throws settings::error if two of them are the same file.
void require_apart(const std::vector<named_output>& all);

/// Whether standard output or error leads to the file of that name; then its number, else -1.
int standard_stream_of(const std::string& name);

}  // namespace husky::program
