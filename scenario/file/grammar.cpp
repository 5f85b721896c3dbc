#include "scenario/file/grammar.hpp"

#include "scenario/file/action_table.hpp"

namespace husky::scenario {

namespace {

bool only_of(std::string_view name, std::string_view characters) {
    return !name.empty() && name.size() <= 100 && name.find_first_not_of(characters) == std::string_view::npos;
}

const form version_form{.is = form::kind::integer, .expected = "1, the version of the format", .min = 1, .max = 1};

const form scenario_name_form{
    .is = form::kind::text, .expected = "a name of small letters, digits and -", .right = [](std::string_view t) {
        return only_of(t, "abcdefghijklmnopqrstuvwxyz0123456789-");
    }};

const form inner_name_form{.is = form::kind::text,
                           .expected = "a name of at most 100 letters, digits, spaces and . _ -",
                           .right = [](std::string_view t) {
                               return only_of(t, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._-");
                           }};

const form seed_form{.is = form::kind::integer, .min = 0, .max = 9007199254740992.0};
const form scale_form{.is = form::kind::number, .min = 0.001, .max = 100'000};

const form machines_form{.is = form::kind::group,
                         .expected = "the keys of a fleet file, or `fleet`: a fleet file",
                         .keys = {{"fleet", &file_form, "a fleet file"}},
                         .others = &anything_form};

const form host_form{.is = form::kind::group, .expected = "keys of a host file", .others = &anything_form};
const form puppet_end_form{.is = form::kind::word, .words = {"machine", "host"}};
const form puppet_form{.is = form::kind::group,
                       .keys = {{"name", &inner_name_form, "its name", true},
                                {"plays", &puppet_end_form, "which end of the link; a machine if not given"}},
                       .title = "Puppets"};
const form puppets_form{.is = form::kind::list, .items = &puppet_form};

const form actors_form{.is = form::kind::group,
                       .keys = {{"machines", &machines_form, "simulated machines, which act on their own"},
                                {"host", &host_form, "a host, which acts on its own"},
                                {"puppets", &puppets_form, "peers that do only what steps say"}},
                       .title = "Actors"};

const form other_end_form{.is = form::kind::group,
                          .keys = {{"machines", &machines_form, "cells"}, {"host", &host_form, "a host"}},
                          .one_of = {"machines", "host"},
                          .title = "Counterpart"};

const form faults_form{.is = form::kind::list, .items = &fault_form};
const form way_form{.is = form::kind::word, .words = {"sent", "received"}};
const form state_form{.is = form::kind::word, .words = {"connected", "linked", "closed", "refused"}};

const form_key malformed_key{
    "malformed", &boolean_form,
    "`true`: only messages that the catalogue does not know or whose fields do not fill them; `false`: only "
    "the others"};

const form pattern_form{.is = form::kind::group,
                        .keys = {{"message", &text_form, "its name, or `any`", true},
                                 {"way", &way_form, "as the actor sees it"},
                                 {"fields", &conditions_form, "what its fields must be"},
                                 malformed_key},
                        .title = "Messages of an order"};

const form occurrence_form{.is = form::kind::integer, .min = 1, .max = 1'000'000'000};

const form_key own_actor_key{"actor", &text_form, "on whose link; the step's own actor if not given"};
const form on_message_form{.is = form::kind::group,
                           .keys = {{"message", &text_form, "its name, or `any`"},
                                    own_actor_key,
                                    {"way", &way_form, "as the actor sees it"},
                                    {"fields", &conditions_form, "what its fields must be"},
                                    malformed_key,
                                    {"count", &occurrence_form, "which occurrence; 1 if not given"}},
                           .title = "A trigger on a message"};
const form on_link_form{.is = form::kind::group,
                        .keys = {{"link", &state_form, "what happens"},
                                 own_actor_key,
                                 {"count", &occurrence_form, "which occurrence; 1 if not given"}},
                        .title = "A trigger on a link"};
const form on_value_form{.is = form::kind::group,
                         .keys = {{"value", &variable_form, "a variable of a machine actor"}, own_actor_key},
                         .also = {&condition_form},
                         .title = "A trigger on a value"};
const form when_form{.is = form::kind::cases,
                     .words = {"message", "link", "value"},
                     .choices = {&on_message_form, &on_link_form, &on_value_form}};

const form step_form = [] {
    form s{.is = form::kind::group,
           .keys = {{"name", &inner_name_form, "name by which others refer to it"},
                    {"actor", &text_form,
                     "a serial, a puppet, `host`, or a pattern with `*`; may be left out "
                     "where there is only one"},
                    {"at", &duration_form, "starts this long after the start of the scenario, in process time"},
                    {"after", &text_form,
                     "starts when that step is done; with `when`: the trigger counts only from then on"},
                    {"when", &when_form, "starts when this is seen; counted from the start of the scenario"},
                    {"delay", &duration_form, "further delay, in wire time"}},
           .title = "Steps"};
    for (const auto& a : action_table()) {
        s.keys.push_back({a.name, a.keys, a.meaning});
        s.one_of.emplace_back(a.name);
    }
    return s;
}();
const form steps_form{.is = form::kind::list, .items = &step_form};
const form range_form{.is = form::kind::group, .keys = {{"least", &count_form, ""}, {"most", &count_form, ""}}};
const form how_many_form{
    .is = form::kind::either, .expected = "a number, or `least` and `most`", .choices = {&count_form, &range_form}};

const form weight_form{.is = form::kind::word, .words = {"failure", "warning"}};
const form any_expectation_form{
    .is = form::kind::group,
    .keys = {{"name", &inner_name_form, "its name in reports"},
             {"after", &text_form, "the window begins when that step is done"},
             {"not_before", &duration_form, "delay before the window begins"},
             {"within", &duration_form, "length of the window; to the end of the scenario if not given"},
             {"severity", &weight_form, "`warning`: it does not fail the scenario"}},
    .title = "Every expectation"};

const form_key actor_key{"actor", &text_form, "on whose links; all if not given"};
const form expect_messages_form{.is = form::kind::group,
                                .keys = {{"message", &text_form, "its name, or `any`"},
                                         actor_key,
                                         {"way", &way_form, "as the actor sees it; `received` if not given"},
                                         {"fields", &conditions_form, "what its fields must be"},
                                         malformed_key,
                                         {"count", &how_many_form, "how many; at least 1 if not given"},
                                         {"never", &boolean_form, "`true`: none may come"}},
                                .also = {&any_expectation_form},
                                .title = "Expect messages"};
const form patterns_form{.is = form::kind::list, .items = &pattern_form};
const form expect_order_form{.is = form::kind::group,
                             .keys = {{"order", &patterns_form, "these messages, in this order"},
                                      actor_key,
                                      {"only", &boolean_form, "`true`: no other message may come between them"}},
                             .also = {&any_expectation_form},
                             .title = "Expect an order"};
const form expect_link_form{.is = form::kind::group,
                            .keys = {{"link", &state_form, "what happens to the link"},
                                     actor_key,
                                     {"never", &boolean_form, "`true`: that must not happen"}},
                            .also = {&any_expectation_form},
                            .title = "Expect a state of the link"};
const form every_value_form{.is = form::kind::group,
                            .keys = {{"message", &text_form, "in which messages", true},
                                     {"way", &way_form, "as the actor sees it"},
                                     {"fields", &conditions_form, "only in messages with these fields"},
                                     {"variable", &variable_form, "a variable, by number or name"},
                                     {"field", &text_form, "or a field, by its path"},
                                     {"rises_by", &count_form,
                                      "step from each value to the next of the same actor; after "
                                      "2147483647 comes 1"}},
                            .also = {&condition_form},
                            .one_of = {"variable", "field"},
                            .title = "Values"};
const form expect_values_form{.is = form::kind::group,
                              .keys = {{"values", &every_value_form, "what every value must be"}, actor_key},
                              .also = {&any_expectation_form},
                              .title = "Expect values"};
const form expect_value_form{.is = form::kind::group,
                             .keys = {{"value", &text_form,
                                       "a variable of a machine; of a host `cycles`, `gaps`, `missing`, `duplicates`, "
                                       "`epoch`, `links`, `events` or `interruptions` of one"},
                                      {"actor", &text_form, "whose value; for a host the serial of the machine", true}},
                             .also = {&condition_form, &any_expectation_form},
                             .title = "Expect a value"};
const form labels_form{.is = form::kind::group, .expected = "texts by label", .others = &text_form};
const form expect_metric_form{.is = form::kind::group,
                              .keys = {{"metric", &text_form, "its name"}, {"labels", &labels_form, "its labels"}},
                              .also = {&condition_form, &any_expectation_form},
                              .title = "Expect a metric"};
const form expect_http_form{
    .is = form::kind::group,
    .keys = {{"http", &text_form, "a path, `/api/v1/machines`"},
             {"pointer", &text_form, "a JSON pointer into the answer; the status if not given"}},
    .also = {&condition_form, &any_expectation_form},
    .title = "Expect an HTTP answer"};
const form expect_query_form{.is = form::kind::group,
                             .keys = {{"query", &text_form, "SQL that gives one row of one column"},
                                      {"store", &text_form, "`sqlite:FILE`; that of the command if not given"}},
                             .also = {&condition_form, &any_expectation_form},
                             .title = "Expect a row of the store"};
const form expectation_form{
    .is = form::kind::cases,
    .words = {"message", "order", "link", "values", "value", "metric", "http", "query"},
    .choices = {&expect_messages_form, &expect_order_form, &expect_link_form, &expect_values_form, &expect_value_form,
                &expect_metric_form, &expect_http_form, &expect_query_form}};
const form expectations_form{.is = form::kind::list, .items = &expectation_form};
const form stuck_form{.is = form::kind::word, .words = {"stop", "go_on"}};
const form names_form{.is = form::kind::list, .items = &inner_name_form};

}  // namespace

const form scenario_form{
    .is = form::kind::group,
    .keys = {{"scenario", &version_form, "version of the format", true},
             {"name", &scenario_name_form, "", true},
             {"about", &text_form, "one line"},
             {"extends", &file_form,
              "a scenario of which this one is a variant: its keys apply here too; lists are "
              "appended to, everything else is replaced"},
             {"seed", &seed_form, "of everything random; 1 if not given"},
             {"time_scale", &scale_form, "how fast the machines' process runs; timers of the wire are not scaled"},
             {"limit", &duration_form, "of the whole run, in wire time; 60s if not given"},
             {"when_stuck", &stuck_form, "what to do after a step that cannot be done; stop if not given"},
             {"dialect", &file_form, "a dialect file"},
             {"actors", &actors_form, "who plays"},
             {"counterpart", &other_end_form, "what replaces the system under test in virtual time"},
             {"background", &machines_form, "machines besides those of the scenario, not judged"},
             {"faults", &faults_form, "from the start, on the actors' links"},
             {"steps", &steps_form, "what the actors do"},
             {"expect", &expectations_form, "what must be seen"},
             {"fails", &names_form, "for a scenario that must fail: the expectations that are not met"}},
    .title = "The file"};

}  // namespace husky::scenario
