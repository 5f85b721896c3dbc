#include "protocol/links/identify_datagram.hpp"

#include "tests/catch.hpp"
#include "tests/support/wire_notation.hpp"

using namespace husky::protocol;

namespace {

const identify_response host_identity{result_code::ok, 0x0202, link_role::host, "husky-host", "0.1.0", 12};

struct verdict {
    datagram_verdict what;
    std::vector<std::byte> answer;
};

verdict asked(std::string_view notation, const dialect& d = default_dialect()) {
    const auto datagram = exact(wire(notation));
    verdict v{datagram_verdict::count, wire("EE")};
    v.what = answer_datagram(datagram, host_identity, d, v.answer);
    return v;
}

}  // namespace

TEST_CASE("identify padded to the length of the answer is answered", "[udp]") {
    const auto v = asked("04 00 70 00 00*73");
    CHECK(v.what == datagram_verdict::answered);
    CHECK(v.answer == wire("4D 00 70 80 00 00 02 02 00 'husky-host' 20*22 '0.1.0' 20*27 0C 00 00 00"));
    CHECK(v.answer.size() == 77);
    CHECK(asked("04 00 70 00 00*1400").what == datagram_verdict::answered);
}

TEST_CASE("a datagram shorter than the answer gets none", "[udp]") {
    for (const auto* notation : {"04 00 70 00", "04 00 70 00 00", "04 00 70 00 00*72"}) {
        CAPTURE(notation);
        const auto v = asked(notation);
        CHECK(v.what == datagram_verdict::too_short);
        CHECK(v.answer == wire("EE"));
    }
}

TEST_CASE("anything but identify followed by zeros is dropped", "[udp]") {
    for (const auto* notation :
         {"", "04", "04 00", "04 00 70", "05 00 70 00 00*73", "4D 00 70 00 00*73", "03 00 70 00 00*73",
          "00 00 70 00 00*73", "04 00 70 80 00*73", "04 00 03 00 00*73", "04 00 71 00 00*73", "04 00 70 00 00*72 01",
          "04 00 70 00 01 00*72", "14 00 01 00 'HY-0001' 20*9 00*60"}) {
        CAPTURE(notation);
        const auto v = asked(notation);
        CHECK(v.what == datagram_verdict::not_identify);
        CHECK(v.answer == wire("EE"));
    }
}

TEST_CASE("identify is known in any dialect", "[udp][dialect]") {
    dialect d;
    d.order = byte_order::big;
    d.size_includes_header = false;
    d.set_code(index_of<identify>, 0x0770);
    CHECK(asked("00 00 07 70 00*73", d).what == datagram_verdict::answered);
    CHECK(asked("04 00 70 00 00*73", d).what == datagram_verdict::not_identify);
}

TEST_CASE("every verdict has a name", "[udp]") {
    CHECK(name(datagram_verdict::answered) == "answered");
    CHECK(name(datagram_verdict::too_short) == "too_short");
    CHECK(name(datagram_verdict::not_identify) == "not_identify");
}
