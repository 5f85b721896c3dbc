#include "link/net/accept.hpp"

#include <sys/resource.h>

#include <boost/asio/io_context.hpp>
#include <deque>

#include "link/asio/task_group.hpp"
#include "tests/catch.hpp"

using namespace husky;
using namespace husky::link;
using namespace std::chrono_literals;

namespace {

/// An acceptor on loopback whose connections are kept.
struct desk {
    asio::io_context context;
    tcp::acceptor acceptor{context, {asio::ip::address_v4::loopback(), 0}};
    task_group tasks{context.get_executor()};
    std::deque<tcp::socket> taken, refused, dialled;
    std::vector<error_code> failures;
    std::size_t max = 100;

    accept_rules rules() {
        accept_rules r;
        r.take = [this](tcp::socket s) { taken.push_back(std::move(s)); };
        r.full = [this] { return taken.size() >= max; };
        r.failed = [this](const error_code& why) { failures.push_back(why); };
        return r;
    }
    void dial(int times = 1) {
        for (int i = 0; i < times; ++i) {
            dialled.emplace_back(context);
            dialled.back().connect(acceptor.local_endpoint());
        }
    }
    /// Runs until that is so; false if it is not in time.
    template <class Condition>
    bool until(const Condition& condition) {
        const auto give_up = std::chrono::steady_clock::now() + 30s;
        while (!condition() && std::chrono::steady_clock::now() < give_up)
            context.run_one_for(10ms);
        return condition();
    }
    /// Whether all came to its end.
    bool closes() {
        acceptor.close();
        bool over = false;
        asio::co_spawn(context, tasks.drained(), [&](const std::exception_ptr&) { over = true; });
        return until([&] { return over; });
    }
    void close() { CHECK(closes()); }
};

/// Does it while the process can open no file descriptor.
template <class Deed>
bool without_files(const Deed& perform) {
    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    auto none = before;
    none.rlim_cur = 0;
    ::setrlimit(RLIMIT_NOFILE, &none);
    const bool done = perform();
    ::setrlimit(RLIMIT_NOFILE, &before);
    return done;
}

}  // namespace

TEST_CASE("connections are taken until the acceptor is closed", "[accept]") {
    desk d;
    d.tasks.spawn(accept_all(d.acceptor, d.rules()));
    d.dial(3);
    CHECK(d.until([&] { return d.taken.size() == 3; }));
    d.close();
    CHECK(d.taken.size() == 3);
    CHECK(d.failures.empty());
}

TEST_CASE("one more than may be open is refused, and taken again when there is room", "[accept]") {
    desk d;
    d.max = 2;
    auto rules = d.rules();
    rules.refuse = [&](tcp::socket s) { d.refused.push_back(std::move(s)); };
    d.tasks.spawn(accept_all(d.acceptor, std::move(rules)));
    d.dial(5);
    CHECK(d.until([&] { return d.taken.size() + d.refused.size() == 5; }));
    CHECK(d.taken.size() == 2);
    d.taken.clear();
    d.dial();
    CHECK(d.until([&] { return d.taken.size() == 1; }));
    d.close();
}

TEST_CASE("what nobody refuses by hand is closed", "[accept]") {
    desk d;
    d.max = 0;
    d.tasks.spawn(accept_all(d.acceptor, d.rules()));
    d.dial();
    error_code ended;
    std::array<char, 1> none{};
    d.dialled.front().async_read_some(boost::asio::buffer(none), [&](error_code why, std::size_t) { ended = why; });
    CHECK(d.until([&] { return static_cast<bool>(ended); }));
    d.close();
    CHECK(d.taken.empty());
}

TEST_CASE("a connection lives where it is to", "[accept]") {
    asio::io_context other;
    desk d;
    auto rules = d.rules();
    rules.where = [&] { return other.get_executor(); };
    d.tasks.spawn(accept_all(d.acceptor, std::move(rules)));
    d.dial();
    CHECK(d.until([&] { return d.taken.size() == 1; }));
    CHECK(d.taken.front().get_executor() == asio::any_io_executor(other.get_executor()));
    d.close();
}

TEST_CASE("without file descriptors it pauses, and goes on when there are some", "[accept]") {
    desk d;
    d.dial(2);
    d.tasks.spawn(accept_all(d.acceptor, d.rules()));
    const auto began = std::chrono::steady_clock::now();
    CHECK(without_files([&] { return d.until([&] { return d.failures.size() == 3; }); }));
    CHECK(std::chrono::steady_clock::now() - began >= 2 * accept_pause);
    CHECK(d.failures.front() == boost::system::errc::too_many_files_open);
    CHECK(d.until([&] { return d.taken.size() == 2; }));
    d.close();
}

TEST_CASE("a pause does not hold the end up", "[accept]") {
    desk d;
    d.dial();
    d.tasks.spawn(accept_all(d.acceptor, d.rules()));
    CHECK(without_files([&] { return d.until([&] { return d.failures.size() == 1; }) && d.closes(); }));
    CHECK(d.taken.empty());
}
