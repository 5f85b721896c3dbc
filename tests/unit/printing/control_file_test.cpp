#include "protocol/printing/control_file.hpp"

#include "protocol/printing/print_job.hpp"
#include "tests/catch.hpp"

using namespace husky::protocol::printing;
using namespace std::string_literals;

namespace {

constexpr std::size_t max_files = 4;

const std::string screen_print =
    "Hhy-0001\n"
    "Poperator\n"
    "JScreen of HY-0001\n"
    "ldfA012hy-0001\n"
    "UdfA012hy-0001\n"
    "Nscreen.png\n"
    "fdfB012hy-0001\n"
    "UdfB012hy-0001\n"
    "Nscreen.txt\n";

control_file screen() {
    control_file c;
    c.host = "hy-0001";
    c.user = "operator";
    c.job_name = "Screen of HY-0001";
    c.files = {{'l', "dfA012hy-0001", "screen.png", 1}, {'f', "dfB012hy-0001", "screen.txt", 1}};
    return c;
}

control_fault fault_of(std::string_view text) {
    const auto read_back = read(text, max_files);
    REQUIRE(read_back.has_error());
    return read_back.error();
}

}  // namespace

TEST_CASE("a control file is written as RFC 1179 says, and read back", "[printing]") {
    CHECK(write(screen()) == screen_print);
    CHECK(read(screen_print, max_files).value() == screen());
}

TEST_CASE("control files of usual clients are read", "[printing]") {
    struct row {
        const char* what;
        std::string text;
        control_file expected;
    };
    const std::vector<row> rows{
        {"BSD lpr",
         "Hmill\nPjane\nJnotes.txt\nCmill\nLjane\nfdfA123mill\nUdfA123mill\nN/home/jane/notes.txt\n",
         {"mill", "jane", "notes.txt", "mill", "jane", "", "", {{'f', "dfA123mill", "/home/jane/notes.txt", 1}}}},
        {"names before files",
         "Hmill\nPjane\nNone\nfdfA123mill\nNtwo\nldfB123mill\n",
         {"mill", "jane", "", "", "", "", "", {{'f', "dfA123mill", "one", 1}, {'l', "dfB123mill", "two", 1}}}},
        {"two copies, lines of LPRng, a title, mail",
         "Hmill\nPjane\nAjane@mill+5\nD2026-01-01\nMjane\nTdraft\nW132\nI4\nodfA123mill\nodfA123mill\nUdfA123mill\n"
         "S1 2\n1/etc/font\n",
         {"mill", "jane", "", "", "", "draft", "jane", {{'o', "dfA123mill", "", 2}}}},
        {"the least that prints", "fdfz999\n", {"", "", "", "", "", "", "", {{'f', "dfz999", "", 1}}}},
        {"empty lines, a tab, Latin-1",
         "\n\nJa\tb \xE4\nfdfA000x\n\n",
         {"", "", "a\tb \xE4", "", "", "", "", {{'f', "dfA000x", "", 1}}}},
    };
    for (const row& each : rows) {
        CAPTURE(each.what);
        CHECK(read(each.text, max_files).value() == each.expected);
    }
}

TEST_CASE("what is wrong with a control file has a name", "[printing]") {
    struct row {
        std::string text;
        control_fault fault;
    };
    const std::string long_line(max_control_line, 'x');
    const std::vector<row> rows{
        {"", control_fault::nothing_to_print},
        {"Hmill\nPjane\n", control_fault::nothing_to_print},
        {"Hmill\nPjane\nUdfA123mill\nNx\n", control_fault::nothing_to_print},
        {"fdfA123mill", control_fault::unended_line},
        {"fdfA123mill\nNx", control_fault::unended_line},
        {"fdfA123mill\nN"s + '\0' + "\n", control_fault::control_character},
        {"fdfA123mill\nNa\rb\n", control_fault::control_character},
        {"fdfA123mill\nN" + long_line + "\n", control_fault::line_too_long},
        {"fdfA1mill\n", control_fault::bad_file_name},
        {"f\n", control_fault::bad_file_name},
        {"fcfA123mill\n", control_fault::bad_file_name},
        {"f../etc/passwd\n", control_fault::bad_file_name},
        {"fdfA123/../../etc/passwd\n", control_fault::bad_file_name},
        {"f/etc/passwd\n", control_fault::bad_file_name},
        {"fdfA123..\\mill\n", control_fault::bad_file_name},
        {"fdfA1\n", control_fault::bad_file_name},
        {"fdfA-12x\n", control_fault::bad_file_name},
        {"fdfA123 mill\n", control_fault::bad_file_name},
        {"fdfA001x\nfdfB001x\nfdfC001x\nfdfD001x\nfdfE001x\n", control_fault::too_many_files},
    };
    for (const row& each : rows) {
        CAPTURE(each.text);
        CHECK(fault_of(each.text) == each.fault);
        CHECK_FALSE(name(each.fault).empty());
    }
    const std::string fits(max_control_line - 1, 'x');
    CHECK(read("fdfA123mill\nN" + fits + "\n", max_files).value().files[0].source_name == fits);
}

