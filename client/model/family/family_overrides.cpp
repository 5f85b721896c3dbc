#include "client/model/family/family_overrides.hpp"

#include <algorithm>

namespace husky::cells {

namespace {

family_draft::variable& variable_of(family_draft& draft, process_variable q) {
    return *std::find_if(draft.variables.begin(), draft.variables.end(),
                         [&](const auto& v) { return v.measured == q; });
}

void apply(const family_overrides::variable& o, family_draft& draft) {
    auto& changed = variable_of(draft, o.written.measured);
    settings::schema keys("variable");
    describe_figures(keys, changed);
    for (const auto& [key, text] : o.keys)
        if (const auto* known = keys.find(key)) known->assign(text);
    if (o.written.measured == process_variable::cycle_time) draft.family.cycle.time_s = changed.figures.set_point;
}

void describe_changed_variable(settings::schema& s, family_overrides::variable& v) {
    s.required().choice("variable", v.written.measured, measured_names(), "which process variable of the family");
    s.required(false);
    describe_figures(s, v.written);
    s.keep_texts(v.keys);
}

}  // namespace

void describe_overrides(settings::schema& s, family_overrides& o) {
    s.number("cycle_time_s", o.cycle_time_s, 0, 3600, "seconds", "cycle time; 0: the family's");
    s.number("mtbf_scale", o.mtbf_scale, 0, 1000, "",
             "factor on the catalogue's times between interruptions; 0: the family's");
    s.integer("cavities", o.cavities, 0, 192, "", "cavities of the mould; 0: the family's");
    s.list("variables", o.variables, describe_changed_variable,
           "variables that differ from the family file, each with the keys that differ");
}

void apply(const family_overrides& o, family_draft& draft) {
    for (const auto& v : o.variables)
        apply(v, draft);
    if (o.mtbf_scale > 0) draft.family.mtbf_scale = o.mtbf_scale;
    if (o.cycle_time_s > 0) {
        draft.family.cycle.time_s = o.cycle_time_s;
        variable_of(draft, process_variable::cycle_time).figures.set_point = o.cycle_time_s;
    }
    if (o.cavities > 0) {
        draft.family.cavities = o.cavities;
        auto& weighed = variable_of(draft, process_variable::part_weight).figures.members;
        if (weighed > 0) weighed = o.cavities;
    }
}

}  // namespace husky::cells
