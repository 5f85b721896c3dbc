#include "server/host.hpp"

#include <fmt/format.h>

#include <random>

#include "link/net/accept.hpp"
#include "link/net/listen_problem.hpp"
#include "log/log.hpp"
#include "program/version.hpp"
#include "settings/counted.hpp"

namespace husky::host {

using link::tcp;

namespace {

admission_policy registry_policy(const host_config& config) {
    admission_policy rules;
    for (const auto& m : config.machines)
        rules.known.insert(m.serial);
    rules.refuse_unknown = config.refuse_unknown && !config.machines.empty();
    rules.max_machines = config.max_machines;
    return rules;
}

/// What machines had sent before they are forgotten is read first: for so long at most.
constexpr std::chrono::milliseconds catching_up{200};

/// On the shard's thread.
link::asio::awaitable<void> forget_on(host_shard& shard, const forgetting& what) {
    shard.forget(what);
    co_return;
}

std::size_t threads_of(const host_config& config) {
    return config.threads > 0 ? config.threads : std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

std::vector<remembered_machine> remembered_by(write_behind* reports) {
    return reports == nullptr ? std::vector<remembered_machine>{} : reports->remembered();
}

}  // namespace

host::host(const host_config& config, const protocol::dialect& wire_dialect, write_behind* reports,
           link::capture* captured)
    : config_(config),
      wire_dialect_(wire_dialect),
      reports_(reports),
      faults_(config.faults_seed > 0 ? config.faults_seed : std::random_device{}()),
      tls_(link::open_tls(config.tls, "tls", config.given)),
      surroundings_{&config.link,
                    &wire_dialect,
                    &admissions_,
                    [this] { return identity(); },
                    reports,
                    config.log_lines_per_second,
                    config.max_reconnect,
                    config.dials_displays,
                    &faults_,
                    captured,
                    tls_.get(),
                    frame_ring::share_of(threads_of(config))},
      admissions_(control_, shards_, control_counters_, registry_policy(config), remembered_by(reports)),
      acceptor_(control_.context()),
      tasks_(control_.executor()) {
    for (std::size_t i = 0; i < threads_of(config); ++i)
        shards_.push_back(std::make_unique<host_shard>(i, surroundings_));
}

host::~host() { join(); }

void host::start() {
    place_configured_faults();
    watch(control_, control_counters_);
    for (const auto& s : shards_) {
        watch(s->thread(), s->counted);
        s->thread().start();
    }
    for (std::size_t i = 0; i < dialled_.size(); ++i) {
        host_shard& by = *shards_[i % shards_.size()];
        by.post([&by, to = dialled_[i], i] { by.dial(to, i); });
    }
    tasks_.spawn(accept_links());
    tasks_.spawn(udp_->run());
    control_.start();
}

/// Before the thread runs.
void host::watch(link::shard& thread, counters& counted) {
    watches_.push_back(std::make_unique<link::loop_watch>(
        thread.context(), [&counted](std::chrono::nanoseconds late) { counted.loop_lag.observe(late); }));
    watches_.back()->start();
}

void host::listen() {
    const auto address = link::listening_address(config_.bind).value();
    const auto fail = [&](const char* key, const char* transport, std::uint16_t port, const link::error_code& why) {
        const bool wrong_address = why == boost::system::errc::address_not_available;
        config_.given.fail_at(wrong_address ? "bind" : key,
                              link::listen_problem(transport + link::to_text(address, port), why));
    };
    if (const auto failed = link::listen(acceptor_, {address, config_.port}))
        fail("port", "TCP ", config_.port, failed);
    tcp_address_ = link::to_text(acceptor_.local_endpoint());
    const auto udp_port =
        config_.udp_port < 0 ? acceptor_.local_endpoint().port() : static_cast<std::uint16_t>(config_.udp_port);
    try {
        udp_ = std::make_unique<identify_socket>(
            control_.context(), boost::asio::ip::udp::endpoint(address, udp_port), wire_dialect_,
            [this] { return identity(); }, control_counters_);
    } catch (const boost::system::system_error& problem) {
        fail(config_.udp_port < 0 ? "port" : "udp_port", "UDP ", udp_port, problem.code());
    }
}

link::asio::awaitable<void> host::accept_links() {
    std::size_t next = 0;
    host_shard* to = nullptr;
    link::accept_rules rules;
    rules.where = [&]() -> link::asio::any_io_executor {
        to = shards_[next++ % shards_.size()].get();
        return to->thread().executor();
    };
    rules.full = [this] { return links() >= config_.max_links; };
    rules.take = [&to](tcp::socket socket) {
        to->post([to, s = std::move(socket)]() mutable { to->serve(std::move(s)); });
    };
    rules.refuse = [this](const tcp::socket&) {
        control_counters_.links_opened.add();
        control_counters_.links_closed[close_reason::too_many_links].add();
    };
    rules.failed = [](const link::error_code& why) { log::error("cannot accept a connection: {}", why.message()); };
    co_await link::accept_all(acceptor_, std::move(rules));
}

link::asio::awaitable<void> host::stop() {
    link::error_code ignored;
    acceptor_.close(ignored);
    udp_->close();
    link::notice all_closed(control_.executor());
    std::size_t left = shards_.size();
    const auto one_closed = [&] {
        if (--left == 0) all_closed.give();
    };
    for (const auto& s : shards_) {
        host_shard* closing = s.get();
        const auto tell = [this, &one_closed] { boost::asio::post(control_.context(), one_closed); };
        closing->post([closing, tell] { closing->close_all(tell); });
    }
    co_await all_closed.wait();
}

void host::place_configured_faults() {
    faults_.clear();
    for (const auto& f : config_.faults)
        if (!faults_.place(f, link::now())) config_.given.fail_at("faults", "too many faults");
    if (!config_.faults.empty())
        log::info("{} placed, seed {}", settings::counted(config_.faults.size(), "fault is", "faults are"),
                  faults_.seed());
    faults_changed();
}

link::asio::awaitable<std::optional<machine_id>> host::forget(std::optional<std::string> serial) {
    const auto until = std::chrono::steady_clock::now() + catching_up;
    for (const auto& s : shards_)
        co_await boost::asio::co_spawn(s->thread().context(), s->catch_up(until), boost::asio::use_awaitable);
    const auto what = serial ? known().forget(*serial) : std::optional(known().forget_all());
    if (!what) co_return std::nullopt;
    for (const auto& s : shards_)
        co_await boost::asio::co_spawn(s->thread().context(), forget_on(*s, *what), boost::asio::use_awaitable);
    known().forget_again(*what);
    co_return what->machine;
}

void host::go_on() {
    for (const auto& s : shards_) {
        host_shard* to = s.get();
        to->post([to] { to->go_on(); });
    }
}

void host::faults_changed() {
    const auto placed = faults_.placed();
    for (const auto& s : shards_) {
        host_shard* to = s.get();
        to->post([to, placed] { to->use_faults(placed); });
    }
}

void host::join() {
    for (const auto& s : shards_) {
        s->thread().stop();
        s->thread().join();
    }
    control_.stop();
    control_.join();
}

std::string host::tcp_address() const { return tcp_address_; }
std::string host::udp_address() const { return link::to_text(udp_->local()); }

std::vector<const counters*> host::all_counters() const {
    std::vector<const counters*> all{&control_counters_};
    for (const auto& s : shards_)
        all.push_back(&s->counted);
    return all;
}

std::size_t host::links() const { return links_at_present(all_counters()); }

protocol::identify_response host::identity() const {
    std::int64_t linked = 0;
    for (const auto& s : shards_)
        linked += s->counted.machines_linked.value();
    return {protocol::result_code::ok,           protocol::specification_revision,
            protocol::link_role::host,           config_.name,
            std::string(program::host_software), static_cast<std::uint32_t>(linked)};
}

}  // namespace husky::host
