#include "tools/link/capture_file.hpp"

#include <fmt/format.h>
#include <pcap/pcap.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <stdexcept>
#include <system_error>

#include "settings/error.hpp"

namespace husky::tools {

namespace {

struct capture_closer {
    void operator()(pcap_t* capture) const { pcap_close(capture); }
};

using magic = std::array<unsigned char, 4>;
constexpr std::array<magic, 5> magics{{{0x0A, 0x0D, 0x0D, 0x0A},
                                       {0xD4, 0xC3, 0xB2, 0xA1},
                                       {0xA1, 0xB2, 0xC3, 0xD4},
                                       {0x4D, 0x3C, 0xB2, 0xA1},
                                       {0xA1, 0xB2, 0x3C, 0x4D}}};

/// A time stamp is what somebody wrote into a file: kept within years of four digits.
capture_time time_of(const pcap_pkthdr& head) {
    constexpr long last_second = 253402300799;
    constexpr long last_microsecond = 999999;
    return capture_time(std::chrono::seconds(std::clamp<long>(head.ts.tv_sec, 0, last_second)) +
                        std::chrono::microseconds(std::clamp<long>(head.ts.tv_usec, 0, last_microsecond)));
}

}  // namespace

bool is_capture(std::span<const std::byte> start) {
    return std::any_of(magics.begin(), magics.end(), [&](const magic& m) {
        return start.size() >= m.size() &&
               std::equal(m.begin(), m.end(), start.begin(),
                          [](unsigned char a, std::byte b) { return a == std::to_integer<unsigned char>(b); });
    });
}

open_file open_input(const std::string& name) {
    open_file file(name == "-" ? fdopen(dup(STDIN_FILENO), "rb") : std::fopen(name.c_str(), "rb"));
    if (!file) throw settings::error(fmt::format("{}: {}", name, std::generic_category().message(errno)));
    struct stat about {};
    if (fstat(fileno(file.get()), &about) == 0 && S_ISDIR(about.st_mode))
        throw settings::error(name + ": is a folder, a file is wanted");
    return file;
}

std::vector<std::byte> peek(std::FILE* file) {
    std::array<unsigned char, 4> start{};
    const auto got = std::fread(start.data(), 1, start.size(), file);
    if (got == 0 && std::ferror(file) != 0) throw std::system_error(errno, std::generic_category(), "cannot be read");
    for (auto i = got; i > 0; --i)
        if (std::ungetc(start[i - 1], file) == EOF) throw std::runtime_error("cannot be read twice");
    const auto bytes = std::as_bytes(std::span(start).first(got));
    return {bytes.begin(), bytes.end()};
}

std::string decode_capture(open_file file, capture_decoder& decoder) {
    std::array<char, PCAP_ERRBUF_SIZE> problem{};
    const std::unique_ptr<pcap_t, capture_closer> capture(pcap_fopen_offline(file.get(), problem.data()));
    if (!capture) throw std::runtime_error(problem.data());
    static_cast<void>(file.release());  // closed with the capture
    const int layer = pcap_datalink(capture.get());
    if (!is_understood(layer)) {
        const char* known = pcap_datalink_val_to_name(layer);
        throw std::runtime_error(
            fmt::format("a capture of link layer {}; known are Ethernet, Linux cooked, loopback and raw IP",
                        known != nullptr ? known : std::to_string(layer)));
    }
    pcap_pkthdr* head = nullptr;
    const u_char* data = nullptr;
    int result = 0;
    while ((result = pcap_next_ex(capture.get(), &head, &data)) == 1)
        decoder.packet_at(time_of(*head), layer, std::as_bytes(std::span(data, head->caplen)), head->len);
    return result == PCAP_ERROR ? pcap_geterr(capture.get()) : "";
}

}  // namespace husky::tools
