#include "server/setups/setup_diff.hpp"

#include "server/setups/sha256.hpp"
#include "tests/catch.hpp"

using namespace husky::host;
using changes = std::vector<changed_parameter>;
using difference = setup_difference::result;

TEST_CASE("parameters are compared by section and name", "[setup][diff]") {
    const auto d = compare_setups(
        "# made in January\n[Barrel]\nZone 1 = 275.0 C\n Zone 2=280 C\r\n\n[Mould]\nZone 1 = 12\nName = \n",
        "[Mould]\nName = A 4711 = B\nZone 1 = 12\n[Barrel]\nZone 2 = 280 C\nZone 1 = 278.5 C\nZone 3 = 1 C\n");
    CHECK(d.changed == changes{{"Barrel.Zone 1", "275.0 C", "278.5 C"}, {"Mould.Name", "", "A 4711 = B"}});
    CHECK(d.added == changes{{"Barrel.Zone 3", "", "1 C"}});
    CHECK(d.removed.empty());
}

TEST_CASE("what is no parameter is compared by its line", "[setup][diff]") {
    const auto d = compare_setups("N10 G01 X5\nN20 M30\n", "N10 G01 X6\nN20 M30\nN30\n");
    CHECK(d.changed == changes{{"line 1", "N10 G01 X5", "N10 G01 X6"}});
    CHECK(d.added == changes{{"line 3", "", "N30"}});
    CHECK(compare_setups("= 5", "= 6").changed == changes{{"line 1", "= 5", "= 6"}});
}

TEST_CASE("a name that stands there twice is told apart by its line", "[setup][diff]") {
    CHECK(compare_setups("a = 1\na = 2\n", "a = 1\na = 3\n").changed == changes{{"a (line 2)", "2", "3"}});
}

TEST_CASE("UTF-8 and Latin-1 say the same", "[setup][diff]") {
    const auto d = compare_setups(
        "Zone = 5 \xB0"
        "C\nHold = 1 \xB5m\n",
        "Zone = 5 \u00B0C\nHold = 2 \u00B5m\n");
    CHECK(d.changed == changes{{"Hold", "1 \u00B5m", "2 \u00B5m"}});
}

TEST_CASE("bytes that are no text, and too many lines, are not compared", "[setup][diff]") {
    CHECK(compare_setups("a\x01", "b").outcome == difference::no_text);
    CHECK(compare_setups("b", std::string_view("\0", 1)).outcome == difference::no_text);
    CHECK(compare_setups("a\x01", "a\x01").outcome == difference::compared);
    const std::string many(max_compared_lines, '\n');
    CHECK(compare_setups(many, "a").outcome == difference::compared);
    CHECK(compare_setups(many + '\n', "a").outcome == difference::too_long);
    CHECK(compare_setups("a", many + '\n').outcome == difference::too_long);
}

TEST_CASE("an empty set-up differs by all that the other has", "[setup][diff]") {
    CHECK(compare_setups("", "a = 1").added == changes{{"a", "", "1"}});
    CHECK(compare_setups("a = 1", "").removed == changes{{"a", "1", ""}});
}

TEST_CASE("SHA-256 is what sha256sum prints", "[setup]") {
    CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
