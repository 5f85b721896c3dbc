#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "program/output/open_output.hpp"
#include "program/output/report.hpp"
#include "settings/error.hpp"
#include "tests/catch.hpp"

using namespace husky;
using namespace husky::program;

namespace {

namespace fs = std::filesystem;

/// A folder that goes with the test.
struct scratch {
    scratch() : folder(fs::temp_directory_path() / ("husky-output-" + std::to_string(getpid()))) {
        fs::create_directories(folder);
    }
    ~scratch() { fs::remove_all(folder); }
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;

    [[nodiscard]] std::string operator/(const std::string& name) const { return (folder / name).string(); }
    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name) << text;
        return *this / name;
    }
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const auto& entry : fs::directory_iterator(folder))
            all.push_back(entry.path().filename());
        std::sort(all.begin(), all.end());
        return all;
    }

    fs::path folder;
};

std::string content(const std::string& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Opens, writes a word, closes; the name that was taken.
std::string record(const std::string& name, if_there what, std::string_view word) {
    const auto out = open_output(name, what);
    CHECK(write(out.file, word.data(), word.size()) == static_cast<ssize_t>(word.size()));
    close(out.file);
    return out.name;
}

std::string problem_of(const std::function<void()>& act) {
    try {
        act();
    } catch (const settings::error& wrong) {
        return wrong.what();
    }
    return "";
}

}  // namespace

TEST_CASE("a recording that holds something stays, and the next one takes the next name", "[output]") {
    const scratch in;
    CHECK(record(in / "tap.pcapng", if_there::next_name, "one") == in / "tap.pcapng");
    CHECK(record(in / "tap.pcapng", if_there::next_name, "two") == in / "tap.1.pcapng");
    CHECK(record(in / "tap.pcapng", if_there::next_name, "three") == in / "tap.2.pcapng");
    fs::remove(in / "tap.1.pcapng");
    CHECK(record(in / "tap.pcapng", if_there::next_name, "four") == in / "tap.1.pcapng");
    CHECK(content(in / "tap.pcapng") == "one");
    CHECK(content(in / "tap.1.pcapng") == "four");
    CHECK(content(in / "tap.2.pcapng") == "three");
    in.write("trace", "x");
    CHECK(record(in / "trace", if_there::next_name, "two") == in / "trace.1");
}

TEST_CASE("a recording that holds nothing is taken", "[output]") {
    const scratch in;
    in.write("tap.pcapng", "");
    CHECK(record(in / "tap.pcapng", if_there::next_name, "one") == in / "tap.pcapng");
    CHECK(in.names() == std::vector<std::string>{"tap.pcapng"});
}

TEST_CASE("a file is emptied where that is wanted", "[output]") {
    const scratch in;
    in.write("tap.pcapng", "what was there before");
    CHECK(record(in / "tap.pcapng", if_there::replace, "new") == in / "tap.pcapng");
    CHECK(content(in / "tap.pcapng") == "new");
}

TEST_CASE("two never write one file", "[output]") {
    const scratch in;
    const auto first = open_output(in / "tap.pcapng", if_there::next_name);
    const auto second = open_output(in / "tap.pcapng", if_there::next_name);  // the first has not written yet
    CHECK(first.name == in / "tap.pcapng");
    CHECK(second.name == in / "tap.1.pcapng");
    CHECK(problem_of([&] { open_output(in / "tap.pcapng", if_there::replace); }) ==
          in / "tap.pcapng" + ": another program is writing to it");
    close(first.file);
    close(second.file);
    CHECK(record(in / "tap.pcapng", if_there::replace, "x") == in / "tap.pcapng");
}

TEST_CASE("devices, pipes and links are taken as they are", "[output]") {
    const scratch in;
    CHECK(record("/dev/null", if_there::next_name, "x") == "/dev/null");
    const auto pipe = in / "pipe";
    REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
    const int reader = open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
    CHECK(record(pipe, if_there::next_name, "x") == pipe);
    close(reader);
    in.write("old", "x");
    fs::create_symlink(in / "old", in / "link.pcapng");
    CHECK(record(in / "link.pcapng", if_there::next_name, "y") == in / "link.1.pcapng");
    CHECK(content(in / "old") == "x");
}

