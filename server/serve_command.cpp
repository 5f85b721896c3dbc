#include "server/serve_command.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <future>

#include "link/command_line.hpp"
#include "link/log.hpp"
#include "link/signals.hpp"
#include "server/host.hpp"
#include "server/store/open.hpp"
#include "settings/load.hpp"

namespace husky::host {

namespace {

/// The whole of a stop must fit into the 5 seconds that a user gives it.
constexpr std::chrono::milliseconds links_close_within{2500};
constexpr std::chrono::milliseconds store_closes_within{2000};

std::unique_ptr<store> open_configured_store(const host_config& config) {
    store_settings settings;
    settings.max_queued_bytes = config.store_queue_mib << 20U;
    try {
        return open_store(config.store_url, settings);
    } catch (const std::exception& problem) {
        settings::fail("store", 0, "url", problem.what());
    }
}

/// Closes links, then the store, each within its time. False if reports were left behind.
bool stop_all(host& h, store& reports) {
    auto closed = std::make_shared<std::promise<void>>();
    boost::asio::post(h.control().context(), [&h, closed] { h.stop([closed] { closed->set_value(); }); });
    closed->get_future().wait_for(links_close_within);
    h.join();
    return reports.close(std::chrono::steady_clock::now() + store_closes_within);
}

}  // namespace

int serve_command(const host_config& config) {
    link::set_up_log(config.log_level, config.log_json ? link::log_format::json : link::log_format::plain);
    link::raise_file_limit();
    const auto spoken = config.dialect.empty()
                            ? protocol::default_dialect()
                            : protocol::parse_dialect(settings::read_file(config.dialect), config.dialect);
    const auto reports = open_configured_store(config);
    host h(config, spoken, config.store_url == "none" ? nullptr : reports.get());
    h.start();
    spdlog::info("listening for machines on {}, reports go to {}", h.tcp_address(), config.store_url);
    fmt::print("ready tcp={} udp={}\n", h.tcp_address(), h.udp_address());
    std::fflush(stdout);

    boost::asio::io_context main_context(1);
    link::stop_signals signals(main_context, [&] {
        spdlog::info("stopping: closing links, storing what they reported");
        if (!stop_all(h, *reports))
            spdlog::error("the store could not take all reports: {}", reports->health().problem);
        signals.cancel();
    });
    main_context.run();
    return link::exit_ok;
}

}  // namespace husky::host
