#include "server/running_host.hpp"

#include <boost/asio/use_future.hpp>
#include <future>

#include "link/capture/capture_file.hpp"
#include "log/log.hpp"
#include "program/version.hpp"

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
    settings.fresh = config.store_fresh;
    try {
        return storage(config.store_url, settings);
    } catch (const std::exception& problem) {
        config.given.fail_at("store.url", problem.what());
    }
}

/// Refuses an invalid configuration before anything is opened.
dialect_set sound_dialects(const host_config& config) {
    dialect_set dialects(config);
    require_sound(config, dialects);
    return dialects;
}

}  // namespace

running_host::running_host(const host_config& config)
    : dialects_(sound_dialects(config)),
      storage_(open_storage(config)),
      captured_(link::open_capture(config.capture, program::host_software, config.given)),
      host_(config, dialects_.wire_dialect(), storage_.reports(), captured_.get()),
      http_(listening(config), host_, storage_),
      prints_(config, host_, storage_) {}

/// The API shows a host that listens, and knows whom it dials.
const host_config& running_host::listening(const host_config& config) {
    for (const auto& m : config.machines) {
        if (m.address.empty()) continue;
        const auto* own = dialects_.own(m);
        host_.add_dialled(
            {dialled_address(m.address, own == nullptr ? dialects_.wire_dialect() : *own), m.serial, own});
    }
    for (const auto& address : config.dial)
        host_.add_dialled({dialled_address(address, dialects_.wire_dialect()), {}, nullptr});
    host_.listen();
    return config;
}

void running_host::start() { host_.start(); }

running_host::stopped running_host::stop() {
    using boost::asio::co_spawn;
    using boost::asio::use_future;
    auto& control = host_.control().context();
    const auto links_closed = co_spawn(control, host_.stop(), use_future);
    const auto printing_ended = co_spawn(control, prints_.stop(), use_future);
    const auto answers_ended = co_spawn(control, http_.stop(answers_end_within), use_future);
    const auto give_up = std::chrono::steady_clock::now() + links_close_within;
    const bool drained = links_closed.wait_until(give_up) == std::future_status::ready;
    if (!drained) log::error("links did not close in time; what they reported last may not be stored");
    const bool printed = printing_ended.wait_until(give_up) == std::future_status::ready;
    if (!printed) log::error("a print job was not answered in time");
    const bool answered = answers_ended.wait_until(give_up) == std::future_status::ready;
    if (!answered) log::warn("a query of the API did not end in time");
    host_.join();
    const bool stored = storage_.close(std::chrono::steady_clock::now() + store_closes_within);
    if (!stored) log::error("the store could not take all reports: {}", storage_.health().problem);
    const bool captured_all =
        captured_ == nullptr || captured_->close(std::chrono::steady_clock::now() + capture_closes_within);
    const bool ended = answered && printed && captured_all;
    if (ended) storage_.join_queries();
    return {drained && stored, ended};
}

}  // namespace husky::host
