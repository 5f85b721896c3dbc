#include "protocol/faults/fault_injector.hpp"

#include <random>

#include "tests/catch.hpp"
#include "tests/unit/faults/injector_bench.hpp"
#include "tests/unit/protocol/examples.hpp"
#include "tests/unit/protocol/seed.hpp"

using namespace husky::protocol;
using namespace std::chrono_literals;

namespace {

/// What comes out, and when: "05 00 03 00 00" at 0 ms.
struct piece {
    std::int64_t at_ms;
    std::string bytes;
    fault_end end = fault_end::none;
};

struct example {
    std::string name;
    fault placed;
    std::vector<piece> out;
};

fault of(fault_kind kind) {
    fault f;
    f.kind = kind;
    f.first = 1;
    return f;
}

fault waiting(fault_kind kind, duration wait) {
    auto f = of(kind);
    f.wait.mean = wait;
    return f;
}

fault with_count(fault_kind kind, std::uint32_t count) {
    auto f = of(kind);
    f.count = count;
    return f;
}

fault cut_at(fault_kind kind, std::size_t at) {
    auto f = of(kind);
    f.at = at;
    return f;
}

fault with_number(fault_kind kind, double number) {
    auto f = of(kind);
    f.number = number;
    return f;
}

fault setting(const std::string& field, double number) {
    auto f = with_number(fault_kind::set_field, number);
    f.field = field;
    return f;
}

fault gathering(std::uint32_t count, duration wait) {
    auto f = with_count(fault_kind::coalesce, count);
    f.wait.mean = wait;
    f.first = 0;
    return f;
}

fault throttling(std::uint32_t rate) {
    auto f = of(fault_kind::throttle);
    f.rate = rate;
    f.first = 0;
    return f;
}

// status of side 0, 1 and 2, sent at 0, 10 and 20 ms.
const std::string first = "05 00 0C 00 00", second = "05 00 0C 00 01", third = "05 00 0C 00 02";

const std::vector<example> examples{
    {"delay keeps the order", waiting(fault_kind::delay, 15ms), {{15, first}, {15, second}, {20, third}}},
    {"jitter does not", waiting(fault_kind::jitter, 15ms), {{10, second}, {15, first}, {20, third}}},
    {"drop", of(fault_kind::drop), {{10, second}, {20, third}}},
    {"duplicate", of(fault_kind::duplicate), {{0, first}, {0, first}, {10, second}, {20, third}}},
    {"duplicate twice",
     with_count(fault_kind::duplicate, 2),
     {{0, first}, {0, first}, {0, first}, {10, second}, {20, third}}},
    {"reorder", of(fault_kind::reorder), {{10, second}, {10, first}, {20, third}}},
    {"reorder waits no longer", waiting(fault_kind::reorder, 5ms), {{5, first}, {10, second}, {20, third}}},
    {"split", cut_at(fault_kind::split, 2), {{0, "05 00"}, {0, "0C 00 00"}, {10, second}, {20, third}}},
    {"split past the end", cut_at(fault_kind::split, 9), {{0, first}, {10, second}, {20, third}}},
    {"coalesce", gathering(3, 1s), {{20, first + second + third}}},
    {"coalesce two", gathering(2, 1s), {{10, first + second}, {1020, third}}},
    {"coalesce waits no longer", gathering(9, 12ms), {{12, first + second}, {32, third}}},
    {"throttle to 250 bytes a second", throttling(250), {{20, first}, {40, second}, {60, third}}},
    {"stall", waiting(fault_kind::stall, 12ms), {{12, first}, {12, second}, {20, third}}},
    {"half_open", of(fault_kind::half_open), {{0, "", fault_end::half_open}}},
    {"reset", of(fault_kind::reset), {{0, "", fault_end::reset}}},
    {"close", of(fault_kind::close), {{0, "", fault_end::close}}},
    {"truncate", cut_at(fault_kind::truncate, 3), {{0, "05 00 0C"}, {10, second}, {20, third}}},
    {"truncate to nothing", cut_at(fault_kind::truncate, 0), {{10, second}, {20, third}}},
    {"wrong_size", with_number(fault_kind::wrong_size, 3), {{0, "03 00 0C 00 00"}, {10, second}, {20, third}}},
    {"wrong_command",
     with_number(fault_kind::wrong_command, 0x7F01),
     {{0, "05 00 01 7F 00"}, {10, second}, {20, third}}},
    {"set_field", setting("tandem_side", 7), {{0, "05 00 0C 00 07"}, {10, second}, {20, third}}},
    {"set_field past its type", setting("tandem_side", 1e9), {{0, "05 00 0C 00 FF"}, {10, second}, {20, third}}},
    {"set_field of another message", setting("synch_time", 1), {{0, first}, {10, second}, {20, third}}},
    {"shift_time where there is none",
     with_number(fault_kind::shift_time, 60),
     {{0, first}, {10, second}, {20, third}}},
};

std::vector<written> wire_of(const std::vector<piece>& pieces) {
    std::vector<written> all;
    for (const auto& p : pieces)
        all.push_back({p.at_ms, wire(p.bytes), p.end});
    return all;
}

void send_three(injector_bench& b) {
    b.send(0, first);
    b.send(10, second);
    b.send(20, third);
    b.finish();
}

}  // namespace

