#include "scenario/file/grammar.hpp"

#include "scenario/file/action_table.hpp"

namespace husky::scenario {

namespace {

using namespace forms;

bool only_of(std::string_view name, std::string_view characters) {
    return !name.empty() && name.size() <= 100 && name.find_first_not_of(characters) == std::string_view::npos;
}

const form& version() {
    static const form s{.is = form::kind::integer, .expected = "1, the version of the format", .min = 1, .max = 1};
    return s;
}

const form& scenario_name() {
    static const form s{
        .is = form::kind::text, .expected = "a name of small letters, digits and -", .right = [](std::string_view t) {
            return only_of(t, "abcdefghijklmnopqrstuvwxyz0123456789-");
        }};
    return s;
}

const form& inner_name() {
    static const form s{.is = form::kind::text,
                        .expected = "a name of at most 100 letters, digits, spaces and . _ -",
                        .right = [](std::string_view t) {
                            return only_of(t, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._-");
                        }};
    return s;
}

const form& seed() {
    static const form s{.is = form::kind::integer, .min = 0, .max = 9007199254740992.0};
    return s;
}

const form& scale() {
    static const form s{.is = form::kind::number, .min = 0.001, .max = 100'000};
    return s;
}

const form& machines_group() {
    static const form s{.is = form::kind::group,
                        .expected = "the keys of a fleet file, or `fleet`: a fleet file",
                        .keys = {{"fleet", &file(), "a fleet file"}},
                        .others = &anything_at_all()};
    return s;
}

const form& host_group() {
    static const form s{.is = form::kind::group, .expected = "keys of a host file", .others = &anything_at_all()};
    return s;
}

const form& puppets() {
    static const form end{.is = form::kind::word, .words = {"machine", "host"}};
    static const form one{.is = form::kind::group,
                          .keys = {{"name", &inner_name(), "its name", true},
                                   {"plays", &end, "which end of the link; a machine if not given"}},
                          .title = "Puppets"};
    static const form s{.is = form::kind::list, .items = &one};
    return s;
}

const form& actors() {
    static const form s{.is = form::kind::group,
                        .keys = {{"machines", &machines_group(), "simulated machines, which act on their own"},
                                 {"host", &host_group(), "a host, which acts on its own"},
                                 {"puppets", &puppets(), "peers that do only what steps say"}},
                        .title = "Actors"};
    return s;
}

const form& other_end() {
    static const form s{.is = form::kind::group,
                        .keys = {{"machines", &machines_group(), "cells"}, {"host", &host_group(), "a host"}},
                        .one_of = {"machines", "host"},
                        .title = "Counterpart"};
    return s;
}

const form& faults() {
    static const form s{.is = form::kind::list, .items = &fault()};
    return s;
}

const form& way() {
    static const form s{.is = form::kind::word, .words = {"sent", "received"}};
    return s;
}

const form& state() {
    static const form s{.is = form::kind::word, .words = {"connected", "linked", "closed", "refused"}};
    return s;
}

form_key malformed() {
    return {"malformed", &boolean(),
            "`true`: only messages that the catalogue does not know or whose fields do not fill them; `false`: only "
            "the others"};
}

const form& pattern() {
    static const form s{.is = form::kind::group,
                        .keys = {{"message", &text(), "its name, or `any`", true},
                                 {"way", &way(), "as the actor sees it"},
                                 {"fields", &conditions(), "what its fields must be"},
                                 malformed()},
                        .title = "Messages of an order"};
    return s;
}

const form& condition_keys() { return *any_condition().choices[2]; }

const form& occurrence() {
    static const form s{.is = form::kind::integer, .min = 1, .max = 1'000'000'000};
    return s;
}

const form& when() {
    static const form_key actor{"actor", &text(), "on whose link; the step's own actor if not given"};
    static const form on_message{.is = form::kind::group,
                                 .keys = {{"message", &text(), "its name, or `any`"},
                                          actor,
                                          {"way", &way(), "as the actor sees it"},
                                          {"fields", &conditions(), "what its fields must be"},
                                          malformed(),
                                          {"count", &occurrence(), "which occurrence; 1 if not given"}},
                                 .title = "A trigger on a message"};
    static const form on_link{.is = form::kind::group,
                              .keys = {{"link", &state(), "what happens"},
                                       actor,
                                       {"count", &occurrence(), "which occurrence; 1 if not given"}},
                              .title = "A trigger on a link"};
    static const form on_value{.is = form::kind::group,
                               .keys = {{"value", &variable(), "a variable of a machine actor"}, actor},
                               .also = {&condition_keys()},
                               .title = "A trigger on a value"};
    static const form s{
        .is = form::kind::cases, .words = {"message", "link", "value"}, .choices = {&on_message, &on_link, &on_value}};
    return s;
}

const form& steps() {
    static const form one = [] {
        form s{.is = form::kind::group,
               .keys = {{"name", &inner_name(), "name by which others refer to it"},
                        {"actor", &text(),
                         "a serial, a puppet, `host`, or a pattern with `*`; may be left out "
                         "where there is only one"},
                        {"at", &a_duration(), "starts this long after the start of the scenario, in process time"},
                        {"after", &text(),
                         "starts when that step is done; with `when`: the trigger counts only from then on"},
                        {"when", &when(), "starts when this is seen; counted from the start of the scenario"},
                        {"delay", &a_duration(), "further delay, in wire time"}},
               .title = "Steps"};
        for (const auto& a : action_table()) {
            s.keys.push_back({a.name, a.keys, a.meaning});
            s.one_of.emplace_back(a.name);
        }
        return s;
    }();
    static const form s{.is = form::kind::list, .items = &one};
    return s;
}

const form& how_many() {
    static const form range{.is = form::kind::group, .keys = {{"least", &count(), ""}, {"most", &count(), ""}}};
    static const form s{
        .is = form::kind::either, .expected = "a number, or `least` and `most`", .choices = {&count(), &range}};
    return s;
}

const form& every_expectation() {
    static const form weight{.is = form::kind::word, .words = {"failure", "warning"}};
    static const form s{
        .is = form::kind::group,
        .keys = {{"name", &inner_name(), "its name in reports"},
                 {"after", &text(), "the window begins when that step is done"},
                 {"not_before", &a_duration(), "delay before the window begins"},
                 {"within", &a_duration(), "length of the window; to the end of the scenario if not given"},
                 {"severity", &weight, "`warning`: it does not fail the scenario"}},
        .title = "Every expectation"};
    return s;
}

const form& expectations() {
    static const form_key actor{"actor", &text(), "on whose links; all if not given"};
    static const form messages{.is = form::kind::group,
                               .keys = {{"message", &text(), "its name, or `any`"},
                                        actor,
                                        {"way", &way(), "as the actor sees it; `received` if not given"},
                                        {"fields", &conditions(), "what its fields must be"},
                                        malformed(),
                                        {"count", &how_many(), "how many; at least 1 if not given"},
                                        {"never", &boolean(), "`true`: none may come"}},
                               .also = {&every_expectation()},
                               .title = "Expect messages"};
    static const form all_patterns{.is = form::kind::list, .items = &pattern()};
    static const form order{.is = form::kind::group,
                            .keys = {{"order", &all_patterns, "these messages, in this order"},
                                     actor,
                                     {"only", &boolean(), "`true`: no other message may come between them"}},
                            .also = {&every_expectation()},
                            .title = "Expect an order"};
    static const form link{.is = form::kind::group,
                           .keys = {{"link", &state(), "what happens to the link"},
                                    actor,
                                    {"never", &boolean(), "`true`: that must not happen"}},
                           .also = {&every_expectation()},
                           .title = "Expect a state of the link"};
    static const form in_message{.is = form::kind::group,
                                 .keys = {{"message", &text(), "in which messages", true},
                                          {"way", &way(), "as the actor sees it"},
                                          {"fields", &conditions(), "only in messages with these fields"},
                                          {"variable", &variable(), "a variable, by number or name"},
                                          {"field", &text(), "or a field, by its path"},
                                          {"rises_by", &count(),
                                           "step from each value to the next of the same actor; after "
                                           "2147483647 comes 1"}},
                                 .also = {&condition_keys()},
                                 .one_of = {"variable", "field"},
                                 .title = "Values"};
    static const form values{.is = form::kind::group,
                             .keys = {{"values", &in_message, "what every value must be"}, actor},
                             .also = {&every_expectation()},
                             .title = "Expect values"};
    static const form value{.is = form::kind::group,
                            .keys = {{"value", &text(),
                                      "a variable of a machine; of a host `cycles`, `gaps`, `missing`, `duplicates`, "
                                      "`epoch`, `links`, `events` or `interruptions` of one"},
                                     {"actor", &text(), "whose value; for a host the serial of the machine", true}},
                            .also = {&condition_keys(), &every_expectation()},
                            .title = "Expect a value"};
    static const form labels{.is = form::kind::group, .expected = "texts by label", .others = &text()};
    static const form metric{.is = form::kind::group,
                             .keys = {{"metric", &text(), "its name"}, {"labels", &labels, "its labels"}},
                             .also = {&condition_keys(), &every_expectation()},
                             .title = "Expect a metric"};
    static const form http{.is = form::kind::group,
                           .keys = {{"http", &text(), "a path, `/api/v1/machines`"},
                                    {"pointer", &text(), "a JSON pointer into the answer; the status if not given"}},
                           .also = {&condition_keys(), &every_expectation()},
                           .title = "Expect an HTTP answer"};
    static const form query{.is = form::kind::group,
                            .keys = {{"query", &text(), "SQL that gives one row of one column"},
                                     {"store", &text(), "`sqlite:FILE`; that of the command if not given"}},
                            .also = {&condition_keys(), &every_expectation()},
                            .title = "Expect a row of the store"};
    static const form one{.is = form::kind::cases,
                          .words = {"message", "order", "link", "values", "value", "metric", "http", "query"},
                          .choices = {&messages, &order, &link, &values, &value, &metric, &http, &query}};
    static const form s{.is = form::kind::list, .items = &one};
    return s;
}

const form& stuck() {
    static const form s{.is = form::kind::word, .words = {"stop", "go_on"}};
    return s;
}

const form& names() {
    static const form s{.is = form::kind::list, .items = &inner_name()};
    return s;
}

}  // namespace

const form& scenario_form() {
    static const form s{
        .is = form::kind::group,
        .keys = {{"scenario", &version(), "version of the format", true},
                 {"name", &scenario_name(), "", true},
                 {"about", &text(), "one line"},
                 {"extends", &file(),
                  "a scenario of which this one is a variant: its keys apply here too; lists are "
                  "appended to, everything else is replaced"},
                 {"seed", &seed(), "of everything random; 1 if not given"},
                 {"time_scale", &scale(), "how fast the machines' process runs; timers of the wire are not scaled"},
                 {"limit", &a_duration(), "of the whole run, in wire time; 60s if not given"},
                 {"when_stuck", &stuck(),
                  "what to do after a step that cannot be done; stop if not given"},
                 {"dialect", &file(), "a dialect file"},
                 {"actors", &actors(), "who plays"},
                 {"counterpart", &other_end(), "what replaces the system under test in virtual time"},
                 {"background", &machines_group(), "machines besides those of the scenario, not judged"},
                 {"faults", &faults(), "from the start, on the actors' links"},
                 {"steps", &steps(), "what the actors do"},
                 {"expect", &expectations(), "what must be seen"},
                 {"fails", &names(), "for a scenario that must fail: the expectations that are not met"}},
        .title = "The file"};
    return s;
}

}  // namespace husky::scenario
