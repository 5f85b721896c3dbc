#include <random>

#include "tests/catch.hpp"
#include "tests/unit/printing/lpd_bench.hpp"
#include "tests/unit/protocol/seed.hpp"

using namespace husky::protocol::printing;
using namespace std::string_literals;

namespace {

const std::string receive = "\2HY-0001\n";
/// A sub-command with its file: code, count, name, content, end mark.
std::string sent(char code, const std::string& name, const std::string& content) {
    return code + std::to_string(content.size()) + ' ' + name + '\n' + content + '\0';
}

const std::string control_sent =
    "\2"
    "87 cfA012mill\n"
    "Hmill\nPjane\nJScreen\nldfA012mill\nUdfA012mill\nNscreen.png\nfdfB012mill\nUdfB012mill\nNa.txt\n"
    "\0"s;
const std::string picture =
    "\3"
    "11 dfA012mill\n"
    "\x89PNG\r\n\x1A\n\0\n\1"
    "\0"s;
const std::string text_sent =
    "\3"
    "5 dfB012mill\n"
    "Hello"
    "\0"s;

const print_job screen_job{"HY-0001", "mill", "jane",
                           "Screen",  "",     {{"screen.png", file_kind::png, 11}, {"a.txt", file_kind::text, 5}}};

std::string control_of(const std::string& number) {
    return sent('\2', "cfA" + number + "mill", "Hmill\nPjane\nfdfA" + number + "mill\n");
}
std::string data_of(const std::string& number, const std::string& content) {
    return sent('\3', "dfA" + number + "mill", content);
}
/// A job of one file of text.
std::string job(const std::string& number, const std::string& content) {
    return control_of(number) + data_of(number, content);
}

void check_screen(const lpd_bench& bench) {
    REQUIRE(bench.jobs.size() == 1);
    CHECK(bench.jobs[0].job == screen_job);
    CHECK(bench.jobs[0].contents == std::vector<std::string>{"\x89PNG\r\n\x1A\n\0\n\1"s, "Hello"});
}

}  // namespace

TEST_CASE("a job is taken in any order of its files", "[printing]") {
    const std::string said =
        GENERATE(receive + control_sent + picture + text_sent, receive + picture + text_sent + control_sent,
                 receive + picture + control_sent + text_sent, receive + control_sent + text_sent + picture);
    lpd_bench bench;
    CHECK(bench.say(said));
    CHECK(bench.answers == std::string(7, '\0'));
    check_screen(bench);
    CHECK(bench.budget.taken() == 0);
    bench.hang_up();
    CHECK_FALSE(bench.receiver.refusal());
}

TEST_CASE("a job is the same however its bytes come", "[printing]") {
    const std::string said = receive + control_sent + picture + text_sent + control_sent + text_sent + picture;
    const auto seed = husky::protocol::test_seed();
    CAPTURE(seed);
    INFO("repeat with HUSKY_SEED=" << seed << " test_printing '[printing]'");
    std::mt19937_64 random(seed);
    const auto one = [] { return std::size_t{1}; };
    const auto any = [&] { return std::size_t{1} + random() % 40; };
    for (int run = 0; run < 200; ++run) {
        lpd_bench bench;
        CHECK((run == 0 ? bench.say(said, one) : bench.say(said, any)));
        CHECK(bench.answers == std::string(13, '\0'));
        REQUIRE(bench.jobs.size() == 2);
        CHECK(bench.jobs[0].job == screen_job);
        CHECK(bench.jobs[1].job == screen_job);
        CHECK(bench.budget.taken() == 0);
    }
}

TEST_CASE("split at each byte a job is the same", "[printing]") {
    const std::string said = receive + picture + control_sent + text_sent;
    for (std::size_t at = 1; at < said.size(); ++at) {
        CAPTURE(at);
        lpd_bench bench;
        CHECK(bench.say(said.substr(0, at)));
        CHECK(bench.say(said.substr(at)));
        check_screen(bench);
    }
}

