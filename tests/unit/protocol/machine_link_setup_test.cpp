#include "protocol/setups/checksum.hpp"
#include "tests/catch.hpp"
#include "tests/support/machine_bench.hpp"

using namespace husky::protocol;
using namespace std::chrono_literals;

namespace {

std::vector<std::byte> long_setup(std::size_t size) {
    std::vector<std::byte> bytes(size);
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<std::byte>(i * 31 + i / 256);
    return bytes;
}

std::string text(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

download_setup block_of(std::span<const std::byte> whole, std::uint32_t offset, std::size_t size) {
    const auto part = whole.subspan(offset, std::min(size, whole.size() - offset));
    return {1, static_cast<std::uint32_t>(whole.size()), checksum(whole), offset, {part.begin(), part.end()}};
}

/// The only message that the machine has sent.
template <described_message Message>
Message told_by(machine_bench& machine) {
    const auto sent = machine.sends();
    frame_reader reader(default_dialect());
    reader.push(sent);
    const auto f = reader.next();
    REQUIRE(f);
    REQUIRE(f->command == default_dialect().code(index_of<Message>));
    Message m;
    REQUIRE(decode(f->fields, default_dialect(), m) == decode_fault::none);
    return m;
}

struct linked_machine : machine_bench {
    explicit linked_machine(machine_link_settings s = {}) : machine_bench(std::move(s)) {
        links_up();
        sends();
    }
    void comes_back() {
        loses_link();
        links_up();
        sends();
    }
};

}  // namespace

TEST_CASE("a set-up goes up as these bytes", "[machine_link][setup]") {
    linked_machine machine;
    machine.model.setups[1] = "123456789";
    machine.hears("0A 00 20 00 01 00 00 00 00 00");
    CHECK(machine.sends() == wire("1F 00 20 80 00 00 01 00 09 00 00 00 26 39 F4 CB 00 00 00 00 09 00 '123456789'"));
    machine.hears("0A 00 20 00 01 00 07 00 00 00");
    CHECK(machine.sends() == wire("18 00 20 80 00 00 01 00 09 00 00 00 26 39 F4 CB 07 00 00 00 02 00 '89'"));
}

TEST_CASE("a set-up comes down as these bytes", "[machine_link][setup]") {
    linked_machine machine;
    machine.hears("19 00 21 00 01 00 09 00 00 00 26 39 F4 CB 00 00 00 00 05 00 '12345'");
    CHECK(machine.sends() == wire("0A 00 21 80 00 00 05 00 00 00"));
    machine.hears("18 00 21 00 01 00 09 00 00 00 26 39 F4 CB 05 00 00 00 04 00 '6789'");
    CHECK(machine.sends() == wire("0A 00 21 80 00 00 09 00 00 00"));
    CHECK(machine.model.setups[1] == "123456789");
}

TEST_CASE("bad blocks are answered as the contract says, and nothing is applied", "[machine_link][setup][bad_input]") {
    struct bad_block {
        const char* block;
        const char* answer;
    };
    const bad_block all[]{
        {"14 00 21 00 01 00 09 00 00 00 26 39 F4 CB 00 00 00 00 00 00", "0A 00 21 80 02 00 00 00 00 00"},      // empty
        {"15 00 21 00 01 00 FF FF FF FF 26 39 F4 CB 00 00 00 00 01 00 '1'", "0A 00 21 80 02 00 00 00 00 00"},  // 4 GB
        {"15 00 21 00 01 00 01 00 00 01 26 39 F4 CB 00 00 00 00 01 00 '1'",
         "0A 00 21 80 02 00 00 00 00 00"},  // > 16 MiB
        {"15 00 21 00 01 00 09 00 00 00 26 39 F4 CB 09 00 00 00 01 00 '1'", "0A 00 21 80 02 00 00 00 00 00"},   // past
        {"16 00 21 00 01 00 01 00 00 00 26 39 F4 CB 00 00 00 00 02 00 '12'", "0A 00 21 80 02 00 00 00 00 00"},  // past
        {"15 00 21 00 01 00 09 00 00 00 26 39 F4 CB 05 00 00 00 01 00 '6'",
         "0A 00 21 80 06 00 00 00 00 00"},  // not begun
        {"15 00 21 00 00 00 09 00 00 00 26 39 F4 CB 00 00 00 00 01 00 '1'",
         "0A 00 21 80 02 00 00 00 00 00"},  // no place 0
        {"15 00 21 00 09 00 09 00 00 00 26 39 F4 CB 00 00 00 00 01 00 '1'", "0A 00 21 80 02 00 00 00 00 00"},  // nor 9
        {"1D 00 21 00 01 00 09 00 00 00 27 39 F4 CB 00 00 00 00 09 00 '123456789'", "0A 00 21 80 05 00 00 00 00 00"},
        {"16 00 21 00 01 00 09 00 00 00 26 39 F4 CB 00 00 00 00 03 00 '12'", "error 2 to 0x0021"},  // a count too many
    };
    linked_machine machine;
    for (const auto& bad : all) {
        CAPTURE(bad.block);
        machine.hears(bad.block);
        if (std::string_view(bad.answer).starts_with("error"))
            CHECK(machine.says() == words{bad.answer});
        else
            CHECK(machine.sends() == wire(bad.answer));
    }
    CHECK(machine.model.setups_offered == 0);
    CHECK(machine.link.linked());
}

TEST_CASE("an upload that cannot be is answered with its result", "[machine_link][setup][bad_input]") {
    linked_machine machine;
    machine.model.setups[1] = "123456789";
    machine.hears("0A 00 20 00 02 00 00 00 00 00");
    CHECK(machine.sends() == wire("16 00 20 80 03 00 02 00 00*4 00*4 00*4 00 00"));
    machine.hears("0A 00 20 00 00 00 00 00 00 00");
    CHECK(machine.sends() == wire("16 00 20 80 02 00 00 00 00*4 00*4 00*4 00 00"));
    machine.hears("0A 00 20 00 09 00 05 00 00 00");
    CHECK(machine.sends() == wire("16 00 20 80 02 00 09 00 00*4 00*4 05 00 00 00 00 00"));
    machine.hears("0A 00 20 00 01 00 0A 00 00 00");
    CHECK(machine.sends() == wire("16 00 20 80 02 00 01 00 09 00 00 00 26 39 F4 CB 0A 00 00 00 00 00"));
}

TEST_CASE("a machine without set-ups says not available", "[machine_answers][setup]") {
    auto directory = small_directory();
    directory.setup_places = 0;
    still_machine model;
    cycle_selection selection;
    machine_answers answers(directory, model, selection);
    CHECK(answers.answer(upload_setup{1, 0}).result == result_code::not_available);
    CHECK(answers.answer(download_setup{1, 1, 0, 0, {std::byte{1}}}).result == result_code::not_available);
}

TEST_CASE("the machine's refusal is the answer to the last block", "[machine_link][setup]") {
    const auto refusal = GENERATE(result_code::bad_argument, result_code::busy, result_code::refused);
    linked_machine machine;
    machine.model.apply_result = refusal;
    const auto whole = long_setup(100);
    machine.hears(block_of(whole, 0, 60));
    CHECK(told_by<download_setup_response>(machine).result == result_code::ok);
    machine.hears(block_of(whole, 60, 60));
    const auto answer = told_by<download_setup_response>(machine);
    CHECK(answer.result == refusal);
    CHECK(answer.next_offset == 0);
    CHECK(machine.link.setup_bytes() == 0);
}

TEST_CASE("60 KB go down and up byte for byte, the link cut at every block in turn", "[machine_link][setup]") {
    const auto whole = long_setup(60'000);
    constexpr std::size_t size = 4000;
    const auto blocks = (whole.size() + size - 1) / size;
    for (std::size_t cut = 0; cut <= blocks; ++cut) {
        linked_machine machine;
        std::size_t heard = 0;
        for (std::uint32_t offset = 0; offset < whole.size();) {
            if (heard++ == cut) {
                machine.comes_back();
                CHECK(machine.link.setup_bytes() == 0);
                CHECK(machine.model.setups_offered == 0);
            }
            machine.hears(block_of(whole, offset, size));
            const auto answer = told_by<download_setup_response>(machine);
            const bool lost = heard - 1 == cut && offset > 0;
            REQUIRE(answer.result == (lost ? result_code::wrong_offset : result_code::ok));
            offset = answer.next_offset;
        }
        REQUIRE(machine.model.setups[1] == text(whole));

        std::string up;
        for (heard = 0; up.size() < whole.size();) {
            if (heard++ == cut) machine.comes_back();
            machine.hears(upload_setup{1, static_cast<std::uint32_t>(up.size())});
            const auto r = told_by<upload_setup_response>(machine);
            REQUIRE(r.result == result_code::ok);
            REQUIRE(r.crc32 == checksum(whole));
            up += text(r.data);
        }
        REQUIRE(up == text(whole));
    }
}

TEST_CASE("one bit changed on the way and nothing is applied", "[machine_link][setup]") {
    const auto whole = long_setup(10'000);
    for (std::size_t bit = 0; bit < whole.size() * 8; bit += 997) {
        linked_machine machine;
        machine.model.setups[1] = "old";
        auto answer = result_code::ok;
        for (std::uint32_t offset = 0; offset < whole.size(); offset += 4000) {
            auto block = block_of(whole, offset, 4000);
            if (bit / 8 >= offset && bit / 8 < offset + block.data.size())
                block.data[bit / 8 - offset] ^= static_cast<std::byte>(1U << bit % 8);
            machine.hears(block);
            answer = told_by<download_setup_response>(machine).result;
        }
        REQUIRE(answer == result_code::bad_checksum);
        REQUIRE(machine.model.setups_offered == 0);
        REQUIRE(machine.model.setups[1] == "old");
    }
}

TEST_CASE("a set-up whose blocks stop coming is dropped, though the link lives on", "[machine_link][setup]") {
    linked_machine machine;
    const auto whole = long_setup(30'000);
    machine.model.setups[2] = text(whole);
    machine.hears(block_of(whole, 0, 4000));
    machine.hears(upload_setup{2, 0});
    CHECK(machine.link.setup_bytes() >= 34'000);
    for (int i = 0; i < 3; ++i) {
        machine.waits(30s);
        machine.hears("05 00 0C 00 00");
    }
    CHECK(machine.link.linked());
    CHECK(machine.link.setup_bytes() == 0);
    machine.sends();
    machine.hears(block_of(whole, 4000, 4000));
    CHECK(told_by<download_setup_response>(machine).result == result_code::wrong_offset);
}

TEST_CASE("the largest set-up is a setting", "[machine_link][setup]") {
    linked_machine machine({.max_setup_size = 100});
    const auto whole = long_setup(101);
    machine.hears(block_of(whole, 0, 50));
    CHECK(told_by<download_setup_response>(machine).result == result_code::bad_argument);
    const auto fits = long_setup(100);
    machine.hears(block_of(fits, 0, 100));
    CHECK(told_by<download_setup_response>(machine).result == result_code::ok);
}
