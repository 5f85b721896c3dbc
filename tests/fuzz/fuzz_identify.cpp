// Any datagram: nothing is amplified, and only identify is answered.
#include "protocol/links/identify_datagram.hpp"
#include "tests/fuzz/script.hpp"

using namespace husky;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const protocol::identify_response identity{
        protocol::result_code::ok, 0x0202, protocol::link_role::host, "husky-host", "0.1.0", 1};
    const auto bytes = fuzz::script(data, size).take_rest();
    const std::vector<std::byte> datagram(bytes.begin(), bytes.end());
    std::vector<std::byte> answer;
    const auto verdict = answer_datagram(datagram, identity, protocol::default_dialect(), answer);
    fuzz::require(answer.size() <= datagram.size());
    fuzz::require((verdict == protocol::datagram_verdict::answered) == !answer.empty());
    return 0;
}
