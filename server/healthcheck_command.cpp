#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <cstdio>

#include "link/probes/http_get.hpp"
#include "link/tls/tls_context.hpp"
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

/// Where the host serves its API.
struct place {
    link::tcp::endpoint at;
    bool by_https;
};

/// By its address file, else by the configuration.
place place_of(const host_config& config) {
    const auto told = address_in(config.http_address_file);
    const auto found = link::parse_host_port(told.address, 0);
    const auto address = found ? link::listening_address(found->host) : std::nullopt;
    if (address) return {link::tcp::endpoint(*address, found->port), told.by_https};
    return {configured_place(config), !config.http_tls.certificate.empty()};
}

/// An address of this computer at which a server on `at` answers.
link::tcp::endpoint reachable(link::tcp::endpoint at) {
    if (!at.address().is_unspecified()) return at;
    if (at.address().is_v4()) return {link::asio::ip::address_v4::loopback(), at.port()};
    return {link::asio::ip::address_v6::loopback(), at.port()};
}

int ask_host(const host_config& config) {
    const auto told = place_of(config);
    const auto at = reachable(told.at);
    // The host is on this computer: whose name its certificate has does not matter.
    const auto tls = link::tls_context::dialling({}, at.address().to_string(), true);
    link::asio::io_context context(1);
    link::notice give_up(context.get_executor());
    auto asked = link::asio::co_spawn(
        context,
        link::http_get({{at.address().to_string(), at.port()}, "/readyz", {}, told.by_https ? &tls : nullptr}, patience,
                       give_up),
        link::asio::use_future);
    context.run();
    const auto answer = asked.get();
    const auto url = fmt::format("{}://{}/readyz", told.by_https ? "https" : "http", link::to_text(at));
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