TEST_CASE("what standard output leads to is gone on with, not emptied", "[output]") {
    const scratch in;
    const auto file = in.write("out", "");
    const int before = dup(STDOUT_FILENO);
    const int out = open(file.c_str(), O_WRONLY);
    dup2(out, STDOUT_FILENO);
    CHECK(write(STDOUT_FILENO, "ready\n", 6) == 6);
    const auto name = record("/dev/stdout", if_there::next_name, "recorded\n");
    record("/dev/stdout", if_there::replace, "generated\n");
    write_report("/dev/stdout", "reported\n");
    dup2(before, STDOUT_FILENO);
    close(before);
    close(out);
    CHECK(name == "/dev/stdout");
    CHECK(content(file) == "ready\nrecorded\ngenerated\nreported\n");
}

TEST_CASE("what cannot be opened is named", "[output]") {
    const scratch in;
    const auto what = GENERATE(if_there::next_name, if_there::replace);
    CHECK(problem_of([&] { open_output(in / "no/such.pcapng", what); }) ==
          in / "no/such.pcapng" + ": No such file or directory");
    CHECK(problem_of([&] { open_output(in.folder.string(), what); }) == in.folder.string() + ": Is a directory");
}

TEST_CASE("two outputs are two files, whatever they are called", "[output]") {
    const scratch in;
    CHECK(problem_of([&] {
              require_apart({{"--junit", in / "r.xml"}, {"--json", in / "./r.xml"}});
          }) == "--json: " + (in / "./r.xml") + " is also the file of --junit");
    CHECK(problem_of([&] { require_apart({{"--junit", ""}, {"--json", ""}}); }).empty());
    CHECK(problem_of([&] { require_apart({{"--junit", "/dev/null"}, {"--json", "/dev/null"}}); }).empty());
    CHECK(problem_of([&] { require_apart({{"--junit", in / "a"}, {"--json", in / "b"}}); }).empty());
}

TEST_CASE("a report that cannot be written is told before the work, and nothing is touched", "[output]") {
    const scratch in;
    const auto old = in.write("old.json", "old");
    try_report("--report", "");
    try_report("--report", old);
    try_report("--report", in / "new.json");
    CHECK(in.names() == std::vector<std::string>{"old.json"});
    CHECK(content(old) == "old");
    CHECK(problem_of([&] { try_report("--report", in / "no/such.json"); }) ==
          "--report: " + (in / "no/such.json") + " cannot be written: No such file or directory");
    CHECK(problem_of([&] { try_report("--report", in.folder.string()); }) ==
          "--report: " + in.folder.string() + " cannot be written: Is a directory");
    CHECK(problem_of([&] { try_report("--report", old + "/r.json"); }) ==
          "--report: " + old + "/r.json cannot be written: Not a directory");
}

TEST_CASE("a report takes the place of the old one as a whole", "[output]") {
    const scratch in;
    const auto file = in.write("r.json", "the old report");
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    std::ifstream reader(file);
    write_report(file, "new");
    CHECK(std::string(std::istreambuf_iterator<char>(reader), {}) == "the old report");
    CHECK(content(file) == "new");
    CHECK(fs::status(file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    fs::create_symlink("r.json", in / "link");
    write_report(in / "link", "newer");
    CHECK(content(file) == "newer");
    CHECK(fs::is_symlink(in / "link"));
    write_report(in / "another", "first");
    CHECK(in.names() == std::vector<std::string>{"another", "link", "r.json"});
}

TEST_CASE("a report that finds no room leaves the old one", "[output]") {
    CHECK_THROWS_WITH(write_report("/dev/full", "x"), "/dev/full: cannot be written: No space left on device");
    CHECK_THROWS_WITH(write_report("/no/such/r.json", "x"),
                      "/no/such/r.json: cannot be written: No such file or directory");
    write_report("/dev/null", "x");
}

TEST_CASE("a folder for reports is made, with those around it", "[output]") {
    const scratch in;
    make_folder("--transcript", in / "a/b");
    make_folder("--transcript", in / "a/b");
    CHECK(fs::is_directory(in / "a/b"));
    const auto file = in.write("file", "x");
    CHECK(problem_of([&] { make_folder("--transcript", file); }).starts_with("--transcript: " + file));
    CHECK(problem_of([&] { make_folder("--transcript", file + "/below"); }).starts_with("--transcript: " + file));
}