TEST_CASE("a connection cut at each byte leaves nothing of a job", "[printing]") {
    for (const auto& said :
         {receive + control_sent + picture + text_sent, receive + text_sent + picture + control_sent}) {
        for (std::size_t size = 0; size < said.size(); ++size) {
            CAPTURE(size);
            lpd_bench bench;
            CHECK(bench.say(said.substr(0, size)));
            bench.hang_up();
            CHECK(bench.jobs.empty());
            CHECK(bench.budget.taken() == 0);
            CHECK(bench.receiver.next() == lpd_step::close);
            const bool nothing_begun = size == 0 || size == receive.size();
            CHECK(bench.receiver.refusal().has_value() != nothing_begun);
            if (!nothing_begun) CHECK(bench.receiver.refusal() == lpd_refusal::incomplete);
        }
    }
}

TEST_CASE("a job is acknowledged when it is stored, and refused when it cannot be", "[printing]") {
    lpd_bench bench;
    bench.keeps = false;
    CHECK_FALSE(bench.say(receive + job("001", "x")));
    CHECK(bench.answers == "\0\0\0\0\1"s);
    CHECK(bench.receiver.refusal() == lpd_refusal::not_stored);
    CHECK(bench.budget.taken() == 0);
}

TEST_CASE("nothing is taken while the owner decides", "[printing]") {
    byte_budget budget(1000);
    lpd_receiver receiver({}, budget);
    const std::string said = receive + job("001", "x") + "\4HY-0001\n";
    std::string_view rest = said;
    const auto go_on = [&] { rest.remove_prefix(receiver.take(std::as_bytes(std::span(rest)))); };
    go_on();
    CHECK(receiver.next() == lpd_step::admit);
    CHECK(rest.size() == said.size() - receive.size());
    CHECK(receiver.take(std::as_bytes(std::span(rest))) == 0);
    receiver.admitted(true);
    go_on();
    CHECK(receiver.next() == lpd_step::store);
    CHECK(receiver.outbox() == std::string(4, '\0'));
    CHECK(rest == "\4HY-0001\n");
    CHECK(receiver.take_job().contents == std::vector<std::string>{"x"});
    CHECK(receiver.held() == 1);
    receiver.stored(true);
    CHECK(receiver.held() == 0);
    CHECK(receiver.outbox() == std::string(5, '\0'));
    go_on();
    CHECK(receiver.next() == lpd_step::admit);
    CHECK(receiver.request().command == lpd_command::long_list);
}

TEST_CASE("one connection brings several jobs, with and without a command for each", "[printing]") {
    const auto [said, answered] = GENERATE(table<std::string, std::size_t>(
        {{receive + job("001", "one") + job("002", "two"), 9},
         {receive + job("001", "one") + receive + job("002", "two"), 10},
         // the files of two jobs, then their control files
         {receive + data_of("001", "one") + data_of("002", "two") + control_of("001") + control_of("002"), 9}}));
    lpd_bench bench;
    CHECK(bench.say(said));
    CHECK(bench.answers == std::string(answered, '\0'));
    REQUIRE(bench.jobs.size() == 2);
    CHECK(bench.jobs[0].contents == std::vector<std::string>{"one"});
    CHECK(bench.jobs[1].contents == std::vector<std::string>{"two"});
}

TEST_CASE("an abort drops what has come of the job, and the next one is taken", "[printing]") {
    lpd_bench bench;
    CHECK(bench.say(receive + control_sent + picture));
    CHECK(bench.budget.taken() == 11);
    CHECK(bench.say("\1\n"));
    CHECK(bench.budget.taken() == 0);
    CHECK(bench.say(text_sent + control_sent + picture + "\1\n" + control_sent + text_sent + picture));
    CHECK(bench.jobs.size() == 2);
    CHECK(bench.answers == std::string(19, '\0'));
}

