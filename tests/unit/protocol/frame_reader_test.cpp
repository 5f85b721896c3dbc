#include "protocol/wire/frame_reader.hpp"

#include <algorithm>
#include <random>

#include "tests/catch.hpp"
#include "tests/unit/protocol/examples.hpp"
#include "tests/unit/protocol/seed.hpp"

using namespace husky::protocol;

namespace {

using messages = std::vector<std::vector<std::byte>>;
using view = std::span<const std::byte>;

void take_all(frame_reader& reader, messages& into) {
    while (const auto f = reader.next()) {
        REQUIRE(f->fields.data() == f->bytes.data() + 4);
        REQUIRE(f->fields.size() + 4 == f->bytes.size());
        into.push_back(exact(f->bytes));
    }
}

/// What a reader makes of a stream that comes in pieces ending at `cuts`. Each piece is gone once it was read.
messages read_in_pieces(view stream, const std::vector<std::size_t>& cuts, const dialect& d = default_dialect()) {
    frame_reader reader(d);
    messages found;
    std::size_t from = 0;
    const auto piece_to = [&](std::size_t end) {
        const auto piece = exact(stream.subspan(from, end - from));
        reader.push(piece);
        take_all(reader, found);
        from = end;
    };
    for (const std::size_t cut : cuts)
        piece_to(cut);
    piece_to(stream.size());
    CHECK_FALSE(reader.broken());
    CHECK(reader.unfinished() == 0);
    return found;
}

messages examples() {
    messages all;
    for_each_example([&](const auto&, std::string_view notation) { all.push_back(wire(notation)); });
    return all;
}

/// Requests, a cycle and a response; short enough to be cut at every pair of places.
messages short_talk() {
    return {wire("05 00 03 00 00"), wire("04 00 70 00"),
            wire("1E 00 08 00 00 00 01 03 00 01 00 02 11 00 00 00 04 00 02 00 B9 55 69 65 00 01 00 00 B0 40"),
            wire("06 00 03 80 00 00"), wire("04 00 04 00")};
}

std::vector<std::byte> joined(const messages& all) {
    std::vector<std::byte> stream;
    for (const auto& one : all)
        append(stream, one);
    return stream;
}

}  // namespace

TEST_CASE("a stream gives the same messages wherever it is split", "[frame_reader]") {
    const auto all = examples();
    const auto stream = joined(all);
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        CAPTURE(cut);
        REQUIRE(read_in_pieces(stream, {cut}) == all);
    }
}

TEST_CASE("a stream gives the same messages split at every pair of places", "[frame_reader]") {
    const auto all = short_talk();
    const auto stream = joined(all);
    for (std::size_t first = 0; first <= stream.size(); ++first)
        for (std::size_t second = first; second <= stream.size(); ++second) {
            CAPTURE(first, second);
            REQUIRE(read_in_pieces(stream, {first, second}) == all);
        }
}

TEST_CASE("a stream may come one byte at a time", "[frame_reader]") {
    const auto all = examples();
    const auto stream = joined(all);
    std::vector<std::size_t> everywhere(stream.size());
    for (std::size_t i = 0; i < everywhere.size(); ++i)
        everywhere[i] = i;
    CHECK(read_in_pieces(stream, everywhere) == all);
}

TEST_CASE("a stream may be split at random", "[frame_reader][random]") {
    const auto seed = test_seed();
    INFO("rerun with HUSKY_SEED=" << seed << " test_protocol '[frame_reader][random]'");
    std::mt19937_64 random(seed);
    const auto all = examples();
    const auto stream = joined(all);
    for (int run = 0; run < 200; ++run) {
        std::vector<std::size_t> cuts(std::uniform_int_distribution<std::size_t>(0, 40)(random));
        for (auto& cut : cuts)
            cut = std::uniform_int_distribution<std::size_t>(0, stream.size())(random);
        std::sort(cuts.begin(), cuts.end());
        REQUIRE(read_in_pieces(stream, cuts) == all);
    }
}

