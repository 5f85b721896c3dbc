#include "protocol/wire/csv.hpp"

#include "tests/catch.hpp"

using namespace husky::protocol;

namespace {

std::string text_cell(std::string_view text) {
    std::string out;
    append_csv_text(out, text);
    return out;
}

}  // namespace

TEST_CASE("a cell of CSV is quoted where it must be", "[csv]") {
    std::string out;
    append_csv(out, "a \"b\", c");
    CHECK(out == R"("a ""b"", c")");
    out.clear();
    append_csv(out, "=1+1");
    CHECK(out == "=1+1");
}

TEST_CASE("a text of somebody else is no formula to a spreadsheet, and a number stays one", "[csv]") {
    CHECK(text_cell("=HYPERLINK(\"http://evil.example\")") == R"x("'=HYPERLINK(""http://evil.example"")")x");
    CHECK(text_cell("+49 30 1") == "'+49 30 1");
    CHECK(text_cell("-2+3") == "'-2+3");
    CHECK(text_cell("@SUM(A1)") == "'@SUM(A1)");
    CHECK(text_cell("\t=1") == "'\t=1");
    CHECK(text_cell("\r=1") == "\"'\r=1\"");
    CHECK(text_cell("-5.2") == "-5.2");
    CHECK(text_cell("a=b") == "a=b");
    CHECK(text_cell("") == "");
}
