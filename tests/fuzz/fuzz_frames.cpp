// Any bytes in any pieces: the frame reader stays within them, and what decodes is encoded to what decodes the same.
#include <boost/json/serialize.hpp>

#include "protocol/by_name/message_json.hpp"
#include "protocol/wire/frame_reader.hpp"
#include "tests/fuzz/script.hpp"

using namespace husky;

namespace {

protocol::dialect other_dialect(protocol::word_order words) {
    protocol::dialect d;
    d.order = protocol::byte_order::big;
    d.words = words;
    d.size_includes_header = false;
    d.pad = '\0';
    d.value_types = {9, 7, 8, 6};
    return d;
}

const protocol::dialect& dialect_by(std::uint8_t choice) {
    static const protocol::dialect other = other_dialect(protocol::word_order::normal);
    static const protocol::dialect swapped = other_dialect(protocol::word_order::swapped);
    if (choice % 2 == 0) return protocol::default_dialect();
    return choice % 4 == 1 ? other : swapped;
}

template <class Message>
void check(const protocol::frame& f, const protocol::dialect& d) {
    Message m;
    if (decode(f.fields, d, m) != protocol::decode_fault::none) return;
    std::vector<std::byte> first, second;
    fuzz::require(encode(m, d, first));
    fuzz::require(first.size() == f.bytes.size());
    Message again;
    fuzz::require(decode(std::span(first).subspan(4), d, again) == protocol::decode_fault::none);
    fuzz::require(encode(again, d, second));
    fuzz::require(first == second);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::script script(data, size);
    const auto& d = dialect_by(script.take_byte());
    protocol::frame_reader reader(d);
    while (!script.ended()) {
        const std::size_t piece = script.take_byte() + 1U;
        const auto input = script.take(piece);
        const std::vector<std::byte> copy(input.begin(), input.end());
        reader.push(copy);
        while (const auto f = reader.next()) {
            boost::json::serialize(to_json(*f, d));
            protocol::for_each_message([&]<class Message>() { check<Message>(*f, d); });
        }
        reader.hold();
    }
    return 0;
}
