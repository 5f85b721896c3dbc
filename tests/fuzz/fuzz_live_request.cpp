// What a client of the live feed asks for: machines and topics of its query.
#include "server/api/live/live_request.hpp"
#include "tests/fuzz/script.hpp"

using namespace husky;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto end = text.find('\n');
    const std::string machines(text.substr(0, end));
    const std::string topics(end == std::string_view::npos ? "" : text.substr(end + 1));
    const auto parsed = host::parse_live_request(&machines, end == std::string_view::npos ? nullptr : &topics);
    if (const auto* asked = std::get_if<host::live_request>(&parsed)) {
        fuzz::require(asked->topics.any());
        fuzz::require(!asked->machines.empty() && asked->machines.size() <= host::max_live_machines);
        for (const auto& serial : asked->machines)
            fuzz::require(!serial.empty() && serial.find(',') == std::string::npos);
    } else {
        fuzz::require(!std::get<std::string>(parsed).empty());
    }
    return 0;
}
