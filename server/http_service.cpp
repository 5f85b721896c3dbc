#include "server/http_service.hpp"

#include "link/net/endpoint.hpp"
#include "link/net/listen_problem.hpp"
#include "program/version.hpp"
#include "server/api/api.hpp"
#include "server/storage/open.hpp"
#include "server/web/page_routes.hpp"

namespace husky::host {

namespace {

http_guard configured_guard(const host_config& config) {
    try {
        return http_guard::by_rules(config.http_bind, config.http_token_file, config.http_unsafe, config.http_hosts);
    } catch (const std::exception& problem) {
        config.given.fail_at(config.http_token_file.empty() ? "http.bind" : "http.token_file", problem.what());
    }
}

/// The API, and the page that uses it.
std::vector<http_route> with_page(std::vector<http_route> routes) {
    for (http_route& each : page_routes(web_files()))
        routes.push_back(std::move(each));
    return routes;
}

scenario_runs configured_scenarios(const host_config& config, const boost::asio::any_io_executor& executor,
                                   std::function<scenario_target()> target) {
    try {
        return scenario_runs(executor, config.scenarios, std::move(target));
    } catch (const settings::error& problem) {
        config.given.fail_at("scenarios.folder", problem.what());
    }
}

/// The store's URL, if another process may read it.
std::string store_for_others(const host_config& config) {
    return config.store_url.starts_with("sqlite:") && config.store_url != "sqlite::memory:" ? config.store_url : "";
}

http_limits configured_limits(const host_config& config) {
    http_limits limits;
    limits.max_connections = config.http_max_connections;
    limits.max_request_rate = config.http_max_requests_per_second;
    limits.socket_idle = config.http_socket_idle;
    return limits;
}

}  // namespace

http_service::http_service(const host_config& config, host& shown, storage& stores)
    : live_(shown),
      storage_(stores),
      transfers_(live_, shown.control().executor(), config.setups),
      archive_(stores.archive_store(), shown.control().executor()),
      scenarios_(configured_scenarios(config, shown.control().executor(),
                                      [this, &config, &shown] {
                                          // The player does not speak HTTPS.
                                          const bool plain = config.http_tls.certificate.empty();
                                          return scenario_target{shown.tcp_address(), plain ? address() : "",
                                                                 config.http_token_file, store_for_others(config),
                                                                 !config.tls.certificate.empty()};
                                      })),
      feed_(live_, stores, shown.control().executor(), shown.control_counters()),
      router_(with_page(all_routes({&live_, &stores, std::string(program::version_number), &transfers_, &archive_,
                                    &feed_, without_password(config.store_url), config.values(), &scenarios_})),
              configured_guard(config)),
      tls_(link::open_tls(config.http_tls, "http.tls", config.given)),
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
    if (tls_) server_.secure_with(*tls_);
    server_.count_in(shown.control_counters());
    server_.start();
}

boost::asio::awaitable<void> http_service::stop(std::chrono::milliseconds grace) {
    transfers_.stop();
    archive_.stop();
    feed_.stop();
    storage_.close_queries();
    co_await scenarios_.stop();
    co_await server_.stop(grace);
}

}  // namespace husky::host
