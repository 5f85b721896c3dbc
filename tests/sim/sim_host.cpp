#include "tests/sim/sim_host.hpp"

#include <fmt/format.h>

#include "tests/sim/sim_session.hpp"

namespace husky::sim {

namespace {

constexpr std::chrono::milliseconds commit_interval{100};
constexpr std::chrono::microseconds post_delay{20};

}  // namespace

sim_host::sim_host(agenda& time, network& net, sim_store& store, const protocol::host_link_settings& links,
                   host_bug bug)
    : agenda_(&time),
      network_(&net),
      store_(&store),
      links_(&links),
      bug_(bug),
      registry_(*this, {}, store.remember()) {
    reports = &batch_;
}

sim_host::~sim_host() = default;

void sim_host::accept(network& net, wire_end& dialler, const std::function<void(network::number)>& connected) {
    sessions_.push_back(std::make_unique<sim_session>(*this, sessions_.size()));
    auto& wire = sessions_.back()->wire();
    const auto number = net.connect(dialler, wire);
    wire.joined(number, side::listener);
    connected(number);
}

void sim_host::die() {
    dead_ = true;
    for (const auto& s : sessions_) {
        if (s->wire().over()) continue;
        s->wire().abandon();
        network_->cut(s->wire().connection());
    }
    store_->lose_uncommitted();
}

void sim_host::admit(const host::link_id& link, const std::string&, std::unique_ptr<host::machine> m) {
    auto& s = *sessions_[link.number];
    if (!s.closing()) return s.admit(std::move(m));
    s.return_unused(std::move(m));
}

void sim_host::refuse(const host::link_id& link, protocol::init_result result) {
    sessions_[link.number]->refuse(result);
}

void sim_host::probe(const host::link_id& link) { sessions_[link.number]->probe(); }

void sim_host::changed(const host::machine&) {
    if (bug_ == host_bug::forgets_gaps)
        std::erase_if(batch_.records, [](const auto& r) { return std::holds_alternative<host::gap_record>(r); });
    if (batch_.empty()) return;
    store_->take(batch_);
    commit_soon();
}

void sim_host::bad_input(const host::machine& m, protocol::bad_input kind) {
    throw violation(fmt::format("the host took a report of {} for {}", m.serial, name(kind)));
}

void sim_host::post(std::function<void()> what) {
    last_post_ = std::max(last_post_, agenda_->now() + post_delay);
    agenda_->at(last_post_, [this, what = std::move(what)] {
        if (!dead_) what();
    });
}

void sim_host::commit_soon() {
    if (commit_armed_) return;
    commit_armed_ = true;
    agenda_->after(commit_interval, [this] {
        commit_armed_ = false;
        if (!dead_) store_->commit();
    });
}

}  // namespace husky::sim
