#include "settings/token_file.hpp"

#include <fstream>

#include "settings/error.hpp"
#include "tests/catch.hpp"
#include "tests/unit/server/scratch_directory.hpp"

using namespace husky::settings;
using Catch::Matchers::Contains;

namespace {

std::string token_of(const std::string& content) {
    const scratch_directory scratch;
    const std::string path = scratch.file("token");
    std::ofstream(path, std::ios::binary) << content;
    return read_token(path, "--http-token-file");
}

}  // namespace

TEST_CASE("a token is the first line, however an editor wraps it", "[settings]") {
    for (const char* content :
         {"s3cret", "s3cret\n", "s3cret\r\n", "\xEF\xBB\xBFs3cret\r\nnotes\r\n", " s3cret \t\nx"}) {
        CAPTURE(content);
        CHECK(token_of(content) == "s3cret");
    }
}

TEST_CASE("a file without a token is one clear line", "[settings]") {
    for (const char* content : {"", "\n", "\r\ns3cret", "\xEF\xBB\xBF", "  \n"}) {
        CAPTURE(content);
        CHECK_THROWS_WITH(token_of(content), Contains("holds no token") && Contains("first line"));
    }
    const std::string utf_16("\xFF\xFEs\0003\0", 6);
    CHECK_THROWS_WITH(token_of(utf_16), Contains("holds no token"));
    CHECK_THROWS_WITH(token_of(std::string(4097, 'x')), Contains("more than the token"));
    CHECK_THROWS_WITH(read_token("/nowhere/token", "http token file"),
                      "http token file: /nowhere/token cannot be read");
}
