#include "server/http_side.hpp"

#include "server/http/api.hpp"
#include "server/store/query.hpp"
#include "server/version.hpp"

namespace husky::host {

http_side::http_side(const host_config& config, host& shown, const store& kept)
    : live_(shown),
      disk_(kept.reader()),
      router_(all_routes({&live_, &kept, &disk_, std::string(version_number)}),
              http_guard::by_rules(config.http_bind, config.http_token_file, config.http_unsafe)),
      server_(shown.control().context(), [this](http_request request) { return router_.handle(std::move(request)); }) {
    server_.listen(config.http_bind, config.http_port);
    server_.start();
}

}  // namespace husky::host
