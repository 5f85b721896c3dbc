#include "scenario/play/keys.hpp"

#include "tests/catch.hpp"

using namespace husky;

TEST_CASE("a step names one key by its code, or several by a text in Latin-1", "[keys]") {
    using keys = std::vector<std::uint16_t>;
    CHECK(play::keys_of({.code = 257}) == keys{257});
    CHECK(play::keys_of({.code = 0xFFFF}) == keys{0xFFFF});
    CHECK(play::keys_of({.text = "12.5"}) == keys{'1', '2', '.', '5'});
    CHECK(play::keys_of({.text = "\xC3\xA9 "}) == keys{0xE9, ' '});
    CHECK(play::keys_of({.text = "\xE2\x82\xAC"}) == keys{'?'});
    CHECK(play::keys_of({.text = ""}).empty());
    CHECK(play::keys_of({}).empty());
}
