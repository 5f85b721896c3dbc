#include "client/model/cell/cell_setups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "client/model/cell/setup_charts.hpp"
#include "client/model/setup/builder.hpp"
#include "client/model/setup/effects.hpp"
#include "client/model/setup/names.hpp"

namespace husky::cells {

using protocol::result_code;
using setup::role;

namespace {

bool is_set_point(const setup::parameter& p) { return p.does == role::set_point || p.does == role::hold_pressure; }

std::string_view text_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Keys come over the display link, from a viewer at the host.
constexpr std::string_view user_of_keys = "HOST";

}  // namespace

cell_setups::downloaded& cell_setups::own() {
    if (!own_) own_ = std::make_unique<downloaded>();
    return *own_;
}

void cell_setups::tell(entry news) {
    if (own().unrecorded.size() < max_news) own().unrecorded.push_back(std::move(news));
}

setup::values cell_setups::present(const operation& m, const setup::layout& l) const {
    auto v = own_ ? own_->running.unpack(l) : setup::default_values(l);
    for (int side = 0; side < m.context.sides(); ++side)
        v.moulds[static_cast<std::size_t>(side)] =
            setup::printable(m.orders.mould(static_cast<protocol::tandem_side>(side)));
    if (!m.context.build.tandem) v.moulds[1].clear();
    for (std::size_t i = 0; i < l.parameters.size(); ++i) {
        const auto& p = l.parameters[i];
        if (p.does == role::parts_wanted) v.of[i] = std::clamp(m.orders.of(p.side).wanted(), p.low, p.high);
        if (!is_set_point(p)) continue;
        const double moved = m.context.process.offset(p.side, p.variable);
        if (moved == 0) continue;
        const std::int64_t trim = setup::to_steps(moved, p.digits);
        v.of[i] = static_cast<setup::steps>(std::clamp<std::int64_t>(v.of[i] + trim, p.low, p.high));
    }
    show_charts(m.cycles, l, v);
    return v;
}

result_code cell_setups::write(const operation& m, std::uint16_t number, std::string& out) const {
    if (number == 0 || number > setup_places) return result_code::bad_argument;
    const auto l = layout_of(m);
    if (number == running_place) {
        if (running_is_cleared_) return result_code::not_available;
        setup::write(l, present(m, l), out);
        return result_code::ok;
    }
    const auto kept = static_cast<std::size_t>(number - running_place - 1);
    if (!own_ || !own_->kept[kept]) return result_code::not_available;
    setup::write(l, own_->kept[kept]->unpack(l), out);
    return result_code::ok;
}

result_code cell_setups::apply(operation& m, std::uint16_t number, std::span<const std::byte> whole) {
    if (number == 0 || number > setup_places) return result_code::bad_argument;
    const auto l = layout_of(m);
    auto* kept = number == running_place ? nullptr : &own().kept[number - running_place - 1U];
    const auto before = kept != nullptr && *kept ? (*kept)->unpack(l) : present(m, l);
    auto wanted = before;
    const auto misfit = setup::read(l, text_of(whole), wanted);
    m.context.due.set(appointment::command, m.context.now);
    if (misfit) {
        tell({number, misfit});
        return result_code::bad_argument;
    }
    const bool new_mould = kept == nullptr && wanted.moulds != before.moulds;
    if (kept != nullptr)
        *kept = setup::packed_values(l, wanted);
    else
        run(m, l, before, wanted);
    if (kept == nullptr) running_is_cleared_ = false;
    tell({number, std::nullopt, new_mould});
    return result_code::ok;
}

std::optional<setup::fault> cell_setups::set_parameter(operation& m, std::size_t parameter, std::string_view digits) {
    const auto l = layout_of(m);
    if (parameter >= l.parameters.size() || !setup::on_the_screen(l.parameters[parameter].does))
        return setup::fault::unknown_parameter;
    const auto before = present(m, l);
    auto wanted = before;
    if (const auto wrong = setup::read_number(l.parameters[parameter], digits, wanted.of[parameter])) return wrong;
    if (wanted == before) return std::nullopt;
    run(m, l, before, wanted);
    tell({.edited = edit{parameter, before.of[parameter], wanted.of[parameter]}});
    m.context.due.set(appointment::command, m.context.now);
    return std::nullopt;
}

void cell_setups::run(operation& m, const setup::layout& l, const setup::values& before, const setup::values& wanted) {
    auto& c = m.context;
    // What operators trimmed stays on top of the set-up until a download changes that set point.
    std::array<bool, process_variable_count> set_anew{};
    for (std::size_t i = 0; i < l.parameters.size(); ++i)
        if (is_set_point(l.parameters[i]) && wanted.of[i] != before.of[i])
            set_anew[index(l.parameters[i].variable)] = true;
    const auto base = own().running.unpack(l);
    auto next = wanted;
    next.moulds = {};
    for (std::size_t i = 0; i < l.parameters.size(); ++i) {
        const auto& p = l.parameters[i];
        if (is_set_point(p) && !set_anew[index(p.variable)]) next.of[i] = base.of[i];
        if (p.does != role::parts_wanted) continue;
        if (wanted.of[i] != before.of[i]) m.orders.of(p.side).want(wanted.of[i]);
        next.of[i] = p.default_value;  // reported by orders
    }
    bool zones_are_moved = false;
    for (const auto& kind : variable_kinds()) {
        if (!set_anew[index(kind.variable)]) continue;
        c.process.offset(kind.variable, 0);
        if (zone_of(kind.variable)) zones_are_moved = true;
    }
    own().running = setup::packed_values(l, next);
    own().changes = setup::effects_of(*c.family, l, next);
    c.process.run_by(own().changes ? &*own().changes : nullptr);
    m.rest.offsets().set(setup::single_zones_of(*c.family, l, next), c.family->zones, c.now);
    if (zones_are_moved) m.rest.move_zones(c);
    run_charts(*c.family, m.cycles, l, before, wanted);
    for (std::size_t side = 0; side < wanted.moulds.size(); ++side)
        if (wanted.moulds[side] != before.moulds[side])
            m.orders.set_mould(static_cast<protocol::tandem_side>(side), wanted.moulds[side]);
}

void cell_setups::record_news(const operation& m) {
    if (!own_) return;
    for (const auto& n : std::exchange(own_->unrecorded, {})) {
        if (n.edited) {
            record_edit(m, *n.edited);
            continue;
        }
        const auto number = fmt::format("{}", n.place);
        if (n.refused) {
            const auto reason = setup::reason_of(*n.refused);
            m.context.record(events::setup_refused, {same(number), {reason[0], reason[1], reason[2], reason[3]}});
            continue;
        }
        const bool runs = n.place == running_place;
        m.context.record(runs ? events::setup_loaded : events::setup_saved, {same(number)});
        if (n.new_mould) m.context.tell_status();
    }
}

void cell_setups::record_edit(const operation& m, const edit& e) const {
    const auto l = layout_of(m);
    const auto& p = l.parameters[e.parameter];
    const auto names = setup::names_of(l, e.parameter);
    const auto from = setup::digits_text(p, e.from), to = setup::digits_text(p, e.to);
    m.context.record(
        events::set_point_changed,
        {{names[0], names[1], names[2], names[3]}, same(from), same(to), same(p.unit), same(user_of_keys)});
}

}  // namespace husky::cells