TEST_CASE("what a client asks of a queue is understood", "[printing]") {
    struct row {
        std::string line;
        lpd_command command;
        std::string agent;
        std::vector<std::string> names;
    };
    const std::vector<row> rows{
        {"\3HY-0001\n", lpd_command::short_list, "", {}},
        {"\3HY-0001 \n", lpd_command::short_list, "", {}},
        {"\4HY-0001 jane 12\n", lpd_command::long_list, "", {"jane", "12"}},
        {"\5HY-0001 jane\n", lpd_command::remove_jobs, "jane", {}},
        {"\5 HY-0001\tjane  12\v13 \n", lpd_command::remove_jobs, "jane", {"12", "13"}},
        {"\5HY-0001 j\xE4ne j\xC3\xA4ne\n", lpd_command::remove_jobs, "j\xC3\xA4ne", {"j\xC3\xA4ne"}},
    };
    for (const row& each : rows) {
        CAPTURE(each.line);
        for (const auto& before : {""s, receive + job("001", "x")}) {
            lpd_bench bench;
            CHECK_FALSE(bench.say(before + each.line + "whatever follows"));
            CHECK_FALSE(bench.receiver.refusal());
            REQUIRE(bench.asked.size() == 1);
            CHECK(bench.asked[0].command == each.command);
            CHECK(bench.asked[0].queue == "HY-0001");
            CHECK(bench.asked[0].agent == each.agent);
            CHECK(bench.asked[0].names == each.names);
            CHECK_THAT(bench.answers, Catch::Matchers::EndsWith("done\n"));
        }
    }
    lpd_bench waiting;
    CHECK_FALSE(waiting.say("\1HY-0001\n"));
    CHECK(waiting.answers == "\0"s);
    CHECK_FALSE(waiting.receiver.refusal());
}

TEST_CASE("what is wrong is refused with a byte, and ends the connection", "[printing]") {
    struct row {
        std::string said;
        lpd_refusal why;
    };
    const std::string large(max_lpd_line + 1, 'x');
    const std::vector<row> rows{
        {"\n", lpd_refusal::unknown_command},
        {"\6HY-0001\n", lpd_refusal::unknown_command},
        {"GET / HTTP/1.1\r\n", lpd_refusal::unknown_command},
        {"\xFF\n", lpd_refusal::unknown_command},
        {"\0HY-0001\n"s, lpd_refusal::unknown_command},
        {"\2\n", lpd_refusal::bad_line},
        {"\2 \t\n", lpd_refusal::bad_line},
        {"\2HY-0001 x\n", lpd_refusal::bad_line},
        {"\5HY-0001\n", lpd_refusal::bad_line},
        {"\2HY-0\0001\n"s, lpd_refusal::bad_line},
        {"\2HY-0001\r\n", lpd_refusal::bad_line},
        {"\2HY-0002\n", lpd_refusal::unknown_queue},
        {"\5HY-0002 jane\n", lpd_refusal::unknown_queue},
        {"\1HY-0002\n", lpd_refusal::unknown_queue},
        {"\2" + large, lpd_refusal::line_too_long},
        {receive + "\2" + large, lpd_refusal::line_too_long},
        {receive + "\n", lpd_refusal::unknown_command},
        {receive + "\4HY-0001\n", lpd_refusal::unknown_command},
        {receive + receive, lpd_refusal::bad_line},
        {receive + "\1x\n", lpd_refusal::bad_line},
        {receive + "\2\n", lpd_refusal::bad_line},
        {receive + "\2" + "10\n", lpd_refusal::bad_line},
        {receive + "\2" + "10 cfA012mill x\n", lpd_refusal::bad_line},
        {receive + "\3-1 dfA012mill\n", lpd_refusal::bad_count},
        {receive + "\3+1 dfA012mill\n", lpd_refusal::bad_count},
        {receive + "\3" + "18446744073709551616 dfA012mill\n", lpd_refusal::bad_count},
        {receive + "\3" + "99999999999999999999999999 dfA012mill\n", lpd_refusal::bad_count},
        {receive + "\3" + "18446744073709551615 dfA012mill\n", lpd_refusal::too_large},
        {receive + "\3many dfA012mill\n", lpd_refusal::bad_count},
        {receive + "\3" + "1x dfA012mill\n", lpd_refusal::bad_count},
        {receive + "\3" + "0x1 dfA012mill\n", lpd_refusal::bad_count},
        {receive + "\3" + "16777217 dfA012mill\n", lpd_refusal::too_large},
        {receive + "\2" + "65537 cfA012mill\n", lpd_refusal::too_large},
        {receive + "\3" + "1 ../../etc/passwd\n", lpd_refusal::bad_name},
        {receive + "\3" + "1 /etc/passwd\n", lpd_refusal::bad_name},
        {receive + "\3" + "1 dfA012/../x\n", lpd_refusal::bad_name},
        {receive + "\3" + "1 dfA012\\x\n", lpd_refusal::bad_name},
        {receive + "\3" + "1 dfA012\0x\n"s, lpd_refusal::bad_name},
        {receive + "\3" + "1 cfA012mill\n", lpd_refusal::bad_name},
        {receive + "\2" + "1 dfA012mill\n", lpd_refusal::bad_name},
        {receive + "\2" + "1 ../cfA012mill\n", lpd_refusal::bad_name},
        {receive + control_sent + control_sent, lpd_refusal::repeated_file},
        {receive + text_sent + text_sent, lpd_refusal::repeated_file},
        {receive + "\3" + "1 dfA012mill\nxx", lpd_refusal::no_end_mark},
        {receive + "\3" + "0 dfA012mill\nx", lpd_refusal::no_end_mark},
        {receive + "\2" + "0 cfA012mill\n\0"s, lpd_refusal::bad_control_file},
        {receive + "\2" + "10 cfA012mill\nfdfA012mil\0"s, lpd_refusal::bad_control_file},
        {receive + "\2" + "12 cfA012mill\nf../../../x\n\0"s, lpd_refusal::bad_control_file},
        {receive + job("001", "x") + "data after the job\n", lpd_refusal::unknown_command},
        {receive + job("001", "x") + "\3-5 dfA001mill\n", lpd_refusal::bad_count},
        {receive + job("001", "x") + "\2" + "5 ../x\n", lpd_refusal::bad_name},
        {receive + job("001", "x") + text_sent + "\4HY-0001\n", lpd_refusal::unknown_command},
    };
    for (const row& each : rows) {
        CAPTURE(each.said);
        lpd_bench bench;
        CHECK_FALSE(bench.say(each.said));
        CHECK(bench.receiver.refusal() == each.why);
        CHECK_THAT(bench.answers, Catch::Matchers::EndsWith("\1"));
        CHECK(bench.budget.taken() == 0);
        CHECK(bench.jobs.size() == (each.said.find("Pjane\nfdfA001") != std::string::npos ? 1 : 0));
        lpd_bench slow;
        CHECK_FALSE(slow.say(each.said, [] { return std::size_t{1}; }));
        CHECK(slow.receiver.refusal() == each.why);
        CHECK(slow.answers == bench.answers);
    }
}

