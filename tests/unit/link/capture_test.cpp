#include "link/capture/capture_file.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>

#include "settings/error.hpp"
#include "tests/catch.hpp"
#include "tests/support/wire_notation.hpp"

using namespace husky;
using namespace husky::link;
using protocol::wire;

namespace {

/// Remembers what it was given; can be made to wait.
struct remembering_sink final : capture_sink {
    struct seen {
        std::vector<std::string> lines;
        std::uint64_t taken = 0, left_out = 0;
        std::shared_future<void> may_go;
    };
    explicit remembering_sink(seen& into) : into_(into) {}
    void take(const capture_record& r) override {
        if (into_.may_go.valid()) into_.may_go.wait();
        constexpr std::array names{"opened", "data", "finished", "reset"};
        into_.lines.push_back(std::string(names[static_cast<std::size_t>(r.kind)]) +
                              (r.moment.by_dialler ? " > " : " < ") + std::to_string(r.moment.from_dialler) + " " +
                              std::to_string(r.moment.from_listener) + " " + std::to_string(r.bytes.size()));
    }
    void flush() override {}
    void close(std::uint64_t taken, std::uint64_t left_out) override {
        into_.taken = taken;
        into_.left_out = left_out;
    }
    void discard() override {}
    void hurry(std::chrono::steady_clock::time_point) override {}
    [[nodiscard]] std::string problem() const override { return ""; }

  private:
    seen& into_;
};

std::vector<std::unique_ptr<capture_sink>> into(remembering_sink::seen& s) {
    std::vector<std::unique_ptr<capture_sink>> sinks;
    sinks.push_back(std::make_unique<remembering_sink>(s));
    return sinks;
}

const tcp::endpoint machine(asio::ip::make_address("10.0.0.1"), 40000), host(asio::ip::make_address("10.0.0.2"), 1310);

auto soon() { return std::chrono::steady_clock::now() + std::chrono::seconds(20); }

std::string scratch_file(const char* name) {
    return (std::filesystem::temp_directory_path() / (std::string(name) + std::to_string(getpid()))).string();
}

std::vector<std::byte> content(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    const std::vector<char> all((std::istreambuf_iterator<char>(in)), {});
    const auto bytes = std::as_bytes(std::span(all));
    return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("a captured connection tells its opening, what passed, and each end once", "[capture]") {
    remembering_sink::seen seen;
    capture all(into(seen));
    const auto one = all.follow(machine, host, socket_end::accepted);
    one->received(wire("14 00 01 00"));
    one->sent(wire("0A 00"));
    one->peer_finished();
    one->peer_finished();
    one->we_finished();
    CHECK(all.close(soon()));
    CHECK(seen.lines == std::vector<std::string>{"opened > 0 0 0", "data > 0 0 4", "data < 4 0 2", "finished > 4 2 0",
                                                 "finished < 4 2 0"});
    CHECK(seen.taken == 5);
}

TEST_CASE("after a reset nothing ends once more", "[capture]") {
    remembering_sink::seen seen;
    capture all(into(seen));
    const auto one = all.follow(machine, host, socket_end::dialled);
    one->peer_reset();
    one->we_finished();
    CHECK(all.close(soon()));
    CHECK(seen.lines == std::vector<std::string>{"opened > 0 0 0", "reset < 0 0 0"});
}

TEST_CASE("a link never waits for the disk: what finds no room is left out, counted, and leaves a gap", "[capture]") {
    remembering_sink::seen seen;
    std::promise<void> go;
    seen.may_go = go.get_future().share();
    capture all(into(seen), 1000);
    const auto one = all.follow(machine, host, socket_end::dialled);
    const std::vector<std::byte> piece(300);
    std::size_t sent = 0;
    while (all.counted().left_out == 0) {
        one->sent(piece);
        sent += piece.size();
    }
    const auto lost = all.counted();
    CHECK(lost.left_out_bytes == piece.size());
    go.set_value();
    CHECK(all.close(soon()));
    CHECK(seen.lines.size() == lost.taken);
    CHECK(seen.left_out == 1);
    one->sent(piece);  // a capture that is closed takes nothing
    CHECK(all.counted().left_out == 2);
    CHECK(sent > 0);
}

TEST_CASE("a file ends behind the last whole piece when the disk is full", "[capture]") {
    const auto file = scratch_file("husky-full-disk-");
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{1000, before.rlim_max};
    std::string problem;
    bool first = false, second = false, third = false;
    {
        output_file out(file, program::if_there::replace);
        setrlimit(RLIMIT_FSIZE, &small);
        const std::vector<std::byte> piece(600, std::byte{7});
        first = out.write(piece);
        second = out.write(piece);
        third = out.write(std::span(piece).first(1));
        setrlimit(RLIMIT_FSIZE, &before);
        problem = out.problem();
    }
    std::signal(SIGXFSZ, SIG_DFL);
    CHECK(first);
    CHECK_FALSE(second);
    CHECK_FALSE(third);
    CHECK(problem == "File too large");
    CHECK(content(file).size() == 600);
    std::filesystem::remove(file);
}

TEST_CASE("a pipe that nobody reads holds up no stop", "[capture]") {
    const auto file = scratch_file("husky-pipe-");
    REQUIRE(mkfifo(file.c_str(), 0600) == 0);
    const int reader = open(file.c_str(), O_RDONLY | O_NONBLOCK);
    REQUIRE(reader >= 0);
    {
        output_file out(file, program::if_there::replace);
        out.hurry(std::chrono::steady_clock::now());
        const std::vector<std::byte> much(std::size_t{4} << 20U);
        CHECK_FALSE(out.write(much));
        CHECK(out.problem().starts_with("Connection timed out"));
    }
    close(reader);
    std::filesystem::remove(file);
}

TEST_CASE("a capture of work that never began leaves no file, one of work without a connection does", "[capture]") {
    const auto file = scratch_file("husky-unbegun-");
    settings::places given;
    { const auto unbegun = open_capture({file, false}, "test", given); }
    CHECK_FALSE(std::filesystem::exists(file));
    { CHECK(open_capture({file, false}, "test", given)->close(soon())); }
    CHECK(std::filesystem::file_size(file) > 0);
    std::filesystem::remove(file);
    { const auto device = open_capture({"/dev/null", false}, "test", given); }
    CHECK(std::filesystem::exists("/dev/null"));
}

TEST_CASE("a capture that cannot be written names the key's place", "[capture]") {
    settings::places given;
    given.note("capture", {"--capture", 0, "capture"});
    CHECK(open_capture({}, "test", given) == nullptr);
    try {
        open_capture({"/nowhere/a.pcapng", false}, "test", given);
        FAIL("no error");
    } catch (const settings::error& wrong) {
        CHECK(std::string(wrong.what()).find("--capture") != std::string::npos);
        CHECK(std::string(wrong.what()).find("/nowhere/a.pcapng: No such file or directory") != std::string::npos);
    }
    CHECK_THROWS_AS(open_capture({"/dev/full", false}, "test", given), settings::error);
}
