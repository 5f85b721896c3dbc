// Every action: how it is written, and how that is read.
#include "scenario/file/action_table.hpp"

#include <array>

#include "scenario/file/action_reader.hpp"
#include "scenario/file/grammar.hpp"

namespace husky::scenario {

namespace {

const form u16_form{.is = form::kind::integer, .min = 0, .max = 65535};
const form setup_number_form{.is = form::kind::integer, .min = 1, .max = 8};
const form cavity_count_form{.is = form::kind::integer, .min = 1, .max = 1000};
const form bounded_number_form{.is = form::kind::number, .expected = "a number", .min = -1e9, .max = 1e9};
const form repetitions_form{.is = form::kind::integer, .min = 1, .max = 100'000};

const form cut_form{.is = form::kind::group,
                    .keys = {{"half_open", &boolean_form,
                              "nothing arrives any more and neither end is told, as when a cable is pulled"}}};

const form send_form{
    .is = form::kind::group,
    .keys = {{"message", &text_form, "name of the message; its fields are given beside it by name"},
             {"hex", &text_form, "raw bytes in hexadecimal, instead of a message"},
             {"size", &u16_form, "sent in the head instead of the right size"},
             {"command", &u16_form, "sent in the head instead of the right command; with `error` its field"},
             {"times", &repetitions_form, "number of copies, sent one after the other"}},
    .one_of = {"message", "hex"},
    .others = &anything_form};

const form question_form{.is = form::kind::word, .words = {"start", "read", "spc_read", "spc_write", "status"}};
const form ask_form{
    .is = form::kind::group,
    .keys = {{"message", &question_form, "name of the request; its fields are given beside it by name", true},
             {"machine", &text_form, "serial", true}},
    .others = &anything_form};

const form upload_form{
    .is = form::kind::group,
    .keys = {{"machine", &text_form, "serial", true}, {"number", &setup_number_form, "of the set-up; 1 if not given"}}};

const form changed_value_form{.is = form::kind::scalar};
const form changes_form{.is = form::kind::group, .expected = "values by parameter", .others = &changed_value_form};

const form download_form{.is = form::kind::group,
                         .keys = {{"machine", &text_form, "serial", true},
                                  {"number", &setup_number_form, "of the set-up; 1 if not given"},
                                  {"file", &file_form, "its text; the last uploaded one if not given"},
                                  {"changes", &changes_form, "parameters to change in the text first"}}};

const form set_point_form{.is = form::kind::group,
                          .keys = {{"variable", &variable_form, "by number or name", true},
                                   {"value", &bounded_number_form, "in the unit of the variable", true},
                                   {"side", &side_form, "of a tandem mould; both if not given"}}};

const form interruption_form{.is = form::kind::group,
                             .keys = {{"interruption", &u16_form, "its number", true},
                                      {"side", &side_form, "of a tandem mould; it stops both"}}};

const form cavity_form{.is = form::kind::group,
                       .keys = {{"cavities", &cavity_count_form, "how many; 1 if not given"},
                                {"side", &side_form, "of a tandem mould; both have the same number"}}};

const form freed_cavity_form{.is = form::kind::group,
                             .keys = {{"cavities", &cavity_count_form, "how many; all if not given"},
                                      {"side", &side_form, "of a tandem mould; both have the same number"}}};

const form clock_form{.is = form::kind::group,
                      .keys = {{"by_s", &bounded_number_form, "seconds forward; a negative number: back"},
                               {"to", &text_form, "2026-03-29T01:59:50Z"}},
                      .one_of = {"by_s", "to"}};

const form key_form{.is = form::kind::group,
                    .keys = {{"code", &u16_form, "a key's code, 257 for F1"},
                             {"text", &text_form, "characters, typed one after the other"},
                             {"machine", &text_form, "serial: a host presses it on the screen of that machine"}},
                    .one_of = {"code", "text"}};

const form load_form{.is = form::kind::group,
                     .keys = {{"number", &setup_number_form, "of the set-up that is loaded; 1 if not given"},
                              {"file", &file_form, "its text; the one stored under that number if not given"},
                              {"changes", &changes_form, "parameters to change in the text first"}}};

template <class Action>
action_row row(const form& keys, std::string_view meaning) {
    return {Action::name, &keys, meaning, [](const node& n, const plan_reader& in) -> action {
                Action out;
                if constexpr (!std::is_empty_v<Action>) read(n, in, out);
                return out;
            }};
}

}  // namespace

std::span<const action_row> action_table() {
    static const std::array rows{
        row<connect_action>(no_keys_form, "a puppet dials, or begins to listen"),
        row<close_action>(no_keys_form, "the link is closed in order: FIN, after the data that waits"),
        row<reset_action>(no_keys_form, "the link is reset: RST, and data under way is lost"),
        row<cut_action>(cut_form,
                        "the link and the data under way are lost: RST to the other end; not dialled until `restore`"),
        row<restore_action>(no_keys_form, "links may be dialled again"),
        row<pause_reading_action>(no_keys_form, "nothing is read from the link any more"),
        row<resume_reading_action>(no_keys_form, "reading goes on"),
        row<send_action>(send_form, "a message, right or wrong, or raw bytes"),
        row<ask_action>(ask_form, "the host asks a machine and waits for the answer"),
        row<upload_action>(upload_form, "the host reads a set-up from a machine"),
        row<download_action>(download_form, "the host writes a set-up to a machine"),
        row<set_point_action>(set_point_form, "a set point is changed at the machine"),
        row<raise_action>(interruption_form, "an interruption or alarm begins"),
        row<clear_action>(interruption_form, "it ends"),
        row<block_cavity_action>(cavity_form, "cavities are shut off"),
        row<free_cavity_action>(freed_cavity_form, "cavities that were shut off make parts again"),
        row<power_off_action>(no_keys_form, "the machine loses power, and its link with it"),
        row<power_on_action>(no_keys_form, "the machine has power again and starts up"),
        row<set_clock_action>(clock_form, "the machine's clock is changed"),
        row<key_action>(key_form, "a key of a machine's screen is pressed, at the machine or by a host"),
        row<load_setup_action>(load_form, "a set-up is loaded at the machine"),
        row<stop_action>(no_keys_form, "production is stopped by the operator"),
        row<go_on_action>(no_keys_form, "production is started again"),
        row<fault_action>(fault_form, "a fault at this actor's links, as under `faults`"),
        row<clear_faults_action>(no_keys_form, "all faults at this actor's links end"),
        row<wait_action>(no_keys_form, "does nothing: a name for a moment"),
        row<end_action>(no_keys_form, "the scenario ends here"),
    };
    static_assert(rows.size() == action_count, "every action has a row");
    return rows;
}

}  // namespace husky::scenario
