#include "protocol/setups/setup_download.hpp"

#include "tests/catch.hpp"
#include "tests/unit/protocol/setup_bench.hpp"

using namespace husky::protocol;
using progress = setup_progress;

namespace {

std::size_t run(setup_download& download, small_machine& machine, std::size_t max = 1'000'000) {
    std::size_t sent = 0;
    for (; sent < max && download.progress() == progress::going_on; ++sent)
        download.answered(machine.answer(download.next()));
    return sent;
}

constexpr std::size_t blocks_of_60_kb = 60 * 1024 / download_block_size;

}  // namespace

TEST_CASE("a short set-up goes in one block", "[setup]") {
    const auto content = wire("'123456789'");
    setup_download download(1, content);
    CHECK(bytes_of(download.next()) == wire("1D 00 21 00 01 00 09 00 00 00 26 39 F4 CB 00 00 00 00 09 00 '123456789'"));
    hears(download, "0A 00 21 80 00 00 09 00 00 00");
    CHECK(download.progress() == progress::done);
}

TEST_CASE("blocks come in order and each fits a message", "[setup]") {
    const auto content = made_up_setup(2 * download_block_size + 1);
    setup_download download(1, content);
    CHECK(encoded_size(download.next(), default_dialect()) <= default_dialect().max_message());
    CHECK(download.next().offset == 0);
    hears(download, "0A 00 21 80 00 00 00 10 00 00");
    CHECK(download.next().offset == download_block_size);
    hears(download, "0A 00 21 80 00 00 00 20 00 00");
    CHECK(download.next().offset == 2 * download_block_size);
    CHECK(download.next().data.size() == 1);
    CHECK(download.progress() == progress::going_on);
    hears(download, "0A 00 21 80 00 00 01 20 00 00");
    CHECK(download.progress() == progress::done);
}

TEST_CASE("a result that is not ok ends the download", "[setup]") {
    const auto answer =
        GENERATE("0A 00 21 80 01 00 00 00 00 00", "0A 00 21 80 02 00 00 00 00 00", "0A 00 21 80 03 00 00 00 00 00",
                 "0A 00 21 80 04 00 00 00 00 00", "0A 00 21 80 05 00 00 00 00 00", "0A 00 21 80 FF FF 00 00 00 00");
    const auto content = made_up_setup(100);
    setup_download download(1, content);
    hears(download, answer);
    CHECK(download.progress() == progress::failed);
    CHECK(download.fault() == setup_fault::refused);
}

TEST_CASE("the host follows a machine to the offset that it expects", "[setup]") {
    const auto content = made_up_setup(60 * 1024);
    small_machine machine;
    setup_download download(1, content);
    run(download, machine, 7);
    SECTION("back to where it is") {
        machine.incoming.resize(5000);
        CHECK(run(download, machine) == 1 + (60 * 1024 - 5000) / download_block_size + 1);
    }
    SECTION("to the beginning, where somebody else sent another set-up in between") {
        machine.head.crc32 ^= 1U;
        CHECK(run(download, machine) == blocks_of_60_kb + 1);
    }
    CHECK(download.progress() == progress::done);
    CHECK(machine.setup == content);
}

TEST_CASE("an offset that the set-up does not have is not followed", "[setup]") {
    const auto answer =
        GENERATE("0A 00 21 80 06 00 64 00 00 00", "0A 00 21 80 06 00 65 00 00 00", "0A 00 21 80 06 00 FF FF FF FF");
    const auto content = made_up_setup(100);
    setup_download download(1, content);
    hears(download, answer);
    CHECK(download.fault() == setup_fault::wrong_offset);
}

TEST_CASE("a machine that wants ever another offset is given up", "[setup]") {
    const auto content = made_up_setup(100);
    setup_download download(1, content);
    for (std::size_t n = 0; n < max_setup_jumps; ++n) {
        REQUIRE(download.progress() == progress::going_on);
        hears(download, "0A 00 21 80 06 00 07 00 00 00");
    }
    REQUIRE(download.progress() == progress::going_on);
    hears(download, "0A 00 21 80 06 00 07 00 00 00");
    CHECK(download.fault() == setup_fault::wrong_offset);
}

TEST_CASE("a set-up of 60 KB is applied as it is with the link cut at every block in turn", "[setup]") {
    const auto content = made_up_setup(60 * 1024);
    for (std::size_t cut = 0; cut < blocks_of_60_kb; ++cut) {
        for (const bool received : {false, true}) {
            CAPTURE(cut, received);
            small_machine machine;
            setup_download download(1, content);
            run(download, machine, cut);
            if (received) machine.answer(download.next());
            machine.loses_link();
            download.link_lost();
            REQUIRE(download.next().offset == 0);
            REQUIRE(run(download, machine) == blocks_of_60_kb);
            REQUIRE(download.progress() == progress::done);
            REQUIRE(machine.setup == content);
        }
    }
}

TEST_CASE("with one bit changed on the way nothing is applied and the host is told", "[setup]") {
    const auto content = made_up_setup(9000);
    for (std::size_t bit = 0; bit < content.size() * 8; bit += 97) {
        small_machine machine{.setup = wire("'old'")};
        setup_download download(1, content);
        while (download.progress() == progress::going_on) {
            auto sent = download.next();
            const auto at = bit / 8;
            if (at >= sent.offset && at < sent.offset + sent.data.size())
                sent.data[at - sent.offset] ^= static_cast<std::byte>(1U << (bit % 8));
            download.answered(machine.answer(sent));
        }
        CAPTURE(bit);
        REQUIRE(download.fault() == setup_fault::refused);
        REQUIRE(machine.setup == wire("'old'"));
    }
}
