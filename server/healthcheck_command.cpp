#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <cstdio>

#include "link/probes/http_get.hpp"
#include "program/command_line.hpp"
#include "server/address_file.hpp"
#include "server/host_options.hpp"
#include "server/subcommands.hpp"
#include "settings/error.hpp"

namespace husky::host {

namespace {

constexpr const char* healthcheck_help = R"(
Asks /readyz and prints the answer. Takes the file, the environment and the flags of `serve`. If the host writes the file named by
http.address_file, as in the image, it asks at the address in that file and needs nothing else. Exit code: 0 ready, 1 not.

Examples:
  husky-host healthcheck
  husky-host healthcheck --config configs/host.yaml --http-port 9000)";

constexpr std::chrono::seconds patience{2};

link::tcp::endpoint configured_place(const host_config& config) {
    const link::tcp::endpoint at(link::listening_address(config.http_bind).value(), config.http_port);
    if (at.port() == 0) config.given.fail_at("http.port", "port 0 is chosen by the host; set http.address_file");
    return at;
}

/// Where the host listens: by its address file, else by the configuration.
link::tcp::endpoint place_of(const host_config& config) {
    const auto told = link::parse_host_port(address_in(config.http_address_file), 0);
    const auto address = told ? link::listening_address(told->host) : std::nullopt;
    return address ? link::tcp::endpoint(*address, told->port) : configured_place(config);
}

/// An address of this computer at which a server on `at` answers.
link::tcp::endpoint reachable(link::tcp::endpoint at) {
    if (!at.address().is_unspecified()) return at;
    if (at.address().is_v4()) return {link::asio::ip::address_v4::loopback(), at.port()};
    return {link::asio::ip::address_v6::loopback(), at.port()};
}

int ask_host(const host_config& config) {
    const auto at = reachable(place_of(config));
    link::asio::io_context context(1);
    link::notice give_up(context.get_executor());
    auto asked = link::asio::co_spawn(
        context, link::http_get({{at.address().to_string(), at.port()}, "/readyz", {}}, patience, give_up),
        link::asio::use_future);
    context.run();
    const auto answer = asked.get();
    const auto url = fmt::format("http://{}/readyz", link::to_text(at));
    if (answer.status == 200) {
        fmt::print("{}: ready\n", url);
        return program::exit_ok;
    }
    fmt::print(stderr, "{}: {}\n", url,
               answer.problem.empty()
                   ? fmt::format("status {}, {}", answer.status, answer.body.substr(0, answer.body.find('\n')))
                   : answer.problem);
    return program::exit_failed;
}

/// Callers take any exit code other than 0 and 1 for a usage error.
int healthcheck(const host_flags& given) {
    host_config config;
    try {
        load(given, config);
        return ask_host(config);
    } catch (const settings::error& wrong) {
        fmt::print(stderr, "{}\n", wrong.what());
        return program::exit_failed;
    }
}

}  // namespace

program::subcommand healthcheck_subcommand() {
    return program::subcommand_of<host_flags>("healthcheck", "ask the host on this computer whether it is ready",
                                              healthcheck_help, declare_host, healthcheck);
}

}  // namespace husky::host