TEST_CASE("a list of an unknown queue says so in words", "[printing]") {
    lpd_bench bench;
    CHECK_FALSE(bench.say("\3HY-0002 jane\n"));
    CHECK(bench.answers == "HY-0002: unknown queue\n");
    CHECK(bench.receiver.refusal() == lpd_refusal::unknown_queue);
}

TEST_CASE("a control file that names files never sent stores nothing", "[printing]") {
    lpd_bench bench;
    CHECK(bench.say(receive + control_sent + picture));
    bench.finish();
    CHECK(bench.jobs.empty());
    CHECK(bench.receiver.refusal() == lpd_refusal::incomplete);
    CHECK(bench.budget.taken() == 0);
}

TEST_CASE("a file that no control file names is not stored and not lost in silence", "[printing]") {
    lpd_bench bench;
    CHECK(bench.say(receive + text_sent + job("001", "x")));
    CHECK(bench.jobs.size() == 1);
    CHECK(bench.budget.taken() == 5);
    bench.hang_up();
    CHECK(bench.receiver.refusal() == lpd_refusal::incomplete);
}

TEST_CASE("a job of the largest size is taken, one byte more is not", "[printing]") {
    lpd_limits limits;
    limits.max_job_bytes = 150;
    const std::string list = "Hmill\nfdfA001x\nfdfB001x\n";
    const auto said = [&](std::size_t second) {
        return receive + "\3" + "100 dfA001x\n" + std::string(100, 'a') + '\0' + "\3" + std::to_string(second) +
               " dfB001x\n" + std::string(second, 'b') + '\0' + "\2" + std::to_string(list.size()) + " cfA001x\n" +
               list + '\0';
    };
    lpd_bench fits(limits), too_large(limits);
    CHECK_FALSE(too_large.say(said(51)));
    CHECK(too_large.receiver.refusal() == lpd_refusal::too_large);
    CHECK(fits.say(said(26)));
    CHECK(fits.jobs.size() == 1);
}

