#include "protocol/by_name/catalogue_page.hpp"

#include "protocol/messages/catalogue.hpp"
#include "tests/catch.hpp"

using namespace husky::protocol;

TEST_CASE("the tables show every message with code, sender and provenance", "[page]") {
    const auto page = catalogue_page();
    for (message_index at = 0; at < message_count; ++at) {
        CAPTURE(traits_of(at).name);
        CHECK(page.find("### " + std::string(traits_of(at).name) + " 0x") != std::string::npos);
    }
    CHECK(page.find("### start 0x0003\n\nFrom: host. Provenance: D (documented). Smallest size: 5 bytes.\n") !=
          std::string::npos);
    CHECK(page.find("### event 0x0050\n\nFrom: machine. Provenance: D (documented), but no response R. Smallest size: "
                    "22 bytes. No response.") != std::string::npos);
    CHECK(
        page.find("### init response 0x8001\n\nFrom: host. Provenance: D (documented), but code R, sender R, layout R. "
                  "Smallest size: 10 bytes.") != std::string::npos);
    CHECK(page.find("### cycle_select 0x0007\n\nFrom: host. Provenance: X (extension). ") != std::string::npos);
    CHECK(page.find("| `serial_number` | text[16] | R |") != std::string::npos);
}
