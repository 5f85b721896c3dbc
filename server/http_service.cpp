#include "server/http_service.hpp"

#include "link/net/endpoint.hpp"
#include "link/net/listen_problem.hpp"
#include "program/version.hpp"
#include "server/api/api.hpp"
#include "server/storage/open.hpp"

namespace husky::host {

namespace {

http_guard configured_guard(const host_config& config) {
    try {
        return http_guard::by_rules(config.http_bind, config.http_token_file, config.http_unsafe, config.http_hosts);
    } catch (const std::exception& problem) {
        config.given.fail_at(config.http_token_file.empty() ? "http.bind" : "http.token_file", problem.what());
    }
}

http_limits configured_limits(const host_config& config) {
    http_limits limits;
    limits.socket_idle = config.http_socket_idle;
    return limits;
}

}  // namespace

http_service::http_service(const host_config& config, host& shown, storage& stores)
    : live_(shown),
      storage_(stores),
      transfers_(live_, shown.control().executor(), config.setups),
      archive_(stores.archive_store(), shown.control().executor()),
      router_(all_routes({&live_, &stores, std::string(program::version_number), &transfers_, &archive_,
                          without_password(config.store_url), config.values()}),
              configured_guard(config)),
      server_(
          shown.control().context(), [this](http_request request) { return router_.handle(std::move(request)); },
          configured_limits(config), [this](const http_request& head) { return router_.max_body(head); }) {
    const link::tcp::endpoint at(link::listening_address(config.http_bind).value(), config.http_port);
    try {
        server_.listen(at);
    } catch (const boost::system::system_error& problem) {
        const bool wrong_address = problem.code() == boost::system::errc::address_not_available;
        config.given.fail_at(wrong_address ? "http.bind" : "http.port",
                             link::listen_problem("TCP " + link::to_text(at) + " for HTTP", problem.code()));
    }
    server_.count_in(shown.control_counters());
    server_.start();
}

boost::asio::awaitable<void> http_service::stop(std::chrono::milliseconds grace) {
    transfers_.stop();
    archive_.stop();
    storage_.close_queries();
    co_await server_.stop(grace);
}

}  // namespace husky::host