TEST_CASE("each fault does to the bytes and to the time what its name says", "[faults]") {
    for (const auto& e : examples) {
        INFO(e.name);
        injector_bench b({e.placed});
        send_three(b);
        CHECK(b.out == wire_of(e.out));
        CHECK(b.injector.empty());
    }
}

TEST_CASE("what had an effect is counted, what had none is not", "[faults]") {
    injector_bench b({setting("tandem_side", 1), setting("synch_time", 1)});
    send_three(b);
    CHECK(b.counts[0]->matched == 3);
    CHECK(b.counts[0]->done == 1);
    CHECK(b.counts[1]->matched == 3);
    CHECK(b.counts[1]->done == 0);
    CHECK(b.done == std::map<fault_kind, int>{{fault_kind::set_field, 1}});
}

TEST_CASE("flip_bits turns over as many bits as it is told, garbage comes in front", "[faults]") {
    for (const std::uint32_t count : {1U, 5U, 40U, 99U}) {
        injector_bench b({with_count(fault_kind::flip_bits, count)});
        b.send(0, "05 00 0C 00 00");
        const auto sent = wire(first);
        REQUIRE(b.out.size() == 1);
        REQUIRE(b.out[0].bytes.size() == sent.size());
        std::uint32_t turned = 0;
        for (std::size_t i = 0; i < sent.size(); ++i)
            turned += static_cast<std::uint32_t>(std::popcount(std::to_integer<unsigned>(sent[i] ^ b.out[0].bytes[i])));
        CHECK(turned == std::min(count, 40U));
    }
    injector_bench b({with_count(fault_kind::garbage, 7)});
    b.send(0, first);
    REQUIRE(b.out.size() == 1);
    REQUIRE(b.out[0].bytes.size() == 12);
    CHECK(std::vector<std::byte>(b.out[0].bytes.begin() + 7, b.out[0].bytes.end()) == wire(first));
}

TEST_CASE("shift_time moves every time that a message tells", "[faults]") {
    struct row {
        const char *before, *after;
    };
    const std::vector<row> rows{
        {"0A 00 01 80 00 00 00 B9 55 69", "0A 00 01 80 00 00 01 B9 55 69"},  // synch_time
        {"17 00 08 00 00 00 00 02 00 01 00 02 05 00 00 00 04 00 02 FF 00 00 00",
         "17 00 08 00 00 00 00 02 00 01 00 02 05 00 00 00 04 00 02 00 01 00 00"},  // variable 4, not variable 1
        {"16 00 50 00 '25/12/31' '23:59:59' 00 00", "16 00 50 00 '26/01/01' '00:00:00' 00 00"},
        {"16 00 50 00 'xx/12/31' '23:59:59' 00 00", "16 00 50 00 'xx/12/31' '23:59:59' 00 00"},
        {"1A 00 51 00 07 00 01 00 '26/02/28' '23:59:59' 00 00", "1A 00 51 00 07 00 01 00 '26/03/01' '00:00:00' 00 00"},
    };
    for (const auto& r : rows) {
        INFO(r.before);
        injector_bench b({with_number(fault_kind::shift_time, 1)});
        b.send(0, r.before);
        CHECK(b.stream() == wire(r.after));
    }
    injector_bench back({with_number(fault_kind::shift_time, -86400)});
    back.send(0, "0A 00 01 80 00 00 00 B9 55 69");
    CHECK(back.stream() == wire("0A 00 01 80 00 00 80 67 54 69"));
}

