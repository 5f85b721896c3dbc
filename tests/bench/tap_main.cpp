// bench_tap HUSKY_LINK [ROUNDS]: round trips of one message straight, through a plain relay and through `husky-link
// tap`, in turns of one run.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using steady = std::chrono::steady_clock;

constexpr std::size_t turns = 20;
constexpr std::size_t message_size = 300;

int checked(int result, const char* what) {
    if (result < 0) throw std::runtime_error(what);
    return result;
}

sockaddr_in loopback(int port) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons(static_cast<std::uint16_t>(port));
    return at;
}

void no_delay(int socket) {
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

struct listener {
    int socket = checked(::socket(AF_INET, SOCK_STREAM, 0), "socket");
    int port = 0;

    listener() {
        auto at = loopback(0);
        socklen_t size = sizeof(at);
        checked(bind(socket, reinterpret_cast<sockaddr*>(&at), size), "bind");
        checked(listen(socket, 16), "listen");
        checked(getsockname(socket, reinterpret_cast<sockaddr*>(&at), &size), "getsockname");
        port = ntohs(at.sin_port);
    }
};

int dial(int port) {
    const int socket = checked(::socket(AF_INET, SOCK_STREAM, 0), "socket");
    const auto at = loopback(port);
    checked(connect(socket, reinterpret_cast<const sockaddr*>(&at), sizeof(at)), "connect");
    no_delay(socket);
    return socket;
}

void write_all(int socket, const char* data, std::size_t size) {
    for (std::size_t done = 0; done < size;)
        done += static_cast<std::size_t>(checked(static_cast<int>(write(socket, data + done, size - done)), "write"));
}

/// A process that does this until it is killed.
template <class Work>
pid_t in_process(const Work& work) {
    const pid_t child = checked(fork(), "fork");
    if (child != 0) return child;
    work();
    std::_Exit(0);
}

void echo(int socket) {
    no_delay(socket);
    std::array<char, 65536> data{};
    for (ssize_t got = 0; (got = read(socket, data.data(), data.size())) > 0;)
        write_all(socket, data.data(), static_cast<std::size_t>(got));
    close(socket);
}

/// What a relay needs at the least: poll, read, write.
void relay(int near, int port) {
    const int far = dial(port);
    no_delay(near);
    std::array<char, 65536> data{};
    std::array<pollfd, 2> waits{{{near, POLLIN, 0}, {far, POLLIN, 0}}};
    while (poll(waits.data(), waits.size(), -1) > 0) {
        for (std::size_t i = 0; i < waits.size(); ++i) {
            if (waits[i].revents == 0) continue;
            const auto got = read(waits[i].fd, data.data(), data.size());
            if (got <= 0) std::_Exit(0);
            write_all(waits[1 - i].fd, data.data(), static_cast<std::size_t>(got));
        }
    }
}

/// Accepts for ever, each connection in a process of its own.
template <class Serve>
pid_t serving(const listener& at, const Serve& serve) {
    return in_process([&] {
        std::signal(SIGCHLD, SIG_IGN);
        while (true) {
            const int socket = accept(at.socket, nullptr, nullptr);
            if (socket >= 0) in_process([&] { serve(socket); });
            close(socket);
        }
    });
}

struct child {
    pid_t process;
    int port;
};

child start_tap(const char* program, int target) {
    std::array<int, 2> pipe_ends{};
    checked(pipe(pipe_ends.data()), "pipe");
    const auto to = fmt::format("127.0.0.1:{}", target);
    const pid_t process = in_process([&] {
        dup2(pipe_ends[1], STDOUT_FILENO);
        execl(program, program, "tap", "--listen", "127.0.0.1:0", "--target", to.c_str(), "--out", "bench_tap.pcapng",
              nullptr);
        std::_Exit(127);
    });
    std::array<char, 200> line{};
    checked(static_cast<int>(read(pipe_ends[0], line.data(), line.size() - 1)), "read");
    const std::string ready(line.data());
    return {process, std::atoi(ready.substr(ready.rfind(':') + 1).c_str())};
}

void round_trips(int port, std::size_t count, std::vector<double>& took) {
    const int socket = dial(port);
    const std::string message(message_size, 'x');
    std::array<char, 4096> back{};
    for (std::size_t i = 0; i < count; ++i) {
        const auto begun = steady::now();
        write_all(socket, message.data(), message.size());
        for (std::size_t got = 0; got < message.size();)
            got += static_cast<std::size_t>(checked(static_cast<int>(read(socket, back.data(), back.size())), "read"));
        took.push_back(std::chrono::duration<double, std::micro>(steady::now() - begun).count());
    }
    close(socket);
}

double part_of(std::vector<double>& of, double part) {
    std::sort(of.begin(), of.end());
    return of[static_cast<std::size_t>(part * static_cast<double>(of.size() - 1))];
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 2) {
        fmt::print(stderr, "usage: bench_tap HUSKY_LINK [ROUNDS]\n");
        return 2;
    }
    const std::size_t rounds = count > 2 ? std::strtoul(arguments[2], nullptr, 10) : 20'000;
    const listener target, near;
    const pid_t echoes = serving(target, echo);
    const pid_t relays = serving(near, [&](int socket) { relay(socket, target.port); });
    const auto tap = start_tap(arguments[1], target.port);
    std::vector<double> straight, plain, tapped;
    for (std::size_t i = 0; i < turns; ++i) {
        round_trips(target.port, rounds / turns, straight);
        round_trips(near.port, rounds / turns, plain);
        round_trips(tap.port, rounds / turns, tapped);
    }
    const auto show = [](const char* name, std::vector<double>& of) {
        fmt::print("{:<12} median {:7.1f} us   99 of 100 below {:7.1f} us\n", name, part_of(of, 0.5),
                   part_of(of, 0.99));
    };
    show("straight", straight);
    show("plain relay", plain);
    show("tap", tapped);
    fmt::print("the tap adds {:.1f} us to a round trip, {:.1f} us more than a plain relay\n",
               part_of(tapped, 0.5) - part_of(straight, 0.5), part_of(tapped, 0.5) - part_of(plain, 0.5));
    kill(tap.process, SIGTERM);
    waitpid(tap.process, nullptr, 0);
    for (const pid_t one : {echoes, relays})
        kill(one, SIGKILL);
    unlink("bench_tap.pcapng");
}
