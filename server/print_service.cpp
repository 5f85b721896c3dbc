#include "server/print_service.hpp"

#include <fmt/format.h>

#include "link/net/listen_problem.hpp"
#include "log/log.hpp"

namespace husky::host {

print_service::print_service(const host_config& config, host& of, storage& stores)
    : room_(of.known(), stores, of.control().executor()),
      server_(of.control().context(), config.printing, room_, of.control_counters(), config.log_lines_per_second) {
    listen(config);
    server_.start();
}

void print_service::listen(const host_config& config) {
    const auto address = link::listening_address(config.bind).value();
    try {
        return server_.listen({address, config.printing.port});
    } catch (const boost::system::system_error& problem) {
        const bool may_move = problem.code() == boost::asio::error::address_in_use && !config.given.has("lpd.port");
        if (!may_move)
            config.given.fail_at(
                "lpd.port", link::listen_problem("TCP " + link::to_text(address, config.printing.port) + " for prints",
                                                 problem.code()));
    }
    server_.listen({address, 0});
    log::warn("port {} for prints is taken: they are received on {}; --lpd-port chooses another", config.printing.port,
              this->address());
}

link::asio::awaitable<void> print_service::stop() {
    room_.stop();
    co_await server_.stop();
}

}  // namespace husky::host
