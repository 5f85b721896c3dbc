#pragma once

#include <cstdio>

#include "protocol/trace/pcapng_writer.hpp"
#include "tests/support/wire_notation.hpp"
#include "tools/link/replay/recording.hpp"

namespace husky::tools {

/// A recording made of what two ends say, one after the other, a millisecond apart.
class talk {
  public:
    talk() {
        protocol::append_capture_head(file_, "test");
        m_.ends.dialler = {{10, 0, 0, 1}, false, 40000};
        m_.ends.listener = {{10, 0, 0, 2}, false, 1310};
        open();
    }
    /// Another connection.
    talk& open() {
        m_.connection += 1;
        m_.ends.dialler.port = static_cast<std::uint16_t>(m_.ends.dialler.port + 1);
        m_.from_dialler = m_.from_listener = 0;
        protocol::append_opening(file_, later());
        return *this;
    }
    talk& machine(std::string_view notation) { return say(true, notation); }
    talk& host(std::string_view notation) { return say(false, notation); }
    talk& ends(bool by_machine, bool reset = false) {
        m_.by_dialler = by_machine;
        protocol::append_ending(file_, later(), reset);
        return *this;
    }
    [[nodiscard]] const std::vector<std::byte>& file() const { return file_; }
    [[nodiscard]] recording recorded() const { return read_bytes(file_); }

    static recording read_bytes(std::span<const std::byte> bytes) {
        std::FILE* in = std::tmpfile();
        if (!bytes.empty()) std::fwrite(bytes.data(), 1, bytes.size(), in);
        std::rewind(in);
        return read_recording(open_file(in), "test", protocol::default_dialect());
    }

  private:
    const protocol::traced_moment& later() {
        m_.at += std::chrono::milliseconds(1);
        return m_;
    }
    talk& say(bool by_machine, std::string_view notation) {
        const auto bytes = protocol::wire(notation);
        m_.by_dialler = by_machine;
        protocol::append_data(file_, later(), bytes);
        (by_machine ? m_.from_dialler : m_.from_listener) += bytes.size();
        return *this;
    }

    std::vector<std::byte> file_;
    protocol::traced_moment m_;
};

constexpr std::string_view said_init = "14 00 01 00 'HY-0001' 20*9";
constexpr std::string_view said_welcome = "0A 00 01 80 00 00 00 B9 55 69";
constexpr std::string_view asked_status = "05 00 0C 00 00";
constexpr std::string_view asked_list = "07 00 05 00 20 00 00";
/// Side 0, variables 1 (i32), 4 (i32) and 101 (f32 5.5).
constexpr std::string_view told_cycle =
    "1E 00 08 00 00 00 00 03 00 01 00 02 07 00 00 00 04 00 02 00 B9 55 69 65 00 01 00 00 B0 40";

}  // namespace husky::tools
