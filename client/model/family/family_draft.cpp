#include "client/model/family/family_draft.hpp"

#include "protocol/wire/wire_text.hpp"

namespace husky::cells {

namespace {

using settings::schema;

/// Widths of the default dialect: of the texts in status, and of a value that is a text.
constexpr std::size_t max_job = 20, max_value = 32;

/// A name that machines report in messages.
void wire_name(schema& s, const char* key, std::string& into, std::size_t max, const char* meaning) {
    s.text(
        key, into, protocol::wire_name_of(max),
        [max](const std::string& text) { return protocol::is_wire_name(text, max); }, meaning);
}

std::vector<std::pair<std::string, influence>> influence_words() {
    std::vector<std::pair<std::string, influence>> words;
    for (std::size_t i = 0; i < influence_count; ++i)
        words.emplace_back(influence_names[i], static_cast<influence>(i));
    return words;
}

void describe_coupling(schema& s, coupling& c) {
    s.required().choice("influence", c.source, influence_words(), "influence that the variable follows");
    s.number("gain", c.gain, -1e6, 1e6, "", "units of the variable for one unit of the influence");
}

void describe_variable(schema& s, family_draft::variable& v) {
    s.required().choice("variable", v.measured, measured_names(), "which process variable");
    s.text("unit", v.unit, "SI or US unit of this variable; all its numbers are in it, and machines report in it");
    describe_figures(s, v);
    s.list("follows", v.follows, describe_coupling, "influences that move it");
}

void describe_interruption(schema& s, family_draft::interruption& i) {
    s.required().integer("id", i.id, first_interruption_id, first_interruption_id + interruption_count - 1, "",
                         "number in the catalogue");
    s.number("mtbf_h", i.rate.mtbf_hours, 0, 1e6, "hours", "mean running time between two; 0: never by chance");
    s.number("mttr_min", i.rate.mttr_minutes, 0, 1e5, "minutes", "median time to repair");
}

void describe_cycle(schema& s, cycle_rule& c) {
    s.group("cycle").required().number("time_s", c.time_s, 0.5, 3600, "seconds",
                                       "cycle time; what its phases leave is waiting time");
    s.required(false);
    s.choice("clamp_up", c.clamp_up, {{"sequential", sequence::sequential}, {"parallel", sequence::parallel}},
             "clamp-up follows mould close, or is part of it");
    s.choice("take_out", c.take_out, {{"sequential", sequence::sequential}, {"parallel", sequence::parallel}},
             "take-out follows ejection, or runs in parallel");
    s.choice("recovery_overlap", c.overlap,
             {{"none", recovery_overlap::none},
              {"shut_off_nozzle", recovery_overlap::shut_off_nozzle},
              {"all", recovery_overlap::all}},
             "what may overlap with recovery: nothing but cooling; mould opening and ejection; everything");
    s.number("recovery_delay_s", c.recovery_delay_s, 0, 60, "seconds", "from the end of hold to the start of recovery");
}

void describe_process(schema& s, process_constants& p) {
    s.group("process");
    s.number("viscosity_per_k", p.viscosity_per_k, 0, 0.2, "1/K", "fall of the melt's log viscosity with temperature");
    s.number("melt_per_rpm", p.melt_per_rpm, 0, 5, "K/rpm", "rise of melt temperature with screw speed");
    s.number("melt_per_bar", p.melt_per_bar, 0, 5, "K", "rise of melt temperature for one unit of back pressure");
    s.number("melt_tau_s", p.melt_tau_s, 1, 1e5, "seconds", "time constant of the melt temperature");
    s.number("lot_sigma_percent", p.lot_sigma_percent, 0, 50, "%", "standard deviation of viscosity from lot to lot");
    s.number("lot_hours", p.lot_hours, 0.1, 1e4, "hours", "running time of a lot, mean");
    s.number("hopper_tau_s", p.hopper_tau_s, 1, 1e5, "seconds", "time in which a new lot comes through the hopper");
    s.number("pellet_sigma_k", p.pellet_sigma_k, 0, 20, "K", "standard deviation of the pellets' temperature");
    s.number("pellet_phi", p.pellet_phi, 0, 0.9999, "", "its lag-1 coefficient");
    s.number("pellet_share", p.pellet_share, 0, 1, "", "correlation of the flow influence with colder pellets");
    s.number("flow_phi", p.flow_phi, 0, 0.9999, "", "lag-1 coefficient of the rest of the flow influence");
    s.number("hall_swing_k", p.hall_swing_k, 0, 30, "K", "amplitude of the hall's day");
    s.number("chiller_swing_k", p.chiller_swing_k, 0, 10, "K", "amplitude of the chiller's limit cycle");
    s.number("chiller_period_s", p.chiller_period_s, 10, 1e5, "seconds", "period of the chiller's limit cycle");
    s.number("mould_tau_s", p.mould_tau_s, 1, 1e5, "seconds", "time constant of the mould");
    s.number("mould_stop_drop_k", p.mould_stop_drop_k, 0, 100, "K",
             "how far the mould temperature falls in a long stop");
    s.number("mould_per_hall", p.mould_per_hall, 0, 2, "K/K", "how far the mould temperature follows the hall's");
    s.number("pellet_stop_drop_k", p.pellet_stop_drop_k, 0, 100, "K",
             "how far the pellet temperature at the throat falls in a long stop");
    s.number("oil_tau_s", p.oil_tau_s, 1, 1e5, "seconds", "time constant of the oil");
    s.number("oil_cold_k", p.oil_cold_k, -100, 0, "K", "cold oil below working temperature");
    s.number("restart_tau_s", p.restart_tau_s, 1, 1e5, "seconds", "time constant of settling after a restart");
    s.number("ring_life_shots", p.ring_life_shots, 1e3, 1e9, "", "shots of a check ring");
    s.number("late_close_per_shot", p.late_close_per_shot, 0, 1, "", "chance that a new check ring closes late");
    s.number("bed_change_h", p.bed_change_h, 0.1, 100, "hours", "time between bed changes of the dryer");
    s.number("moisture_per_k", p.moisture_per_k, 0, 100, "ppm/K", "rise of moisture with the dryer's dew point");
    s.number("pressure_limit", p.pressure_limit, 0, 1e6, "",
             "limit of the injection pressure, in its unit; 0 for none");
    s.number("screw_heat_k", p.screw_heat_k, 0, 200, "K", "how far the screw would heat the barrel in production");
}

void describe_start_up(schema& s, family_draft& draft) {
    auto& times = draft.family.start_up;
    s.group("start_up");
    for (auto& length : draft.start_up)
        s.numbers(length.name, length.given, 0, 1e5, "minutes", length.meaning + ", from and to");
    s.number("set_back_k", times.set_back_k, 0, 300, "K", "how far heats that are set back are below their set points");
    s.number("purge_after_min", times.purge_after_min, 0, 1e5, "minutes", "longer stops end with a purge");
    s.number("standby_after_min", times.standby_after_min, 0, 1e5, "minutes", "in longer stops the heats are set back");
}

void describe_orders(schema& s, family_draft& draft) {
    auto& o = draft.family.orders;
    s.group("orders");
    for (auto& size : draft.orders)
        s.numbers(size.name, size.given, 1, 1e9, "parts", size.meaning + ", from and to");
    s.number("mould_change_chance", o.mould_change_chance, 0, 1, "", "chance that the next order needs another mould");
    s.number("no_order_chance", o.no_order_chance, 0, 1, "", "chance that there is no next order yet");
    s.number("no_order_hours", o.no_order_hours, 0, 1e5, "hours", "mean time until there is one");
}

}  // namespace

std::vector<std::pair<std::string, process_variable>> measured_names() {
    std::vector<std::pair<std::string, process_variable>> words;
    for (const auto& kind : variable_kinds())
        if (!is_counted(kind.variable)) words.emplace_back(name_of(kind.variable), kind.variable);
    return words;
}

void describe_figures(schema& s, family_draft::variable& v) {
    constexpr double max = 1e6;
    variable_rule& c = v.figures;
    s.number("set_point", c.set_point, -max, max, "", "set point or typical value");
    s.required(false).boolean("absent", v.absent, "machines of this family do not have it");
    s.number("sigma", c.sigma, 0, max, "", "standard deviation of the variable's own slow wander");
    s.number("phi", c.phi, 0, 0.9999, "", "lag-1 coefficient of that wander, from cycle to cycle");
    s.number("white", c.white, 0, max, "", "standard deviation of what differs from cycle to cycle");
    s.number("resolution", c.resolution, 0, max, "", "smallest step that the controller reports; 0 for none");
    s.number("low", c.low, -max, 0, "", "lower end of the alarm band, from the set point");
    s.number("high", c.high, 0, max, "", "upper end of the alarm band, from the set point");
    s.boolean("rejects", c.rejects, "a shot outside the band is bad");
    s.boolean("charted", c.charted, "the machine keeps an SPC chart of it from the start");
    s.integer("members", c.members, 0, 192, "", "single zones, sensors or cavities behind a mean");
    s.number("member_spread", c.member_spread, 0, max, "", "standard deviation of their constant offsets");
    s.number("member_sigma", c.member_sigma, 0, max, "", "standard deviation of one of them from cycle to cycle");
    s.number("tau_s", v.zone.tau_s, 0, 1e4, "seconds", "time constant of a heated zone; 0: the default");
    s.number("dead_time_s", v.zone.dead_time_s, 0, 60, "seconds",
             "its dead time, at most 4 s for tips; 0: the default");
    s.number("headroom_k", v.zone.headroom_k, 0, 1000, "K",
             "how far above its set point full duty would end; 0: the default");
}

settings::schema describe(family_draft& draft) {
    family& f = draft.family;
    schema s("machine family");
    s.required().text("name", f.name, "name of the family, for --family");
    wire_name(s, "model", f.model, max_value, "machine model, variable 201");
    wire_name(s, "software", f.software, max_value, "software version, variable 202");
    wire_name(s, "job", f.job, max_job, "job at the start, variable 203");
    wire_name(s, "mould", f.mould, max_job, "mould at the start, variable 204");
    s.integer("cavities", f.cavities, 1, 192, "", "cavities of the mould");
    s.required(false).boolean("tandem", f.tandem, "may be built with a tandem mould");
    s.texts("equipment", draft.equipment, "what its machines have; decides which interruptions can happen");
    s.number("mtbf_scale", f.mtbf_scale, 0.01, 1000, "", "factor on the catalogue's times between interruptions");
    describe_cycle(s, f.cycle);
    describe_process(s, f.process);
    s.group("rejects");
    s.number("start_up_scale", f.rejects.start_up_scale, 0, 100, "",
             "factor on the usual number of start-up shots after a stop");
    s.number("consecutive_limit", f.rejects.consecutive_limit, 1, 1000, "", "bad shots in a row that stop the machine");
    s.number("cluster", f.rejects.cluster, 1, 1000, "", "how much more likely vision rejects are just after a restart");
    describe_start_up(s, draft);
    describe_orders(s, draft);
    s.group("");
    s.required().list("variables", draft.variables, describe_variable, "every process variable but the counters, once");
    s.required(false).list("interruptions", draft.interruptions, describe_interruption,
                           "rates that differ from the catalogue");
    return s;
}

}  // namespace husky::cells