TEST_CASE("a text too long is cut between two characters, and bytes that are none are cut where they are",
          "[printing]") {
    const std::string accents = "a" + std::string(30, '-') + "\xC3\xA9";
    const std::string none(43, '\xB2');
    control_file c;
    c.files = {{'f', "dfA001mill", "x", 1}};
    for (const auto& [given, kept] :
         {std::pair{accents.substr(1), accents.substr(1, 30)}, {none, none.substr(0, 31)}}) {
        c.host = given;
        CHECK(write(c).starts_with("H" + kept + "\n"));
    }
}

TEST_CASE("a control file cut anywhere is whole up to a line, or has no end", "[printing]") {
    for (std::size_t size = 0; size < screen_print.size(); ++size) {
        CAPTURE(size);
        const std::string cut(screen_print, 0, size);
        const bool at_line = size == 0 || cut.back() == '\n';
        const auto got = read(cut, max_files);
        if (!at_line)
            CHECK(got.error() == control_fault::unended_line);
        else if (cut.find("\nldfA") == std::string::npos)
            CHECK(got.error() == control_fault::nothing_to_print);
        else
            CHECK(got.has_value());
    }
}

TEST_CASE("what is written cannot break out of its line, and keeps to the RFC's lengths", "[printing]") {
    control_file c;
    c.host = "mill\nProot";
    c.user = std::string(40, 'u');
    c.job_name = std::string(98, 'j') + "\xC3\xA4";
    c.files = {{'f', "dfA001mill", std::string(200, 'n'), 2}};
    CHECK(write(c) == "Hmill Proot\nP" + std::string(31, 'u') + "\nJ" + std::string(98, 'j') +
                          "\nfdfA001mill\nfdfA001mill\nUdfA001mill\nN" + std::string(131, 'n') + "\n");
    CHECK(read(write(c), max_files).value().files[0].copies == 2);
}

TEST_CASE("names on the wire carry a letter, three digits and the client", "[printing]") {
    CHECK(control_file_name(12, "hy-0001") == "cfA012hy-0001");
    CHECK(control_file_name(1012, "hy-0001") == "cfA012hy-0001");
    CHECK(data_file_name(0, 7, "hy-0001") == "dfA007hy-0001");
    CHECK(data_file_name(51, 999, "a b/c") == "dfz999a_b_c");
    CHECK(is_control_file_name(control_file_name(1, std::string(300, 'x'))));
    CHECK(is_data_file_name("dfA123"));
    CHECK_FALSE(is_data_file_name("cfA123x"));
    CHECK_FALSE(is_data_file_name("dfA123" + std::string(250, 'x')));
    CHECK_FALSE(is_data_file_name("dfA123\x80"));
    CHECK_FALSE(is_control_file_name("cfA12"));
}

TEST_CASE("what a file holds is told by its content", "[printing]") {
    struct row {
        std::string content;
        file_kind kind;
    };
    const std::vector<row> rows{
        {"\x89PNG\r\n\x1A\n", file_kind::png},
        {"\x89PNG\r\n\x1A", file_kind::raw},
        {"%!PS-Adobe-3.0\n", file_kind::postscript},
        {"", file_kind::text},
        {"Barrel\t275 \xC2\xB0"
         "C\r\n\f",
         file_kind::text},
        {"Barrel 275 \xB0"
         "C\n",
         file_kind::text},
        {"a\0b"s, file_kind::raw},
        {"\x1B"
         "E",
         file_kind::raw},
        {"\x84\n", file_kind::raw},
        {"<script>", file_kind::text},
    };
    for (const row& each : rows) {
        CAPTURE(each.content);
        CHECK(kind_of(each.content) == each.kind);
    }
    CHECK(media_type(file_kind::png) == "image/png");
    CHECK(media_type(file_kind::raw) == "application/octet-stream");
}

TEST_CASE("a name from outside becomes a label", "[printing]") {
    struct row {
        std::string name, label;
    };
    const std::vector<row> rows{
        {"screen.png", "screen.png"},
        {"/home/jane/notes.txt", "notes.txt"},
        {"C:\\plant\\page.prn", "page.prn"},
        {"../../etc/passwd", "passwd"},
        {"..", ""},
        {"a/..", ""},
        {"a/", ""},
        {"", ""},
        {"a\nb\"c\x7F", "a_b_c_"},
        {"\xE4.txt", "\xC3\xA4.txt"},
        {"\xC3\xA4.txt", "\xC3\xA4.txt"},
        {"\xC2\x85x", "_x"},
        {"a\0b"s, "a_b"},
    };
    for (const row& each : rows) {
        CAPTURE(each.name);
        CHECK(label_of(each.name) == each.label);
    }
    CHECK(printable("/a/b\"\n") == "/a/b\"_");
}