TEST_CASE("set_field finds numbers, texts, values of variables and fields of every element", "[faults]") {
    const std::string cycle = "17 00 08 00 00 00 00 02 00 01 00 02 05 00 00 00 65 00 01 00 00 80 3F";
    const auto sent = [](fault f, const std::string& notation) {
        injector_bench b({std::move(f)});
        b.send(0, notation);
        return b.stream();
    };
    CHECK(sent(setting("variables.1", -2), cycle) ==
          wire("17 00 08 00 00 00 00 02 00 01 00 02 FE FF FF FF 65 00 01 00 00 80 3F"));
    CHECK(sent(setting("variables.101", 2), cycle) ==
          wire("17 00 08 00 00 00 00 02 00 01 00 02 05 00 00 00 65 00 01 00 00 00 40"));
    CHECK(sent(setting("variables.102", 2), cycle) == wire(cycle));
    CHECK(sent(setting("result", 4), cycle) ==
          wire("17 00 08 00 04 00 00 02 00 01 00 02 05 00 00 00 65 00 01 00 00 80 3F"));
    CHECK(sent(setting("variable_id", 9), "0B 00 06 00 00 02 00 01 00 04 00") ==
          wire("0B 00 06 00 00 02 00 09 00 09 00"));
    fault text = of(fault_kind::set_field);
    text.field = "serial_number";
    text.text = "stranger";
    CHECK(sent(text, "14 00 01 00 'HY-0001' 20*9") == wire("14 00 01 00 'stranger' 20*8"));
    text.text = "longer than sixteen characters";
    CHECK(sent(text, "14 00 01 00 'HY-0001' 20*9") == wire("14 00 01 00 'longer than sixt'"));
}

TEST_CASE("a dialect's layout and byte order are heeded", "[faults]") {
    dialect d;
    d.order = byte_order::big;
    d.size_includes_header = false;
    injector_bench b({setting("result", 2)}, {}, 1, d);
    b.send(0, "00 06 80 01 00 00 69 55 B9 00");
    CHECK(b.stream() == wire("00 06 80 01 00 02 69 55 B9 00"));
}

TEST_CASE("a field of four bytes is set in the dialect's order of words", "[faults]") {
    dialect d;
    d.words = word_order::swapped;
    injector_bench b({setting("synch_time", 0x01020304)}, {}, 1, d);
    b.send(0, "0A 00 01 80 00 00 55 69 00 B9");
    CHECK(b.stream() == wire("0A 00 01 80 00 00 02 01 04 03"));
}

TEST_CASE("skip, first and every choose among the messages that match", "[faults]") {
    struct row {
        std::uint32_t skip, first, every;
        std::string passing;  ///< which of ten messages are not dropped
    };
    const std::vector<row> rows{{0, 0, 1, ""},         {0, 3, 1, "3456789"},     {2, 0, 1, "01"},
                                {2, 3, 1, "0156789"},  {0, 0, 3, "0134679"},     {1, 0, 3, "0124578"},
                                {1, 6, 3, "01245789"}, {10, 0, 1, "0123456789"}, {0, 2, 3, "0123456789"}};
    for (const auto& r : rows) {
        CAPTURE(r.skip, r.first, r.every);
        fault f;
        f.message = index_of<status>;
        f.skip = r.skip;
        f.first = r.first;
        f.every = r.every;
        injector_bench b({f});
        for (int i = 0; i < 10; ++i) {
            b.send(i, "04 00 70 00");  // does not match, does not count
            b.send(i, "05 00 0C 00 0" + std::to_string(i));
        }
        std::string passing;
        for (const auto& w : b.out)
            if (w.bytes.size() == 5) passing += std::to_string(std::to_integer<int>(w.bytes[4]));
        CHECK(passing == r.passing);
        CHECK(b.counts[0]->matched == 10);
        CHECK(b.counts[0]->done == 10 - passing.size());
    }
}

