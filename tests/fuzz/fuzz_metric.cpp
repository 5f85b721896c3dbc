// Any text, name and label: a metric has a value that is a number, or none.
#include <cmath>

#include "link/probes/metric_text.hpp"
#include "tests/fuzz/script.hpp"

using namespace husky;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::script script(data, size);
    const auto text_of = [](std::span<const std::byte> bytes) {
        return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    };
    const auto name = text_of(script.take(script.take_byte() % 8U));
    const auto label = text_of(script.take(script.take_byte() % 8U));
    const auto text = text_of(script.take_rest());
    const auto all = link::metric_value(text, name, {});
    const auto some = link::metric_value(text, name, {{label, "a"}});
    fuzz::require(all.has_value() || !some.has_value());
    return 0;
}
