#include "server/serve_command.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <boost/asio/use_future.hpp>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <thread>

#include "link/capture/capture_file.hpp"
#include "program/command_line.hpp"
#include "program/configuration.hpp"
#include "program/log.hpp"
#include "program/say.hpp"
#include "program/signals.hpp"
#include "program/version.hpp"
#include "server/address_file.hpp"
#include "server/config_check.hpp"
#include "server/host.hpp"
#include "server/http_service.hpp"
#include "server/print_service.hpp"
#include "server/storage/storage.hpp"

namespace husky::host {

namespace {

/// The whole of a stop must fit into the 5 seconds that a user gives it.
constexpr std::chrono::milliseconds answers_end_within{500};
constexpr std::chrono::milliseconds links_close_within{2500};
constexpr std::chrono::milliseconds store_closes_within{1500};
constexpr std::chrono::milliseconds capture_closes_within{300};

storage open_storage(const host_config& config) {
    store_settings settings;
    settings.max_queued_bytes = config.store_queue_mib << 20U;
    settings.max_prints = config.printing.max_jobs;
    try {
        return storage(config.store_url, settings);
    } catch (const std::exception& problem) {
        config.given.fail_at("store.url", problem.what());
    }
}

/// Ends the API, printing and the links side by side, then the store and the capture, each within its time. False if
/// reports were left behind.
bool stop_all(http_service& http, print_service& prints, host& h, storage& stores, link::capture* captured) {
    auto& control = h.control().context();
    const auto links_closed = boost::asio::co_spawn(control, h.stop(), boost::asio::use_future);
    const auto printing_ended = boost::asio::co_spawn(control, prints.stop(), boost::asio::use_future);
    const auto answers_ended = boost::asio::co_spawn(control, http.stop(answers_end_within), boost::asio::use_future);
    const auto give_up = std::chrono::steady_clock::now() + links_close_within;
    const bool drained = links_closed.wait_until(give_up) == std::future_status::ready;
    if (!drained) spdlog::error("links did not close in time; what they reported last may not be stored");
    const bool printed = printing_ended.wait_until(give_up) == std::future_status::ready;
    if (!printed) spdlog::error("a print job was not answered in time");
    const bool answered = answers_ended.wait_until(give_up) == std::future_status::ready;
    h.join();
    const bool stored = stores.close(std::chrono::steady_clock::now() + store_closes_within);
    if (!stored) spdlog::error("the store could not take all reports: {}", stores.health().problem);
    const bool captured_all =
        captured == nullptr || captured->close(std::chrono::steady_clock::now() + capture_closes_within);
    if (answered && printed && captured_all) {
        stores.join_queries();
        return drained && stored;
    }
    if (!answered) spdlog::warn("a query of the API did not end in time");
    spdlog::shutdown();
    std::_Exit(drained && stored ? program::exit_ok : program::exit_failed);
}

void add_dialled_machines(const host_config& config, const dialect_set& dialects, host& h) {
    for (const auto& m : config.machines) {
        if (m.address.empty()) continue;
        const auto* own = dialects.own(m);
        h.add_dialled({dialled_address(m.address, own == nullptr ? dialects.wire_dialect() : *own), m.serial, own});
    }
    for (const auto& address : config.dial)
        h.add_dialled({dialled_address(address, dialects.wire_dialect()), {}, nullptr});
}

}  // namespace

int serve_command(const host_config& config, const std::vector<settings::remark>& remarks) {
    program::set_up_log(config.log_level, config.log_json ? program::log_format::json : program::log_format::plain);
    program::tell(remarks);
    program::raise_file_limit();
    const dialect_set dialects(config);
    require_sound(config, dialects);
    storage stores = open_storage(config);
    const auto captured = link::open_capture(config.capture, program::host_software, config.given);
    host h(config, dialects.wire_dialect(), stores.reports(), captured.get());
    add_dialled_machines(config, dialects, h);
    h.listen();
    http_service http(config, h, stores);
    print_service prints(config, h, stores);
    boost::asio::io_context main_context(1);
    bool drained = true;
    std::jthread stopping;
    program::stop_signals signals(main_context, [&] {
        spdlog::info("stopping: closing links, storing what they reported");
        stopping = std::jthread([&] {
            drained = stop_all(http, prints, h, stores, captured.get());
            boost::asio::post(main_context, [&] { signals.cancel(); });
        });
    });
    h.start();
    spdlog::info("listening for machines on {}, for prints on {}, reports go to {}, API at http://{}", h.tcp_address(),
                 prints.address(), config.store_url, http.address());
    const address_file told(config.http_address_file, http.address());
    program::say(stdout, "ready tcp={} udp={} lpd={} http={}\n", h.tcp_address(), h.udp_address(), prints.address(),
                 http.address());
    std::fflush(stdout);
    main_context.run();
    return drained ? program::exit_ok : program::exit_failed;
}

}  // namespace husky::host
