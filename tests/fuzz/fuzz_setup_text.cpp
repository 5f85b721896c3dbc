// Any text as a set-up, and a true one with a piece of it replaced by anything: it is refused with a place, or taken;
// what was taken is written so that it reads the same again.
#include "client/model/family/family_file.hpp"
#include "client/model/setup/layout.hpp"
#include "client/model/setup/text.hpp"
#include "tests/fuzz/script.hpp"

using namespace husky;
namespace setup = husky::cells::setup;

namespace {

const setup::layout& tech() {
    static const auto kind = cells::load_family(HUSKY_SOURCE_DIR "/configs/families/tech.yaml");
    static const auto all = setup::make_layout(kind, {.tandem = true, .old = false});
    return all;
}

std::string default_text() {
    std::string text;
    setup::write(tech(), setup::default_values(tech()), text);
    return text;
}

void try_text(const std::string& text) {
    auto taken = setup::default_values(tech());
    if (const auto wrong = setup::read(tech(), text, taken)) {
        fuzz::require(wrong->where.size() <= setup::max_place);
        fuzz::require(wrong->line <= text.size() + 1);
        return;
    }
    std::string written;
    setup::write(tech(), taken, written);
    auto again = setup::default_values(tech());
    again.moulds = taken.moulds;
    fuzz::require(!setup::read(tech(), written, again));
    fuzz::require(again == taken);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::string usual = default_text();
    fuzz::script script(data, size);
    const auto begin = static_cast<std::size_t>(script.take_u16()) % usual.size();
    const auto length = script.take_byte();
    const auto piece = script.take_rest();
    const std::string given(reinterpret_cast<const char*>(piece.data()), piece.size());
    try_text(given);
    auto changed = usual;
    changed.replace(begin, length, given);
    try_text(changed);
    return 0;
}
