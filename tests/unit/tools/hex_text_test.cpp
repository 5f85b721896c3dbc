#include "tools/link/captures/hex_text.hpp"

#include "settings/error.hpp"
#include "tests/catch.hpp"
#include "tests/support/wire_notation.hpp"

using namespace husky::tools;
using husky::protocol::wire;

namespace {

using streams = std::vector<std::vector<std::byte>>;

streams parse(std::string_view text) { return parse_hex_text(text, "test"); }

const auto init_bytes = wire("14 00 01 00 'HY-0001' 20*9");

}  // namespace

TEST_CASE("bytes may be written in many ways", "[hex]") {
    for (const std::string_view text :
         {"05 00 03 00 00", "0500030000", "0500 0300 00", "05:00:03:00:00", "05,00,03,00,00",
          "0x05, 0x00, 0x03, 0x00, 0x00", "05\t00\r\n03 00\n00\n", "05 00 # start\n03 00 00"}) {
        CAPTURE(text);
        CHECK(parse(text) == streams{wire("05 00 03 00 00")});
    }
}

TEST_CASE("an empty line begins another stream, a comment does not", "[hex]") {
    CHECK(parse("05 00\n\n \t\n06\n# still the second\n07\n\n") == streams{wire("05 00"), wire("06 07")});
    CHECK(parse("").empty());
    CHECK(parse("# nothing\n\n").empty());
}

TEST_CASE("what dumps print around the bytes is left out", "[hex]") {
    const std::string_view dumps[] = {
        "00000000  14 00 01 00 48 59 2d 30  30 30 31 20 20 20 20 20  |....HY-0001     |\n"
        "00000010  20 20 20 20                                       |    |\n00000014\n",
        "00000000: 1400 0100 4859 2d30 3030 3120 2020 2020  ....HY-0001     \n"
        "00000010: 2020 2020                                    \n",
        "0000  14 00 01 00 48 59 2d 30 30 30 31 20 20 20 20 20   ....HY-0001     \n0010  20 20 20 20                  "
        "ab cd\n",
        "0000000 14 00 01 00 48 59 2d 30 30 30 31 20 20 20 20 20  >....HY-0001     <\n0000020 20 20 20 20\n0000024\n",
    };
    for (const auto text : dumps) {
        CAPTURE(text);
        CHECK(parse(text) == streams{init_bytes});
    }
}

TEST_CASE("groups that look like an offset are bytes where no offset can be", "[hex]") {
    CHECK(parse("0500 03 00 00") == streams{wire("05 00 03 00 00")});
    CHECK(parse("05 00\n0002 00") == streams{wire("05 00 00 02 00")});
}

TEST_CASE("what is not hexadecimal is refused with its line", "[hex]") {
    for (const std::string_view text : {"05 00\nhello", "05\n0x0g", "05\n5", "05\n050"}) {
        CAPTURE(text);
        std::string said;
        try {
            parse(text);
        } catch (const husky::settings::error& wrong) {
            said = wrong.what();
        }
        CHECK(said.find("test:2:") == 0);
    }
}

TEST_CASE("messages as they are are told from text", "[hex]") {
    CHECK(text_of(wire("'05 00' 0A 09 0D E4")) == "05 00\n\t\r\xE4");
    CHECK(text_of({}) == "");
    CHECK_FALSE(text_of(wire("05 00 03 00 00")));
    CHECK_FALSE(text_of(init_bytes));
}

TEST_CASE("text is the same with a mark in front and in UTF-16", "[hex]") {
    const std::string_view notation = GENERATE("EF BB BF '# x' 0A '05 00'",  // UTF-8
                                               "FF FE '#' 00 ' ' 00 'x' 00 0A 00 '0' 00 '5' 00 ' ' 00 '0' 00 '0' 00",
                                               "FE FF 00 '#' 00 ' ' 00 'x' 00 0A 00 '0' 00 '5' 00 ' ' 00 '0' 00 '0'",
                                               "'#' 00 ' ' 00 'x' 00 0A 00 '0' 00 '5' 00 ' ' 00 '0' 00 '0' 00",
                                               "00 '#' 00 ' ' 00 'x' 00 0A 00 '0' 00 '5' 00 ' ' 00 '0' 00 '0'");
    CAPTURE(notation);
    CHECK(text_of(wire(notation)) == "# x\n05 00");
}

TEST_CASE("what of UTF-16 is not ASCII can stand in a comment", "[hex]") {
    CHECK(text_of(wire("FF FE '#' 00 FC 00 0A 00 '0' 00 '5' 00")) == "#?\n05");
    CHECK(text_of(wire("FF FE '#' 00 3C D8 0A 00 '0' 00 '5' 00")) == "#?\n05");
}

TEST_CASE("messages with zero bytes are no UTF-16", "[hex]") {
    CHECK_FALSE(text_of(wire("04 00 03 00")));
    CHECK_FALSE(text_of(wire("30 00 70 00 01 00")));  // begins as text would
    CHECK_FALSE(text_of(wire("0A 00 09 00 20 00 20 00 20 00")));
    CHECK_FALSE(text_of(wire("FF FE 03 00 00 00")));
}
