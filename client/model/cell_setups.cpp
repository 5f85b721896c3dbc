// How a cell tells, takes and refuses set-ups.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "client/model/cell.hpp"
#include "client/model/setup/builder.hpp"
#include "client/model/setup/effects.hpp"
#include "client/model/setup/names.hpp"
#include "client/model/setup/refusals.hpp"

namespace husky::cells {

using protocol::result_code;
using setup::role;

namespace {

bool is_set_point(const setup::parameter& p) { return p.does == role::set_point || p.does == role::hold_pressure; }

/// The parameters of a chart follow each other in the order in which a chart has them.
struct chart_page {
    std::size_t chart, subgroup, ucl, lcl, usl, lsl;
    explicit chart_page(std::size_t first)
        : chart(first), subgroup(first + 1), ucl(first + 2), lcl(first + 3), usl(first + 4), lsl(first + 5) {}
};

setup::steps limit_steps(float limit, const setup::parameter& p) {
    if (std::isnan(limit)) return setup::off;
    return std::clamp(setup::to_steps(static_cast<double>(limit), p.digits), p.low, p.high);
}

float limit_of(setup::steps s, const setup::parameter& p) {
    return s == setup::off ? protocol::not_set : static_cast<float>(setup::from_steps(s, p.digits));
}

std::string_view text_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Keys come over the display link, from whoever looks at the host's end.
constexpr std::string_view user_of_keys = "HOST";

}  // namespace

setup::machine_setups& cell::own_setups() {
    if (!setups_) setups_ = std::make_unique<setup::machine_setups>();
    return *setups_;
}

/// What the machine runs by now: its set-up, what operators trimmed since, and its SPC page.
setup::values cell::present_setup(const setup::layout& l) const {
    auto v = setups_ ? setups_->running.unpack(l) : setup::usual_values(l);
    for (std::size_t side = 0; side < mould_.size(); ++side)
        v.moulds[side] = setup::printable(mould_[side]);
    if (!build_.tandem) v.moulds[1].clear();
    for (std::size_t i = 0; i < l.parameters.size(); ++i) {
        const auto& p = l.parameters[i];
        if (p.does == role::parts_wanted) v.of[i] = std::clamp(orders_[p.side].wanted(), p.low, p.high);
        if (!is_set_point(p) || process_.offset(p.side, p.what) == 0) continue;
        const std::int64_t trim = setup::to_steps(process_.offset(p.side, p.what), p.digits);
        v.of[i] = static_cast<setup::steps>(std::clamp<std::int64_t>(v.of[i] + trim, p.low, p.high));
    }
    show_charts(l, v);
    return v;
}

void cell::show_charts(const setup::layout& l, setup::values& v) const {
    for (std::size_t i = 0; i < l.parameters.size(); ++i) {
        const auto& p = l.parameters[i];
        if (p.does != role::spc_chart) continue;
        const chart_page at(i);
        v.of[at.chart] = 0;
        for (const auto& e : spc_[p.side]->charts()) {
            if (e.what != p.what) continue;
            protocol::spc_read_response told;
            e.chart.report(told);
            v.of[at.chart] = 1;
            v.of[at.subgroup] = told.subgroup_size;
            v.of[at.ucl] = limit_steps(told.ucl, l.parameters[at.ucl]);
            v.of[at.lcl] = limit_steps(told.lcl, l.parameters[at.lcl]);
            v.of[at.usl] = limit_steps(told.usl, l.parameters[at.usl]);
            v.of[at.lsl] = limit_steps(told.lsl, l.parameters[at.lsl]);
        }
    }
}

result_code cell::setup(std::uint16_t number, std::string& out) {
    if (number == 0 || number > setup::places) return result_code::bad_argument;
    if (number == setup::running_place) {
        if (setup_cleared_) return result_code::not_available;
        const auto l = setup_layout();
        setup::write(l, present_setup(l), out);
        return result_code::ok;
    }
    const auto kept = static_cast<std::size_t>(number - setup::running_place - 1);
    if (!setups_ || !setups_->kept[kept]) return result_code::not_available;
    const auto l = setup_layout();
    setup::write(l, setups_->kept[kept]->unpack(l), out);
    return result_code::ok;
}

result_code cell::apply_setup(std::uint16_t number, std::span<const std::byte> whole) {
    if (number == 0 || number > setup::places) return result_code::bad_argument;
    const auto l = setup_layout();
    auto& own = own_setups();
    auto* kept = number == setup::running_place ? nullptr : &own.kept[number - setup::running_place - 1U];
    const auto before = kept != nullptr && *kept ? (*kept)->unpack(l) : present_setup(l);
    auto wanted = before;
    const auto misfit = setup::read(l, text_of(whole), wanted);
    calendar_.set(appointment::command, now_);
    if (misfit) {
        own.tell({number, misfit});
        return result_code::bad_argument;
    }
    const bool new_mould = kept == nullptr && wanted.moulds != before.moulds;
    if (kept != nullptr)
        *kept = setup::packed_values(l, wanted);
    else
        run_setup(l, before, wanted);
    if (kept == nullptr) setup_cleared_ = false;
    own.tell({number, std::nullopt, new_mould});
    return result_code::ok;
}

std::optional<setup::fault> cell::set_parameter(std::size_t parameter, std::string_view digits) {
    const auto l = setup_layout();
    if (parameter >= l.parameters.size() || !setup::on_the_screen(l.parameters[parameter].does))
        return setup::fault::unknown_parameter;
    const auto before = present_setup(l);
    auto wanted = before;
    if (const auto wrong = setup::read_number(l.parameters[parameter], digits, wanted.of[parameter])) return wrong;
    if (wanted == before) return std::nullopt;
    auto& own = own_setups();
    run_setup(l, before, wanted);
    own.tell({.edited = setup::machine_setups::edit{parameter, before.of[parameter], wanted.of[parameter]}});
    calendar_.set(appointment::command, now_);
    return std::nullopt;
}

void cell::run_setup(const setup::layout& l, const setup::values& before, const setup::values& wanted) {
    auto& own = *setups_;
    // What operators trimmed stays on top of the set-up until a download changes that set point.
    std::array<bool, quantity_count> set_anew{};
    for (std::size_t i = 0; i < l.parameters.size(); ++i)
        if (is_set_point(l.parameters[i]) && wanted.of[i] != before.of[i]) set_anew[index(l.parameters[i].what)] = true;
    const auto base = own.running.unpack(l);
    auto next = wanted;
    next.moulds = {};
    for (std::size_t i = 0; i < l.parameters.size(); ++i) {
        const auto& p = l.parameters[i];
        if (is_set_point(p) && !set_anew[index(p.what)]) next.of[i] = base.of[i];
        if (p.does != role::parts_wanted) continue;
        if (wanted.of[i] != before.of[i]) orders_[p.side].want(wanted.of[i]);
        next.of[i] = p.usual;  // orders tell it themselves
    }
    for (const auto& kind : variable_kinds())
        if (set_anew[index(kind.what)]) process_.offset(kind.what, 0);
    own.running = setup::packed_values(l, next);
    own.changes = setup::effects_of(*family_, l, next);
    process_.run_by(own.changes ? &*own.changes : nullptr);
    own.set_off.set(setup::single_zones_of(*family_, l, next), family_->zones, now_);
    if (std::any_of(variable_kinds().begin(), variable_kinds().end(),
                    [&](const auto& kind) { return zone_of(kind.what) && set_anew[index(kind.what)]; }))
        move_zones();
    run_charts(l, before, wanted);
    for (std::size_t side = 0; side < wanted.moulds.size(); ++side)
        if (wanted.moulds[side] != before.moulds[side]) mould_[side] = wanted.moulds[side];
}

/// A chart that is set as it was goes on; one that is set anew starts anew.
void cell::run_charts(const setup::layout& l, const setup::values& before, const setup::values& wanted) {
    for (std::size_t i = 0; i < l.parameters.size(); ++i) {
        const auto& p = l.parameters[i];
        if (p.does != role::spc_chart) continue;
        const chart_page at(i);
        const auto first = static_cast<std::ptrdiff_t>(at.chart), end = static_cast<std::ptrdiff_t>(at.lsl) + 1;
        if (std::equal(before.of.begin() + first, before.of.begin() + end, wanted.of.begin() + first)) continue;
        auto& board = *spc_[p.side];
        if (wanted.of[at.chart] == 0) {
            board.close(p.what);
            continue;
        }
        const auto limit = [&](std::size_t which) { return limit_of(wanted.of[which], l.parameters[which]); };
        board.set(*family_, {.side = p.side,
                             .id = id_of(p.what),
                             .subgroup_size = static_cast<std::uint16_t>(wanted.of[at.subgroup]),
                             .ucl = limit(at.ucl),
                             .lcl = limit(at.lcl),
                             .usl = limit(at.usl),
                             .lsl = limit(at.lsl)});
    }
}

void cell::record_edit(const setup::machine_setups::edit& e, happenings& out) {
    const auto l = setup_layout();
    const auto& p = l.parameters[e.parameter];
    const auto names = setup::names_of(l, e.parameter);
    const auto from = setup::digits_text(p, e.from), to = setup::digits_text(p, e.to);
    record(event_kind::set_point_changed,
           {{names[0], names[1], names[2], names[3]}, same(from), same(to), same(p.unit), same(user_of_keys)}, out);
}

void cell::record_setups(happenings& out) {
    if (!setups_) return;
    for (const auto& n : std::exchange(setups_->unrecorded, {})) {
        if (n.edited) {
            record_edit(*n.edited, out);
            continue;
        }
        const auto number = fmt::format("{}", n.place);
        if (n.refused) {
            const auto reason = setup::reason_of(*n.refused);
            record(event_kind::setup_refused, {same(number), {reason[0], reason[1], reason[2], reason[3]}}, out);
            continue;
        }
        const bool runs = n.place == setup::running_place;
        record(runs ? event_kind::setup_loaded : event_kind::setup_saved, {same(number)}, out);
        for (int side = 0; n.new_mould && side < sides(); ++side)
            out.status_changed(static_cast<protocol::tandem_side>(side));
    }
}

}  // namespace husky::cells