TEST_CASE("a job has no more files than it may", "[printing]") {
    lpd_limits limits;
    limits.max_files = 1;
    lpd_bench sent(limits), named(limits), one(limits);
    CHECK_FALSE(sent.say(receive + text_sent + picture));
    CHECK(sent.receiver.refusal() == lpd_refusal::too_many_files);
    CHECK_FALSE(named.say(receive + control_sent));
    CHECK(named.receiver.refusal() == lpd_refusal::too_many_files);
    CHECK(one.say(receive + job("001", "x")));
}

TEST_CASE("all connections share one budget, and what one had is free when it is over", "[printing]") {
    byte_budget budget(8);
    lpd_receiver first({}, budget), second({}, budget);
    const auto say = [](lpd_receiver& to, std::string_view said) {
        while (!said.empty() && to.next() != lpd_step::close) {
            said.remove_prefix(to.take(std::as_bytes(std::span(said))));
            if (to.next() == lpd_step::admit) to.admitted(true);
        }
    };
    say(first, receive + text_sent);
    CHECK(budget.taken() == 5);
    say(second, receive + text_sent);
    CHECK(second.refusal() == lpd_refusal::no_memory);
    CHECK(budget.taken() == 5);
    CHECK_FALSE(first.refusal());
    {
        lpd_receiver third({}, budget);
        say(third, receive + "\3" + "3 dfC012mill\nabc");
        CHECK(budget.taken() == 8);
    }
    CHECK(budget.taken() == 5);
    first.ended(lpd_refusal::timed_out);
    CHECK(first.refusal() == lpd_refusal::timed_out);
    CHECK(budget.taken() == 0);
}

TEST_CASE("memory grows with what has arrived, never with what was announced", "[printing]") {
    lpd_bench bench({std::size_t{1} << 30U, 4}, std::size_t{1} << 30U);
    CHECK(bench.say(receive + "\3" + "1000000000 dfA001x\nabc"));
    CHECK(bench.budget.taken() == 3);
    bench.hang_up();
    CHECK(bench.receiver.refusal() == lpd_refusal::incomplete);
}

TEST_CASE("names of files are labels, each of its own", "[printing]") {
    const std::string list =
        "fdfA001x\nN../../a.png\nfdfB001x\nN/a.png\nfdfC001x\nNa.png\nfdfD001x\nN..\nfdfE001x\nN.\n";
    std::string said = receive + "\2" + std::to_string(list.size()) + " cfA001x\n" + list + '\0';
    for (const char letter : "ABCDE"s)
        said += "\3" + "0 df"s + letter + "001x\n" + '\0';
    lpd_bench bench;
    CHECK(bench.say(said));
    bench.fall_silent();
    REQUIRE(bench.jobs.size() == 1);
    std::string names;
    for (const auto& each : bench.jobs[0].job.files)
        names += each.name + ' ';
    CHECK(names == "a.png a-2.png a-3.png dfD001x dfE001x ");
    CHECK(bench.jobs[0].job.host == "x");
    CHECK(bench.jobs[0].job.name == "a.png");
}