TEST_CASE("a window begins with the fault and ends before its end", "[faults]") {
    fault f;
    f.from = 10ms;
    f.until = 20ms;
    injector_bench b({f});
    for (const int at : {0, 9, 10, 19, 20, 30})
        b.send(at, first);
    std::vector<std::int64_t> passed;
    for (const auto& w : b.out)
        passed.push_back(w.at_ms);
    CHECK(passed == std::vector<std::int64_t>{0, 9, 20, 30});
    CHECK(b.counts[0]->matched == 2);
}

TEST_CASE("a probability is kept on the whole, and drawn only when it is a message's turn", "[faults]") {
    fault f;
    f.probability = 0.25;
    injector_bench b({f});
    for (int i = 0; i < 4000; ++i)
        b.send(i, first);
    CHECK(b.counts[0]->done > 900);
    CHECK(b.counts[0]->done < 1100);
}

TEST_CASE("a fault of the other direction does nothing", "[faults]") {
    auto f = of(fault_kind::drop);
    f.way = fault_way::received;
    injector_bench b({f});
    b.send(0, first);
    CHECK(b.out.size() == 1);
    CHECK(b.counts[0]->matched == 0);
}

TEST_CASE("several faults of one message add up, and nothing comes behind an end", "[faults]") {
    injector_bench b({setting("tandem_side", 9), waiting(fault_kind::delay, 5ms), of(fault_kind::duplicate)});
    b.send(0, first);
    b.finish();
    CHECK(b.out == wire_of({{5, "05 00 0C 00 09"}, {5, "05 00 0C 00 09"}}));

    auto later = of(fault_kind::close);
    later.skip = 1;
    injector_bench ended({waiting(fault_kind::delay, 50ms), later});
    send_three(ended);
    CHECK(ended.out == wire_of({{50, first}, {50, "", fault_end::close}}));
}

TEST_CASE("what is gathered takes along what comes between", "[faults]") {
    auto f = gathering(2, 1s);
    f.message = index_of<status>;
    injector_bench b({f});
    b.send(0, first);
    b.send(1, "04 00 70 00");
    b.send(2, second);
    CHECK(b.out == wire_of({{2, first + "04 00 70 00" + second}}));
}

TEST_CASE("two messages that are to change places do so with each other", "[faults]") {
    auto f = of(fault_kind::reorder);
    f.first = 0;
    injector_bench b({f});
    send_three(b);
    CHECK(b.out == wire_of({{10, second}, {10, first}, {5020, third}}));
}

TEST_CASE("what passes the bounds goes at once, oldest first, and is counted", "[faults]") {
    auto f = waiting(fault_kind::delay, 1h);
    f.first = 0;
    injector_bench messages({f}, {.messages = 2, .bytes = 1000});
    for (int i = 0; i < 4; ++i)
        messages.send(i, "05 00 0C 00 0" + std::to_string(i));
    CHECK(messages.out == wire_of({{2, "05 00 0C 00 00"}, {3, "05 00 0C 00 01"}}));
    CHECK(messages.overflows == 2);

    injector_bench bytes({f}, {.messages = 100, .bytes = 9});
    bytes.send(0, first);
    CHECK(bytes.out.empty());
    bytes.send(1, second);
    CHECK(bytes.out == wire_of({{1, first}}));
    CHECK(bytes.injector.deadline() == at_ms(1) + 1h);
}

TEST_CASE("a hurried injector keeps nothing back", "[faults]") {
    auto f = waiting(fault_kind::stall, 1h);
    injector_bench b({f});
    b.send(0, first);
    b.send(1, second);
    CHECK(b.out.empty());
    b.injector.hurry();
    b.finish();
    CHECK(b.out == wire_of({{1, first}, {1, second}}));
}

