#include "protocol/setups/setup_upload.hpp"

#include "tests/catch.hpp"
#include "tests/unit/protocol/setup_bench.hpp"

using namespace husky::protocol;
using progress = setup_progress;

namespace {

/// Goes on until the upload has ended or so many questions were answered; the number of those.
std::size_t run(setup_upload& upload, const small_machine& machine, std::size_t max = 1'000'000) {
    std::size_t asked = 0;
    for (; asked < max && upload.progress() == progress::going_on; ++asked)
        upload.answered(machine.answer(upload.next()));
    return asked;
}

constexpr const char* first_block = "1B 00 20 80 00 00 01 00 09 00 00 00 26 39 F4 CB 00 00 00 00 05 00 '12345'";
constexpr const char* last_block = "1A 00 20 80 00 00 01 00 09 00 00 00 26 39 F4 CB 05 00 00 00 04 00 '6789'";

}  // namespace

TEST_CASE("a set-up is asked for block by block", "[setup]") {
    setup_upload upload(1);
    CHECK(bytes_of(upload.next()) == wire("0A 00 20 00 01 00 00 00 00 00"));
    hears(upload, first_block);
    CHECK(upload.progress() == progress::going_on);
    CHECK(bytes_of(upload.next()) == wire("0A 00 20 00 01 00 05 00 00 00"));
    hears(upload, last_block);
    CHECK(upload.progress() == progress::done);
    CHECK(upload.checksum() == 0xCBF43926);
    CHECK(upload.take_content() == wire("'123456789'"));
}

TEST_CASE("a first block that is wrong ends the upload, and says why", "[setup]") {
    const auto [answer, fault] = GENERATE(table<const char*, setup_fault>({
        {"16 00 20 80 03 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00", setup_fault::refused},
        {"16 00 20 80 02 00 01 00 09 00 00 00 26 39 F4 CB 00 00 00 00 00 00", setup_fault::refused},
        {"17 00 20 80 00 00 02 00 09 00 00 00 26 39 F4 CB 00 00 00 00 01 00 '1'", setup_fault::another_block},
        {"17 00 20 80 00 00 01 00 09 00 00 00 26 39 F4 CB 01 00 00 00 01 00 '1'", setup_fault::another_block},
        {"16 00 20 80 00 00 01 00 09 00 00 00 26 39 F4 CB 00 00 00 00 00 00", setup_fault::empty_block},
        {"16 00 20 80 00 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00", setup_fault::empty_block},
        {"18 00 20 80 00 00 01 00 01 00 00 00 26 39 F4 CB 00 00 00 00 02 00 '12'", setup_fault::past_end},
        {"17 00 20 80 00 00 01 00 FF FF FF FF 26 39 F4 CB 00 00 00 00 01 00 '1'", setup_fault::too_large},
        {"17 00 20 80 00 00 01 00 01 00 00 01 26 39 F4 CB 00 00 00 00 01 00 '1'", setup_fault::too_large},
        {"17 00 20 80 00 00 01 00 01 00 00 00 26 39 F4 CB 00 00 00 00 01 00 '1'", setup_fault::bad_checksum},
    }));
    CAPTURE(answer);
    setup_upload upload(1);
    hears(upload, answer);
    CHECK(upload.progress() == progress::failed);
    CHECK(upload.fault() == fault);
    CHECK(upload.content().empty());
    hears(upload, first_block);
    CHECK(upload.fault() == fault);
}

TEST_CASE("a set-up that changes between blocks is read once more from its beginning, then given up", "[setup]") {
    const auto other_head = GENERATE("1A 00 20 80 00 00 01 00 09 00 00 00 27 39 F4 CB 05 00 00 00 04 00 '6789'",
                                     "1A 00 20 80 00 00 01 00 0A 00 00 00 26 39 F4 CB 05 00 00 00 04 00 '6789'",
                                     "16 00 20 80 02 00 01 00 04 00 00 00 26 39 F4 CB 00 00 00 00 00 00",
                                     "16 00 20 80 06 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00");
    CAPTURE(other_head);
    setup_upload upload(1);
    hears(upload, first_block);
    hears(upload, other_head);
    CHECK(upload.progress() == progress::going_on);
    CHECK(upload.content().empty());
    CHECK(upload.next().offset == 0);
    hears(upload, first_block);
    SECTION("and if it stays as it is then") {
        hears(upload, last_block);
        CHECK(upload.progress() == progress::done);
        CHECK(upload.content() == wire("'123456789'"));
    }
    SECTION("and if it changes again") {
        hears(upload, other_head);
        CHECK(upload.progress() == progress::failed);
        CHECK(upload.fault() == setup_fault::changed);
    }
}

TEST_CASE("a set-up of 60 KB arrives as it is, whatever the size of its blocks", "[setup]") {
    const auto block = GENERATE(std::size_t{1}, 100, 1024, 4096, 65'000);
    const small_machine machine{.setup = made_up_setup(60 * 1024), .block = block};
    setup_upload upload(7);
    CHECK(run(upload, machine) == (machine.setup.size() + block - 1) / block);
    CHECK(upload.progress() == progress::done);
    CHECK(upload.content() == machine.setup);
}

TEST_CASE("a set-up of 60 KB arrives as it is with the link cut at every block in turn", "[setup]") {
    const small_machine machine{.setup = made_up_setup(60 * 1024)};
    for (std::size_t cut = 0; cut < 60; ++cut) {
        CAPTURE(cut);
        setup_upload upload(1);
        run(upload, machine, cut);
        upload.link_lost();
        REQUIRE(upload.next().offset == cut * 1024);
        REQUIRE(run(upload, machine) == 60 - cut);
        REQUIRE(upload.content() == machine.setup);
    }
}

TEST_CASE("one bit that changed on the way is found wherever it is", "[setup]") {
    const small_machine machine{.setup = made_up_setup(3000), .block = 500};
    for (std::size_t bit = 0; bit < machine.setup.size() * 8; bit += 37) {
        setup_upload upload(1);
        while (upload.progress() == progress::going_on) {
            auto r = machine.answer(upload.next());
            const auto at = bit / 8;
            if (at >= r.offset && at < r.offset + r.data.size())
                r.data[at - r.offset] ^= static_cast<std::byte>(1U << (bit % 8));
            upload.answered(r);
        }
        CAPTURE(bit);
        REQUIRE(upload.fault() == setup_fault::bad_checksum);
        REQUIRE(upload.content().empty());
    }
}

TEST_CASE("a machine that never comes to an end is given up", "[setup]") {
    setup_upload upload(1);
    std::size_t asked = 0;
    for (; upload.progress() == progress::going_on; ++asked)
        upload.answered({.setup_number = 1,
                         .total_size = default_max_setup_size,
                         .crc32 = 1,
                         .offset = upload.next().offset,
                         .data = std::vector(1, std::byte{0x41})});
    CHECK(asked == max_setup_blocks);
    CHECK(upload.fault() == setup_fault::too_many_blocks);
}

TEST_CASE("memory grows with what came, not with what was announced", "[setup]") {
    setup_upload upload(1);
    hears(upload, "17 00 20 80 00 00 01 00 00 00 00 01 26 39 F4 CB 00 00 00 00 01 00 '1'");
    CHECK(upload.progress() == progress::going_on);
    CHECK(upload.content().capacity() < 1024);
}