TEST_CASE("a message_size below 4 breaks the stream for good", "[frame_reader]") {
    for (const auto* size : {"00 00", "01 00", "02 00", "03 00"}) {
        CAPTURE(size);
        const auto input = exact(wire("05 00 03 00 00" + std::string(size)));
        frame_reader reader(default_dialect());
        reader.push(input);
        messages before;
        take_all(reader, before);
        CHECK(before == messages{wire("05 00 03 00 00")});
        CHECK(reader.broken());
        const auto good = wire("05 00 03 00 00");
        reader.push(good);
        CHECK_FALSE(reader.next());
    }
}

TEST_CASE("the two bytes of a wrong size are judged as soon as both are there", "[frame_reader]") {
    frame_reader reader(default_dialect());
    const auto first = wire("03"), second = wire("00");
    reader.push(first);
    CHECK_FALSE(reader.next());
    CHECK_FALSE(reader.broken());
    reader.push(second);
    CHECK_FALSE(reader.next());
    CHECK(reader.broken());
}

TEST_CASE("the largest message is 65535 bytes, whole or in two pieces", "[frame_reader]") {
    const auto large = wire("FF FF 20 80 AB*65531");
    const auto next = wire("05 00 03 00 00");
    for (const std::size_t cut : {0U, 1U, 3U, 40000U, 65534U, 65535U}) {
        CAPTURE(cut);
        CHECK(read_in_pieces(joined({large, next}), {cut}) == messages{large, next});
    }
}

TEST_CASE("what is not handed out can be held while its memory serves others", "[frame_reader]") {
    const auto all = short_talk();
    const auto stream = joined(all);
    for (std::size_t taken = 0; taken < all.size(); ++taken)
        for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
            CAPTURE(taken, cut);
            frame_reader reader(default_dialect());
            messages found;
            auto input = exact(view(stream).first(cut));
            reader.push(input);
            for (std::size_t i = 0; i < taken; ++i) {
                const auto f = reader.next();
                if (!f) break;
                found.push_back(exact(f->bytes));
            }
            reader.hold();
            std::fill(input.begin(), input.end(), std::byte{0xEE});
            take_all(reader, found);
            const auto rest = exact(view(stream).subspan(cut));
            reader.push(rest);
            take_all(reader, found);
            REQUIRE(found == all);
        }
}

TEST_CASE("holding twice keeps everything in order", "[frame_reader]") {
    const auto all = short_talk();
    const auto stream = joined(all);
    frame_reader reader(default_dialect());
    for (const std::byte& one : stream) {
        reader.push({&one, 1});
        reader.hold();
    }
    CHECK(reader.unfinished() == stream.size());
    messages found;
    take_all(reader, found);
    CHECK(found == all);
}

TEST_CASE("an unfinished message is known by its bytes", "[frame_reader]") {
    frame_reader reader(default_dialect());
    const auto input = wire("05 00 03 00 00 14 00 01");
    reader.push(input);
    messages found;
    take_all(reader, found);
    CHECK(found.size() == 1);
    CHECK(reader.unfinished() == 3);
}

TEST_CASE("a dialect may count the fields only, and write the high byte first", "[frame_reader][dialect]") {
    dialect d;
    d.order = byte_order::big;
    d.size_includes_header = false;
    const messages all{wire("00 01 00 03 00"), wire("00 00 00 70"), wire("00 06 80 01 00 00 69 55 B9 00")};
    const auto stream = joined(all);
    for (std::size_t cut = 0; cut <= stream.size(); ++cut)
        CHECK(read_in_pieces(stream, {cut}, d) == all);
    frame_reader reader(d);
    reader.push(stream);
    CHECK(reader.next()->command == 0x0003);
    CHECK(reader.next()->command == 0x0070);
    CHECK(reader.next()->command == 0x8001);
}

TEST_CASE("without the head in the size a message may have 65539 bytes", "[frame_reader][dialect]") {
    dialect d;
    d.size_includes_header = false;
    const auto large = wire("FF FF 20 80 AB*65535");
    CHECK(read_in_pieces(large, {1, 5, 65538}, d) == messages{large});
}
