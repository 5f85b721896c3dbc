#include "tests/sim/plant_machine.hpp"

#include <fmt/format.h>

namespace husky::sim {

namespace {

constexpr std::chrono::sys_seconds first_day = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);

/// How long a machine waits at most for the answer to its init: the takeover of a dead link, and the network's delays.
constexpr std::chrono::seconds max_admission{4};

cells::cell_settings as_in_a_fleet(const plant_machine::settings& how) {
    auto settings = how.cell;
    settings.follows_host = !how.scale.as_fast_as_possible;
    return settings;
}

}  // namespace

plant_machine::plant_machine(agenda& time, network& net, plant& where, const settings& how,
                             const protocol::machine_link_settings& link)
    : agenda_(&time),
      network_(&net),
      plant_(&where),
      how_(how),
      pace_(how.scale, time.now()),
      max_buffered_(link.buffer_messages),
      machine_(*how.kind, as_in_a_fleet(how), how.seed, counts_),
      husky_(machine_.add(
          std::make_unique<cells::husky_outlet>(machine_, link, protocol::default_dialect(), how.seed, counts_))) {
    machine_.model().start_clock(first_day);
    if (!how.scale.as_fast_as_possible) machine_.keep_pace(pace_, {});
}

void plant_machine::start() {
    dial();
    if (!how_.scale.as_fast_as_possible) agenda_->at(pace_.due(machine_.model().next(), {}), [this] { step(); });
}

void plant_machine::step() {
    if (stands_still_) return;
    const auto cycles = machine_.cycles();
    machine_.advance();
    if (machine_.cycles() > cycles) {
        protocol::value counter, end_time;
        machine_.model().read(0, protocol::variable::life_cycle_counter, counter);
        machine_.model().read(0, protocol::variable::cycle_end_time, end_time);
        counted_.push_back({std::get<std::int32_t>(counter),
                            std::chrono::sys_seconds(std::chrono::seconds(std::get<std::int32_t>(end_time)))});
        if (how_.resends) remember_last_cycle();
    }
    check(husky_.link().buffered() <= max_buffered_, serial() + " buffers more than it may");
    if (!wires_.empty()) wires_.back()->wake();
    if (!how_.scale.as_fast_as_possible) agenda_->at(pace_.due(machine_.model().next(), {}), [this] { step(); });
}

void plant_machine::remember_last_cycle() {
    protocol::frame_reader sent(protocol::default_dialect());
    sent.push(husky_.outbox().data());
    while (const auto f = sent.next())
        if (f->command == 0x0008) last_cycle_.assign(f->bytes.begin(), f->bytes.end());
}

bool plant_machine::may_run() const { return machine_.has_room(agenda_->now()); }

std::optional<network::number> plant_machine::connection() const {
    if (wires_.empty() || wires_.back()->over()) return std::nullopt;
    return wires_.back()->connection();
}

void plant_machine::dial() {
    wires_.push_back(
        std::make_unique<driver>(*agenda_, *network_, *this, protocol::default_dialect(), [this] { lost(); }));
    auto& wire = *wires_.back();
    const bool listened = plant_->dial(wire, [&](network::number at) {
        husky_.link().connected(agenda_->now());
        dialled_before_ = std::exchange(dialled_at_, agenda_->now());
        awaits_init_ = true;
        wire.joined(at, side::dialler);
    });
    if (listened) return;
    wire.abandon();
    lost();
}

void plant_machine::lost() {
    if (husky_.link().reason() == protocol::close_reason::refused)
        check(agenda_->now() < refusals_until_ || dialled_at_ - dialled_before_ < max_admission,
              serial() + " was locked out although no other link of its serial lives");
    if (husky_.link().reason() == protocol::close_reason::init_timeout)
        check(network_->is_dead(wires_.back()->connection()), serial() + " got no answer to its init");
    awaits_init_ = false;
    husky_.lost(agenda_->now());
    agenda_->at(husky_.link().reconnect_at(), [this] { dial(); });
}

void plant_machine::received(const protocol::frame& f, instant now) {
    husky_.received(f, now);
    if (!awaits_init_ || !(husky_.link().linked() || husky_.link().closing())) return;
    awaits_init_ = false;
    check(now - dialled_at_ <= max_admission, fmt::format("{} waited {} ms for its admission", serial(),
                                                          (now - dialled_at_) / std::chrono::milliseconds(1)));
    if (how_.resends && husky_.link().linked() && !last_cycle_.empty())
        husky_.outbox().add(std::span<const std::byte>(last_cycle_));
}

void plant_machine::batch_received() { husky_.batch_received(); }

}  // namespace husky::sim