TEST_CASE("without a fault that matches the bytes pass unchanged and at once", "[faults][random]") {
    const auto seed = test_seed();
    INFO("rerun with HUSKY_SEED=" << seed << " test_faults '[faults][random]'");
    std::mt19937_64 random(seed);
    auto other = of(fault_kind::drop);
    other.from = 10h;
    std::vector<std::vector<std::byte>> all;
    for_each_example([&](const auto&, std::string_view notation) { all.push_back(wire(notation)); });
    for (const bool has_faults : {false, true}) {
        injector_bench b(has_faults ? std::vector{other} : std::vector<fault>{});
        std::vector<std::byte> sent;
        for (int i = 0; i < 2000; ++i) {
            const auto& message = all[random() % all.size()];
            append(sent, message);
            b.send(i, message);
            REQUIRE(b.out.back().at_ms == i);
        }
        CHECK(b.stream() == sent);
    }
}

TEST_CASE("the same seed gives the same bytes at the same times, another seed others", "[faults]") {
    const auto run = [](std::uint64_t seed) {
        auto jitter = of(fault_kind::jitter);
        jitter.first = 0;
        jitter.probability = 0.5;
        jitter.wait = {fault_delay::shape::normal, 20ms, 10ms};
        auto flips = with_count(fault_kind::flip_bits, 3);
        flips.first = 0;
        flips.every = 3;
        auto garbage = with_count(fault_kind::garbage, 4);
        garbage.first = 0;
        garbage.every = 7;
        injector_bench b({jitter, flips, garbage}, {}, seed);
        for (int i = 0; i < 500; ++i)
            b.send(i, second);
        b.finish();
        return b.out;
    };
    CHECK(run(7) == run(7));
    CHECK(run(7) != run(8));
}

TEST_CASE("the seed of a direction follows from machine, link and way", "[faults]") {
    const auto one = fault_seed(1, "HY-0001", 1, fault_way::sent);
    CHECK(one == fault_seed(1, "HY-0001", 1, fault_way::sent));
    CHECK(one != fault_seed(2, "HY-0001", 1, fault_way::sent));
    CHECK(one != fault_seed(1, "HY-0002", 1, fault_way::sent));
    CHECK(one != fault_seed(1, "HY-0001", 2, fault_way::sent));
    CHECK(one != fault_seed(1, "HY-0001", 1, fault_way::received));
}

TEST_CASE("delays follow their distribution and are never negative", "[faults]") {
    struct row {
        fault_delay::shape form;
        double mean_ms, min_ms, max_ms;
    };
    // normal: cut at 0, where spread is as large as the mean; its mean is then 1.0833 of it.
    const std::vector<row> rows{{fault_delay::shape::fixed, 100, 100, 100},
                                {fault_delay::shape::uniform, 100, 0, 200},
                                {fault_delay::shape::normal, 108.3, 0, 700},
                                {fault_delay::shape::exponential, 100, 0, 2000}};
    split_mix random(5);
    for (const auto& r : rows) {
        double sum = 0;
        for (int i = 0; i < 20'000; ++i) {
            const auto wait = draw({r.form, 100ms, 100ms}, random);
            const double ms = std::chrono::duration<double, std::milli>(wait).count();
            REQUIRE(ms >= r.min_ms);
            REQUIRE(ms <= r.max_ms);
            sum += ms;
        }
        CHECK(sum / 20'000 == Approx(r.mean_ms).epsilon(0.03));
    }
}

TEST_CASE("a star in a serial stands for anything", "[faults]") {
    struct row {
        const char *pattern, *serial;
        bool meant;
    };
    for (const auto& r : std::vector<row>{{"", "HY-0001", true},
                                          {"", "", true},
                                          {"*", "", true},
                                          {"HY-0001", "HY-0001", true},
                                          {"HY-0001", "HY-00011", false},
                                          {"HY-0001", "", false},
                                          {"HY-*", "HY-0001", true},
                                          {"HY-*", "HX-0001", false},
                                          {"*01", "HY-0001", true},
                                          {"*01", "HY-0101", true},
                                          {"*01", "HY-0102", false},
                                          {"H*0*2", "HY-0102", true},
                                          {"H**2", "HY-0102", true}}) {
        CAPTURE(r.pattern, r.serial);
        CHECK(is_meant(r.pattern, r.serial) == r.meant);
    }
}
