#include "server/http_side.hpp"

#include "server/http/api.hpp"
#include "server/store/query.hpp"
#include "server/version.hpp"
#include "settings/error.hpp"

namespace husky::host {

namespace {

http_guard configured_guard(const host_config& config) {
    try {
        return http_guard::by_rules(config.http_bind, config.http_token_file, config.http_unsafe);
    } catch (const std::exception& problem) {
        settings::fail("http", 0, "", problem.what());
    }
}

http_limits configured_limits(const host_config& config) {
    http_limits limits;
    limits.socket_idle = config.http_socket_idle;
    return limits;
}

}  // namespace

http_side::http_side(const host_config& config, host& shown, const store& kept)
    : live_(shown),
      disk_(kept.reader()),
      router_(all_routes({&live_, &kept, &disk_, std::string(version_number)}), configured_guard(config)),
      server_(
          shown.control().context(), [this](http_request request) { return router_.handle(std::move(request)); },
          configured_limits(config)) {
    try {
        server_.listen(config.http_bind, config.http_port);
    } catch (const std::exception& problem) {
        settings::fail("http", 0, "", std::string(problem.what()) + "; choose another port or stop what uses it");
    }
    server_.start();
}

boost::asio::awaitable<void> http_side::stop(std::chrono::milliseconds grace) {
    disk_.close();
    co_await server_.stop(grace);
}

}  // namespace husky::host
