#include "scenario/file/grammar.hpp"

#include "settings/scalar.hpp"

namespace husky::scenario {

namespace {

using enum shape::kind;
using namespace shapes;

bool only_of(std::string_view text, std::string_view characters) {
    return !text.empty() && text.size() <= 100 && text.find_first_not_of(characters) == std::string_view::npos;
}

const shape& version() {
    static const shape s{.is = integer, .expected = "1, the version of the format", .least = 1, .most = 1};
    return s;
}

const shape& scenario_name() {
    static const shape s{
        .is = shape::kind::string,
        .expected = "a name of small letters, digits and -",
        .right = [](std::string_view t) { return only_of(t, "abcdefghijklmnopqrstuvwxyz0123456789-"); }};
    return s;
}

const shape& inner_name() {
    static const shape s{.is = shape::kind::string,
                         .expected = "a name of at most 100 letters, digits, spaces and . _ -",
                         .right = [](std::string_view t) {
                             return only_of(t, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._-");
                         }};
    return s;
}

const shape& seed() {
    static const shape s{.is = integer, .least = 0, .most = 9007199254740992.0};
    return s;
}

const shape& scale() {
    static const shape s{.is = number, .least = 0.001, .most = 100'000};
    return s;
}

const shape& machines_group() {
    static const shape s{.is = group,
                         .expected = "the keys of a fleet file, or `fleet`: a fleet file",
                         .keys = {{"fleet", &file(), "a fleet file"}},
                         .others = &anything_at_all()};
    return s;
}

const shape& host_group() {
    static const shape s{.is = group, .expected = "keys of a host file", .others = &anything_at_all()};
    return s;
}

const shape& puppets() {
    static const shape end{.is = word, .words = {"machine", "host"}};
    static const shape one{.is = group,
                           .keys = {{"name", &inner_name(), "its name", true},
                                    {"plays", &end, "which end of the link; a machine if not given"}},
                           .title = "Puppets"};
    static const shape s{.is = list, .items = &one};
    return s;
}

const shape& actors() {
    static const shape s{.is = group,
                         .keys = {{"machines", &machines_group(), "cells that live by themselves"},
                                  {"host", &host_group(), "a host that lives by itself"},
                                  {"puppets", &puppets(), "peers that say what steps say and do nothing else"}},
                         .title = "Actors"};
    return s;
}

const shape& other_end() {
    static const shape s{.is = group,
                         .keys = {{"machines", &machines_group(), "cells"}, {"host", &host_group(), "a host"}},
                         .one_of = {"machines", "host"},
                         .title = "Counterpart"};
    return s;
}

const shape& faults() {
    static const shape s{.is = list, .items = &fault()};
    return s;
}

const shape& way() {
    static const shape s{.is = word, .words = {"sent", "received"}};
    return s;
}

const shape& state() {
    static const shape s{.is = word, .words = {"connected", "linked", "closed", "refused"}};
    return s;
}

key_shape malformed() {
    return {"malformed", &boolean(),
            "`true`: only what the catalogue does not know, or whose fields do not fill it; `false`: only the rest"};
}

const shape& pattern() {
    static const shape s{.is = group,
                         .keys = {{"message", &text(), "its name, or `any`", true},
                                  {"way", &way(), "as the actor sees it"},
                                  {"fields", &conditions(), "what its fields must be"},
                                  malformed()},
                         .title = "Messages of an order"};
    return s;
}

const shape& condition_keys() { return *any_condition().choices[2]; }

const shape& occurrence() {
    static const shape s{.is = integer, .least = 1, .most = 1'000'000'000};
    return s;
}

const shape& when() {
    static const key_shape actor{"actor", &text(), "on whose link; the step's own actor if not given"};
    static const shape on_message{.is = group,
                                  .keys = {{"message", &text(), "its name, or `any`"},
                                           actor,
                                           {"way", &way(), "as the actor sees it"},
                                           {"fields", &conditions(), "what its fields must be"},
                                           malformed(),
                                           {"count", &occurrence(), "the how manieth; 1 if not given"}},
                                  .title = "A trigger on a message"};
    static const shape on_link{.is = group,
                               .keys = {{"link", &state(), "what happens"},
                                        actor,
                                        {"count", &occurrence(), "the how manieth; 1 if not given"}},
                               .title = "A trigger on a link"};
    static const shape on_value{.is = group,
                                .keys = {{"value", &variable(), "a variable of a machine actor"}, actor},
                                .also = {&condition_keys()},
                                .title = "A trigger on a value"};
    static const shape s{
        .is = cases, .words = {"message", "link", "value"}, .choices = {&on_message, &on_link, &on_value}};
    return s;
}

const shape& steps() {
    static const shape one = [] {
        shape s{
            .is = group,
            .keys = {{"name", &inner_name(), "by which others refer to it"},
                     {"actor", &text(),
                      "who: a serial, a puppet, `host`, or a pattern with `*`; may be left out "
                      "where there is only one"},
                     {"at", &a_duration(), "starts this long after the begin, in the time of the process"},
                     {"after", &text(), "starts when that step is done; beside `when`: looks out for that only then"},
                     {"when", &when(), "starts when this is seen; counted from the begin"},
                     {"delay", &a_duration(), "and so much later, in the time of the wire"}},
            .title = "Steps"};
        for (const auto& a : action_kinds()) {
            s.keys.push_back({a.name, a.holds, a.meaning});
            s.one_of.push_back(a.name);
        }
        return s;
    }();
    static const shape s{.is = list, .items = &one};
    return s;
}

const shape& how_many() {
    static const shape range{.is = group, .keys = {{"least", &count(), ""}, {"most", &count(), ""}}};
    static const shape s{.is = either, .expected = "a number, or `least` and `most`", .choices = {&count(), &range}};
    return s;
}

const shape& every_expectation() {
    static const shape weight{.is = word, .words = {"failure", "warning"}};
    static const shape s{
        .is = group,
        .keys = {{"name", &inner_name(), "what reports call it"},
                 {"after", &text(), "the window begins when that step is done"},
                 {"not_before", &a_duration(), "the window begins so much later"},
                 {"within", &a_duration(), "the window ends so long after its begin; with the scenario if not given"},
                 {"severity", &weight, "`warning`: it does not fail the scenario"}},
        .title = "Every expectation"};
    return s;
}

const shape& expectations() {
    static const key_shape actor{"actor", &text(), "on whose links; on all if not given"};
    static const shape messages{.is = group,
                                .keys = {{"message", &text(), "its name, or `any`"},
                                         actor,
                                         {"way", &way(), "as the actor sees it; `received` if not given"},
                                         {"fields", &conditions(), "what its fields must be"},
                                         malformed(),
                                         {"count", &how_many(), "how many; at least 1 if not given"},
                                         {"never", &boolean(), "`true`: none may come"}},
                                .also = {&every_expectation()},
                                .title = "Expect messages"};
    static const shape all_patterns{.is = list, .items = &pattern()};
    static const shape order{.is = group,
                             .keys = {{"order", &all_patterns, "these, one after the other"},
                                      actor,
                                      {"only", &boolean(), "`true`: no other may come between"}},
                             .also = {&every_expectation()},
                             .title = "Expect an order"};
    static const shape link{.is = group,
                            .keys = {{"link", &state(), "what happens to it"},
                                     actor,
                                     {"never", &boolean(), "`true`: that must not happen"}},
                            .also = {&every_expectation()},
                            .title = "Expect a state of the link"};
    static const shape in_message{.is = group,
                                  .keys = {{"message", &text(), "in which messages", true},
                                           {"way", &way(), "as the actor sees it"},
                                           {"fields", &conditions(), "only of messages whose fields are so"},
                                           {"variable", &variable(), "a variable, by number or name"},
                                           {"field", &text(), "or a field, by its path"},
                                           {"rises_by", &count(),
                                            "so much from each value to the next one of the same actor; after "
                                            "2147483647 comes 1"}},
                                  .also = {&condition_keys()},
                                  .one_of = {"variable", "field"},
                                  .title = "Values"};
    static const shape values{.is = group,
                              .keys = {{"values", &in_message, "what every value must be"}, actor},
                              .also = {&every_expectation()},
                              .title = "Expect values"};
    static const shape value{.is = group,
                             .keys = {{"value", &text(),
                                       "a variable of a machine; of a host `cycles`, `gaps`, `missing`, `duplicates`, "
                                       "`epoch`, `links`, `events` or `interruptions` of one"},
                                      {"actor", &text(), "whose; of a host the serial of the machine", true}},
                             .also = {&condition_keys(), &every_expectation()},
                             .title = "Expect a value"};
    static const shape labels{.is = group, .expected = "texts by label", .others = &text()};
    static const shape metric{.is = group,
                              .keys = {{"metric", &text(), "its name"}, {"labels", &labels, "its labels"}},
                              .also = {&condition_keys(), &every_expectation()},
                              .title = "Expect a metric"};
    static const shape http{.is = group,
                            .keys = {{"http", &text(), "a path, `/api/v1/machines`"},
                                     {"pointer", &text(), "a JSON pointer into the answer; the status if not given"}},
                            .also = {&condition_keys(), &every_expectation()},
                            .title = "Expect an HTTP answer"};
    static const shape query{.is = group,
                             .keys = {{"query", &text(), "SQL that gives one row of one column"},
                                      {"store", &text(), "`sqlite:FILE`; that of the command if not given"}},
                             .also = {&condition_keys(), &every_expectation()},
                             .title = "Expect a row of the store"};
    static const shape one{.is = cases,
                           .words = {"message", "order", "link", "values", "value", "metric", "http", "query"},
                           .choices = {&messages, &order, &link, &values, &value, &metric, &http, &query}};
    static const shape s{.is = list, .items = &one};
    return s;
}

const shape& stuck() {
    static const shape s{.is = word, .words = {"stop", "go_on"}};
    return s;
}

const shape& names() {
    static const shape s{.is = list, .items = &inner_name()};
    return s;
}

}  // namespace

const shape& scenario_shape() {
    static const shape s{
        .is = group,
        .keys = {{"scenario", &version(), "version of the format", true},
                 {"name", &scenario_name(), "", true},
                 {"about", &text(), "one line"},
                 {"extends", &file(),
                  "a scenario of which this one is a variant: its keys stand here too, lists are "
                  "appended to, everything else is replaced"},
                 {"seed", &seed(), "of everything that is drawn; 1 if not given"},
                 {"time_scale", &scale(), "how fast the machines' process runs; the wire's timers stay"},
                 {"limit", &a_duration(), "of the whole run, in the time of the wire; 60s if not given"},
                 {"when_stuck", &stuck(),
                  "what becomes of the steps that follow one that cannot be done; stop if not given"},
                 {"dialect", &file(), "a dialect file"},
                 {"actors", &actors(), "who plays"},
                 {"counterpart", &other_end(), "who stands in for the system under test in virtual play"},
                 {"background", &machines_group(), "machines beside those of the scenario, not judged"},
                 {"faults", &faults(), "from the begin, at the actors' links"},
                 {"steps", &steps(), "what the actors do"},
                 {"expect", &expectations(), "what must be seen"},
                 {"fails", &names(), "of a negative twin: the expectations that are not met"}},
        .title = "The file"};
    return s;
}

}  // namespace husky::scenario
