// Any drawings on a screen: refused with nothing changed, or performed within its cells; what it shows can be drawn.
#include "protocol/screen/screen_png.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/fuzz/script.hpp"

using namespace husky;

namespace {

bool is_known(char16_t symbol) {
    const bool latin_1 = symbol >= 0x20 && symbol <= 0xFF && !(symbol >= 0x7F && symbol < 0xA0);
    const bool line = symbol >= 0x2500 && symbol <= 0x253C;
    const bool block = symbol >= 0x2588 && symbol <= 0x258F;
    return latin_1 || line || block || symbol == 0xFFFD;
}

void check(const protocol::screen_model& shown) {
    fuzz::require(shown.columns() <= protocol::max_screen_columns && shown.rows() <= protocol::max_screen_rows);
    for (std::size_t y = 0; y < shown.rows(); ++y)
        for (std::size_t x = 0; x < shown.columns(); ++x)
            fuzz::require(is_known(shown.at(x, y).symbol));
    if (const auto& c = shown.cursor()) fuzz::require(c->x < shown.columns() && c->y < shown.rows());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::script script(data, size);
    protocol::screen_model shown;
    const auto order = script.take_byte() % 2 == 0 ? protocol::byte_order::little : protocol::byte_order::big;
    protocol::screen drawings;
    while (!script.ended()) {
        const auto message = script.take(script.take_u16() % 512);
        if (protocol::decode(message, protocol::default_dialect(), drawings) != protocol::decode_fault::none) continue;
        const auto before = shown;
        if (!shown.apply(drawings, order)) fuzz::require(shown == before);
        check(shown);
    }
    if (shown.columns() <= 20 && shown.rows() <= 20) protocol::render_png(shown);
    return 0;
}
