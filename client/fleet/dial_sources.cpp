#include "client/fleet/dial_sources.hpp"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>

#include "link/net/endpoint.hpp"

namespace husky::cells {

namespace {

std::string key_of(std::size_t i) { return fmt::format("source[{}]", i); }

}  // namespace

std::vector<boost::asio::ip::address> dial_sources(const fleet_config& config) {
    std::vector<boost::asio::ip::address> sources;
    for (const auto& text : config.source) {
        boost::system::error_code failed;
        sources.push_back(boost::asio::ip::make_address(text, failed));
        if (failed)
            config.given.fail_at(key_of(sources.size() - 1),
                                 fmt::format("expected an IP address of this computer, got '{}'", text));
    }
    if (!sources.empty() && !config.listen.empty())
        config.given.fail_at("source", "is for machines that dial; with listen they do not");
    return sources;
}

void require_local(const std::vector<boost::asio::ip::address>& sources, const fleet_config& config) {
    boost::asio::io_context context{1};
    const auto host = link::parse_host_port(config.host, 0);
    boost::system::error_code is_name;
    const auto to = boost::asio::ip::make_address(host ? host->host : "", is_name);
    for (std::size_t i = 0; i < sources.size(); ++i) {
        boost::system::error_code failed;
        boost::asio::ip::tcp::socket socket(context);
        socket.open(boost::asio::ip::tcp::endpoint(sources[i], 0).protocol(), failed);
        if (!failed) socket.bind({sources[i], 0}, failed);
        if (failed)
            config.given.fail_at(key_of(i),
                                 fmt::format("cannot dial from {}: {}", sources[i].to_string(), failed.message()));
        if (!is_name && to.is_v6() != sources[i].is_v6())
            config.given.fail_at(key_of(i), fmt::format("cannot dial from {} to {}: one is IPv4, the other IPv6",
                                                        sources[i].to_string(), to.to_string()));
    }
}

}  // namespace husky::cells
