// Every action: how it is written, and how that is read.
#include "scenario/file/action_table.hpp"

#include <array>

#include "scenario/file/action_reader.hpp"
#include "scenario/file/grammar.hpp"

namespace husky::scenario {

namespace {

using namespace forms;

const form& u16() {
    static const form s{.is = form::kind::integer, .min = 0, .max = 65535};
    return s;
}

const form& setup_number() {
    static const form s{.is = form::kind::integer, .min = 1, .max = 8};
    return s;
}

const form& cavity_count() {
    static const form s{.is = form::kind::integer, .min = 1, .max = 1000};
    return s;
}

const form& any_number() {
    static const form s{.is = form::kind::number, .expected = "a number", .min = -1e9, .max = 1e9};
    return s;
}

const form& repetitions() {
    static const form s{.is = form::kind::integer, .min = 1, .max = 100'000};
    return s;
}

const form& cut_group() {
    static const form s{.is = form::kind::group,
                        .keys = {{"half_open", &boolean(),
                                  "nothing arrives any more and neither end is told, as when a cable is pulled"}}};
    return s;
}

const form& send_group() {
    static const form s{
        .is = form::kind::group,
        .keys = {{"message", &text(), "name of the message; its fields are given beside it by name"},
                 {"hex", &text(), "raw bytes in hexadecimal, instead of a message"},
                 {"size", &u16(), "sent in the head instead of the right size"},
                 {"command", &u16(), "sent in the head instead of the right command; with `error` its field"},
                 {"times", &repetitions(), "number of copies, sent one after the other"}},
        .one_of = {"message", "hex"},
        .others = &anything_at_all()};
    return s;
}

const form& ask_group() {
    static const form question{.is = form::kind::word, .words = {"start", "read", "spc_read", "spc_write", "status"}};
    static const form s{
        .is = form::kind::group,
        .keys = {{"message", &question, "name of the request; its fields are given beside it by name", true},
                 {"machine", &text(), "serial", true}},
        .others = &anything_at_all()};
    return s;
}

const form& upload_group() {
    static const form s{
        .is = form::kind::group,
        .keys = {{"machine", &text(), "serial", true}, {"number", &setup_number(), "of the set-up; 1 if not given"}}};
    return s;
}

const form& changes() {
    static const form one{.is = form::kind::scalar};
    static const form s{.is = form::kind::group, .expected = "values by parameter", .others = &one};
    return s;
}

const form& download_group() {
    static const form s{.is = form::kind::group,
                        .keys = {{"machine", &text(), "serial", true},
                                 {"number", &setup_number(), "of the set-up; 1 if not given"},
                                 {"file", &file(), "its text; the last uploaded one if not given"},
                                 {"changes", &changes(), "parameters to change in the text first"}}};
    return s;
}

const form& set_point_group() {
    static const form s{.is = form::kind::group,
                        .keys = {{"variable", &variable(), "by number or name", true},
                                 {"value", &any_number(), "in the unit of the variable", true},
                                 {"side", &side(), "of a tandem mould; both if not given"}}};
    return s;
}

const form& interruption_group() {
    static const form s{
        .is = form::kind::group,
        .keys = {{"interruption", &u16(), "its number", true}, {"side", &side(), "of a tandem mould; it stops both"}}};
    return s;
}

const form& cavity_group() {
    static const form s{.is = form::kind::group,
                        .keys = {{"cavities", &cavity_count(), "how many; 1 if not given"},
                                 {"side", &side(), "of a tandem mould; both have the same number"}}};
    return s;
}

const form& freed_cavity_group() {
    static const form s{.is = form::kind::group,
                        .keys = {{"cavities", &cavity_count(), "how many; all if not given"},
                                 {"side", &side(), "of a tandem mould; both have the same number"}}};
    return s;
}

const form& clock_group() {
    static const form s{.is = form::kind::group,
                        .keys = {{"by_s", &any_number(), "seconds forward; a negative number: back"},
                                 {"to", &text(), "2026-03-29T01:59:50Z"}},
                        .one_of = {"by_s", "to"}};
    return s;
}

const form& key_group() {
    static const form s{.is = form::kind::group,
                        .keys = {{"code", &u16(), "a key's code, 257 for F1"},
                                 {"text", &text(), "characters, typed one after the other"},
                                 {"machine", &text(), "serial: a host presses it on the screen of that machine"}},
                        .one_of = {"code", "text"}};
    return s;
}

const form& load_group() {
    static const form s{.is = form::kind::group,
                        .keys = {{"number", &setup_number(), "of the set-up that is loaded; 1 if not given"},
                                 {"file", &file(), "its text; the one stored under that number if not given"},
                                 {"changes", &changes(), "parameters to change in the text first"}}};
    return s;
}

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
        row<connect_action>(nothing(), "a puppet dials, or begins to listen"),
        row<close_action>(nothing(), "the link is closed in order: FIN, after the data that waits"),
        row<reset_action>(nothing(), "the link is reset: RST, and data under way is lost"),
        row<cut_action>(
            cut_group(),
            "the link and the data under way are lost: RST to the other end; not dialled until `restore`"),
        row<restore_action>(nothing(), "links may be dialled again"),
        row<pause_reading_action>(nothing(), "nothing is read from the link any more"),
        row<resume_reading_action>(nothing(), "reading goes on"),
        row<send_action>(send_group(), "a message, right or wrong, or raw bytes"),
        row<ask_action>(ask_group(), "the host asks a machine and waits for the answer"),
        row<upload_action>(upload_group(), "the host reads a set-up from a machine"),
        row<download_action>(download_group(), "the host writes a set-up to a machine"),
        row<set_point_action>(set_point_group(), "a set point is changed at the machine"),
        row<raise_action>(interruption_group(), "an interruption or alarm begins"),
        row<clear_action>(interruption_group(), "it ends"),
        row<block_cavity_action>(cavity_group(), "cavities are shut off"),
        row<free_cavity_action>(freed_cavity_group(), "cavities that were shut off make parts again"),
        row<power_off_action>(nothing(), "the machine loses power, and its link with it"),
        row<power_on_action>(nothing(), "the machine has power again and starts up"),
        row<set_clock_action>(clock_group(), "the machine's clock is changed"),
        row<key_action>(key_group(), "a key of a machine's screen is pressed, at the machine or by a host"),
        row<load_setup_action>(load_group(), "a set-up is loaded at the machine"),
        row<stop_action>(nothing(), "production is stopped by the operator"),
        row<go_on_action>(nothing(), "production is started again"),
        row<fault_action>(fault(), "a fault at this actor's links, as under `faults`"),
        row<clear_faults_action>(nothing(), "all faults at this actor's links end"),
        row<wait_action>(nothing(), "does nothing: a name for a moment"),
        row<end_action>(nothing(), "the scenario ends here"),
    };
    static_assert(rows.size() == action_count, "every action has a row");
    return rows;
}

}  // namespace husky::scenario
