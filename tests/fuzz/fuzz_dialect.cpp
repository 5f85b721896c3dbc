// Any text as a dialect file: either one clear error, or a dialect that every message can be spoken in.
#include "protocol/wire/codec.hpp"
#include "settings/error.hpp"
#include "tests/fuzz/script.hpp"

using namespace husky;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string yaml(reinterpret_cast<const char*>(data), size);
    try {
        const auto d = protocol::parse_dialect(yaml, "fuzz.yaml");
        protocol::for_each_message([&]<class Message>() {
            std::vector<std::byte> bytes;
            fuzz::require(encode(Message{}, d, bytes));
            Message again;
            fuzz::require(decode(std::span(bytes).subspan(4), d, again) == protocol::decode_fault::none);
            constexpr auto index = protocol::index_of<Message>;
            fuzz::require(d.find(d.code(index), protocol::traits_of(index).link) == index);
        });
    } catch (const settings::error& wrong) {
        fuzz::require(std::string(wrong.what()).starts_with("fuzz.yaml"));
    }
    return 0;
}