TEST_CASE("a data file without a count is taken up to the end of the connection", "[printing]") {
    const std::string count = GENERATE("125899906843000", "0");
    const auto [sent, kept] = GENERATE(table<std::string, std::string>({
        {"%!PS\nshowpage\n", "%!PS\nshowpage\n"},
        {"text and its end mark\0"s, "text and its end mark"},
        {"\0\0\0\x1B\1@EJL\0"s, "\0\0\0\x1B\1@EJL\0"s},  // zero bytes that are data, the first and the last
        {"\2HY-0001\n\3" + "1 dfA001x\n"s, "\2HY-0001\n\3" + "1 dfA001x\n"s},
        {"\0"s, ""},
        {"", ""},
    }));
    const std::string said = receive + control_of("001") + "\3" + count + " dfA001mill\n" + sent;
    CAPTURE(count, sent);
    for (std::size_t at = said.size() - sent.size(); at <= said.size(); ++at) {
        lpd_bench bench;
        CHECK(bench.say(said.substr(0, at)));
        CHECK(bench.say(said.substr(at)));
        CHECK(bench.jobs.empty());
        CHECK(bench.answers == "\0\0\0\0"s);
        CHECK(bench.budget.taken() == sent.size());
        bench.finish();
        REQUIRE(bench.jobs.size() == 1);
        CHECK(bench.jobs[0].contents == std::vector<std::string>{kept});
        CHECK(bench.jobs[0].job.files[0].size == kept.size());
        CHECK(bench.answers == "\0\0\0\0\0"s);
        CHECK_FALSE(bench.receiver.refusal());
        CHECK(bench.budget.taken() == 0);
    }
}

TEST_CASE("a data file without a count that is cut leaves nothing", "[printing]") {
    const std::string count = GENERATE("125899906843000", "0");
    const auto why = GENERATE(lpd_refusal::incomplete, lpd_refusal::timed_out);
    lpd_bench bench;
    CHECK(bench.say(receive + control_of("001") + "\3" + count + " dfA001mill\n%!PS"));
    bench.receiver.ended(why);
    CHECK(bench.receiver.refusal() == why);
    CHECK(bench.receiver.outbox() == "\1");
    CHECK(bench.jobs.empty());
    CHECK(bench.budget.taken() == 0);
}

TEST_CASE("a data file without a count is no larger than a job may be", "[printing]") {
    const auto why = GENERATE(lpd_refusal::too_large, lpd_refusal::no_memory);
    const lpd_limits limits{why == lpd_refusal::too_large ? std::size_t{100} : std::size_t{1000}, 4};
    const std::size_t budget = why == lpd_refusal::too_large ? 1000 : 100;
    lpd_bench fits(limits, budget), too_large(limits, budget);
    const std::string said = receive + control_of("001") + "\3" + "125899906843000 dfA001mill\n";
    CHECK(fits.say(said + std::string(100, 'x')));
    fits.finish();
    CHECK(fits.jobs.size() == 1);
    CHECK(too_large.say(said + std::string(50, 'x')));
    CHECK_FALSE(too_large.say(std::string(51, 'x')));
    CHECK(too_large.receiver.refusal() == why);
    CHECK(too_large.budget.taken() == 0);
}

TEST_CASE("a count of 0 is an empty file where the job lacks more, or the client waits behind its end mark",
          "[printing]") {
    const std::string empty = "\3" + "0 dfA001mill\n"s + '\0';
    lpd_bench first, last;
    CHECK(first.say(receive + empty + control_of("001")));
    REQUIRE(first.jobs.size() == 1);
    CHECK(first.jobs[0].contents == std::vector<std::string>{""});

    CHECK(last.say(receive + control_of("001") + empty));
    CHECK(last.jobs.empty());
    CHECK(last.receiver.may_be_empty());
    last.fall_silent();
    REQUIRE(last.jobs.size() == 1);
    CHECK(last.jobs[0].contents == std::vector<std::string>{""});
    CHECK(last.answers == std::string(5, '\0'));
    CHECK(last.say(job("002", "x")));
    CHECK(last.jobs.size() == 2);
}

TEST_CASE("of large counts only that of Windows means the end of the connection, and only of a data file",
          "[printing]") {
    const std::string line = GENERATE("\3" + "125899906842999 dfA001mill\n"s, "\3" + "4294967295 dfA001mill\n"s,
                                      "\2" + "125899906843000 cfA001mill\n"s);
    lpd_bench bench;
    CHECK_FALSE(bench.say(receive + line));
    CHECK(bench.receiver.refusal() == lpd_refusal::too_large);
}

TEST_CASE("every refusal has a name", "[printing]") {
    CHECK(name(lpd_refusal::unknown_command) == "unknown_command");
    CHECK(name(lpd_refusal::too_many_connections) == "too_many_connections");
}
