#include "server/printing_side.hpp"

#include <fmt/format.h>

#include "settings/error.hpp"

namespace husky::host {

printing_side::printing_side(const host_config& config, host& of, store& kept, disk& stored)
    : host_(of),
      room_(*this, kept, stored, of.control().executor()),
      server_(of.control().context(), config.printing, room_, of.control_counters(), config.log_lines_per_second) {
    try {
        const auto address = boost::asio::ip::make_address(config.bind);
        server_.listen({address, config.printing.port});
    } catch (const boost::system::system_error& problem) {
        settings::fail("host", 0, "lpd.port",
                       fmt::format("cannot listen for printing on {}:{}: {}; choose another port (--lpd-port) or stop "
                                   "what uses it",
                                   config.bind, config.printing.port, problem.code().message()));
    }
    server_.start();
}

link::asio::awaitable<void> printing_side::stop() {
    room_.stop();
    co_await server_.stop();
}

}  // namespace husky::host
