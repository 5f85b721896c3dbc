// Two set-ups of any content, compared by parameter.
#include "protocol/wire/text.hpp"
#include "server/setups/setup_diff.hpp"
#include "tests/fuzz/script.hpp"

using namespace husky;

namespace {

std::string_view text_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::script script(data, size);
    const auto from = text_of(script.take(script.take_byte()));
    const auto to = text_of(script.take_rest());
    const auto there = host::compare_setups(from, to), back = host::compare_setups(to, from);
    fuzz::require(there.outcome == back.outcome);
    fuzz::require(there.changed.size() == back.changed.size());
    fuzz::require(there.added.size() == back.removed.size() && there.removed.size() == back.added.size());
    for (const auto* list : {&there.changed, &there.added, &there.removed})
        for (const auto& each : *list)
            fuzz::require(protocol::is_utf8(each.parameter) && protocol::is_utf8(each.from) &&
                          protocol::is_utf8(each.to) && !each.parameter.empty());
    return 0;
}
