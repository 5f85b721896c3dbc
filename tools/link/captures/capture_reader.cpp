#include "tools/link/captures/capture_reader.hpp"

#include <fmt/format.h>
#include <pcap/pcap.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

namespace husky::tools {

namespace {

/// A time stamp is what somebody wrote into a file: kept within years of four digits.
capture_time time_of(const pcap_pkthdr& head) {
    constexpr long last_second = 253402300799;
    constexpr long last_microsecond = 999999;
    return capture_time(std::chrono::seconds(std::clamp<long>(head.ts.tv_sec, 0, last_second)) +
                        std::chrono::microseconds(std::clamp<long>(head.ts.tv_usec, 0, last_microsecond)));
}

}  // namespace

std::string decode_capture(open_file file, capture_decoder& decoder) {
    std::array<char, PCAP_ERRBUF_SIZE> problem{};
    const std::unique_ptr<pcap_t, void (*)(pcap_t*)> capture(pcap_fopen_offline(file.get(), problem.data()),
                                                             pcap_close);
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
