
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "log/log.hpp"
#include "program/command_line.hpp"
#include "program/configuration.hpp"
#include "program/log_output.hpp"
#include "program/say.hpp"
#include "program/signals.hpp"
#include "server/address_file.hpp"
#include "server/host_options.hpp"
#include "server/running_host.hpp"
#include "server/subcommands.hpp"

namespace husky::host {

namespace {

int exit_code_of(const running_host::stopped& end) { return end.all_stored ? program::exit_ok : program::exit_failed; }

/// Begins its log with what is worth a word about its configuration. Throws std::exception with one clear line where
/// it cannot start.
int serve(const host_flags& given) {
    host_config config;
    const auto remarks = load(given, config);
    program::set_up_log(config.log_level, config.log_json ? program::log_format::json : program::log_format::plain);
    program::tell(remarks);
    program::raise_file_limit();
    running_host h(config);
    boost::asio::io_context main_context(1);
    running_host::stopped end;
    std::jthread stopping;
    program::stop_signals signals(main_context, [&] {
        log::info("stopping: closing links, storing what they reported");
        stopping = std::jthread([&] {
            end = h.stop();
            if (!end.all_ended) {
                log::shut_down();
                std::_Exit(exit_code_of(end));
            }
            boost::asio::post(main_context, [&] { signals.cancel(); });
        });
    });
    h.start();
    const auto tcp = h.links().tcp_address();
    log::info("listening for machines on {}, for prints on {}; store {}, API at {}://{}", tcp, h.print_address(),
              config.store_url, h.http_scheme(), h.http_address());
    const address_file told(config.http_address_file, {h.http_address(), h.http_scheme() == "https"});
    program::say(stdout, "ready tcp={} udp={} lpd={} http={}\n", tcp, h.links().udp_address(), h.print_address(),
                 h.http_address());
    std::fflush(stdout);
    main_context.run();
    return exit_code_of(end);
}

}  // namespace

program::subcommand serve_subcommand() {
    return program::subcommand_of<host_flags>("serve", "run the host", "", declare_host, serve);
}

}  // namespace husky::host
