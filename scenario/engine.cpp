#include "scenario/engine.hpp"

#include "scenario/engine_state.hpp"

namespace husky::scenario {

engine::engine(const plan& p, const protocol::dialect& spoken, stage& on, engine_part part)
    : state_(std::make_unique<state>(p, spoken, on, std::move(part))) {}
engine::~engine() = default;
engine::engine(engine&&) noexcept = default;
engine& engine::operator=(engine&&) noexcept = default;

void engine::begin(instant now) { state_->begin(now); }
void engine::saw(const sighting& s, instant now) { state_->saw(s, now); }
void engine::link_changed(const actor_name& actor, link_state to, std::string_view why, instant now) {
    state_->link_changed(actor, to, why, now);
}
void engine::values_changed(const actor_name& machine, instant now) { state_->values_changed(machine, now); }
void engine::probed(std::uint64_t ticket, const boost::json::value& answer, std::string_view problem, instant now) {
    state_->probed(ticket, answer, problem, now);
}
void engine::blocked(std::string reason, instant now) { state_->block(std::move(reason), now); }
void engine::cut_short(instant now) { state_->cut_short(now); }
void engine::due(instant now) { state_->due(now); }
instant engine::deadline() const { return state_->deadline(); }
bool engine::over() const { return state_->over(); }
engine::progress engine::how_far() const { return state_->how_far(); }
verdict engine::result() const { return state_->result(); }

}  // namespace husky::scenario
