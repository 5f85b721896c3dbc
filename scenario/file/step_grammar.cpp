#include "scenario/file/action_makers.hpp"
#include "scenario/file/grammar.hpp"

namespace husky::scenario {

namespace {

using enum shape::kind;
using namespace shapes;

const shape& u16() {
    static const shape s{.is = integer, .least = 0, .most = 65535};
    return s;
}

const shape& setup_number() {
    static const shape s{.is = integer, .least = 1, .most = 8};
    return s;
}

const shape& cavity_count() {
    static const shape s{.is = integer, .least = 1, .most = 1000};
    return s;
}

const shape& any_number() {
    static const shape s{.is = number, .expected = "a number", .least = -1e9, .most = 1e9};
    return s;
}

const shape& repetitions() {
    static const shape s{.is = integer, .least = 1, .most = 100'000};
    return s;
}

const shape& cut_group() {
    static const shape s{
        .is = group,
        .keys = {{"half_open", &boolean(), "nothing arrives any more and nobody is told, as when a cable is pulled"}}};
    return s;
}

const shape& send_group() {
    static const shape s{
        .is = group,
        .keys = {{"message", &text(), "which message; its fields stand beside it by their names"},
                 {"hex", &text(), "raw bytes in hexadecimal, instead of a message"},
                 {"size", &u16(), "stands in the head in place of the right size"},
                 {"command", &u16(), "stands in the head in place of the right command; of `error` its field"},
                 {"times", &repetitions(), "so many of it, one behind the other"}},
        .one_of = {"message", "hex"},
        .others = &anything_at_all()};
    return s;
}

const shape& ask_group() {
    static const shape question{.is = word, .words = {"start", "read", "spc_read", "spc_write", "status"}};
    static const shape s{.is = group,
                         .keys = {{"message", &question, "what is asked; its fields stand beside it", true},
                                  {"machine", &text(), "serial", true}},
                         .others = &anything_at_all()};
    return s;
}

const shape& upload_group() {
    static const shape s{
        .is = group,
        .keys = {{"machine", &text(), "serial", true}, {"number", &setup_number(), "of the set-up; 1 if not given"}}};
    return s;
}

const shape& changes() {
    static const shape one{.is = shape::kind::scalar};
    static const shape s{.is = group, .expected = "values by parameter", .others = &one};
    return s;
}

const shape& download_group() {
    static const shape s{.is = group,
                         .keys = {{"machine", &text(), "serial", true},
                                  {"number", &setup_number(), "of the set-up; 1 if not given"},
                                  {"file", &file(), "its text; what was uploaded last if not given"},
                                  {"changes", &changes(), "parameters that are changed in the text before"}}};
    return s;
}

const shape& set_point_group() {
    static const shape s{.is = group,
                         .keys = {{"variable", &variable(), "by number or name", true},
                                  {"value", &any_number(), "in the unit of the variable", true},
                                  {"side", &side(), "of a tandem mould; both if not given"}}};
    return s;
}

const shape& interruption_group() {
    static const shape s{
        .is = group,
        .keys = {{"interruption", &u16(), "its number", true}, {"side", &side(), "of a tandem mould; it stops both"}}};
    return s;
}

const shape& cavity_group() {
    static const shape s{.is = group,
                         .keys = {{"cavities", &cavity_count(), "how many; 1 if not given"},
                                  {"side", &side(), "of a tandem mould; both have as many"}}};
    return s;
}

const shape& freed_cavity_group() {
    static const shape s{.is = group,
                         .keys = {{"cavities", &cavity_count(), "how many; all if not given"},
                                  {"side", &side(), "of a tandem mould; both have as many"}}};
    return s;
}

const shape& clock_group() {
    static const shape s{
        .is = group,
        .keys = {{"by_s", &any_number(), "seconds forward, or back below 0"}, {"to", &text(), "2026-03-29T01:59:50Z"}},
        .one_of = {"by_s", "to"}};
    return s;
}

const shape& key_group() {
    static const shape s{.is = group,
                         .keys = {{"code", &u16(), "a key's code, 257 for F1"},
                                  {"text", &text(), "characters, typed one after the other"},
                                  {"machine", &text(), "serial: a host presses it, on the screen of that machine"}},
                         .one_of = {"code", "text"}};
    return s;
}

const shape& load_group() {
    static const shape s{.is = group,
                         .keys = {{"number", &setup_number(), "of the set-up that is loaded; 1 if not given"},
                                  {"file", &file(), "its text; what is stored under that number if not given"},
                                  {"changes", &changes(), "parameters that are changed in the text before"}}};
    return s;
}

template <cell_action::kind What>
action cell(const node& n, plan_reader&) {
    return make_cell_action(What, n);
}

template <class Plain>
action plain(const node&, plan_reader&) {
    return Plain{};
}

}  // namespace

const std::vector<action_kind>& action_kinds() {
    using what = cell_action::kind;
    static const std::vector<action_kind> all{
        {connect_action::name, &nothing(), fits::every, plain<connect_action>, "a puppet dials, or begins to listen"},
        {close_action::name, &nothing(), fits::every, plain<close_action>,
         "the link is closed in order: FIN, behind what waits"},
        {reset_action::name, &nothing(), fits::every, plain<reset_action>,
         "the link is reset: RST, and what is under way is lost"},
        {cut_action::name, &cut_group(), fits::every, make_cut,
         "the link is lost, and what is under way with it: RST to the other end; not dialled until `restore`"},
        {restore_action::name, &nothing(), fits::every, plain<restore_action>, "links may be dialled again"},
        {pause_reading_action::name, &nothing(), fits::every, plain<pause_reading_action>,
         "nothing is read from the link any more"},
        {resume_reading_action::name, &nothing(), fits::every, plain<resume_reading_action>, "reading goes on"},
        {send_action::name, &send_group(), fits::every, make_send, "a message, right or wrong, or raw bytes"},
        {ask_action::name, &ask_group(), fits::host, make_ask, "the host asks a machine and waits for the answer"},
        {upload_action::name, &upload_group(), fits::host, make_upload, "the host reads a set-up from a machine"},
        {download_action::name, &download_group(), fits::host, make_download, "the host writes a set-up to a machine"},
        {name(what::set_point), &set_point_group(), fits::machines, cell<what::set_point>,
         "a set point is changed at the machine"},
        {name(what::raise), &interruption_group(), fits::machines, cell<what::raise>,
         "an interruption or alarm begins"},
        {name(what::clear), &interruption_group(), fits::machines, cell<what::clear>, "it ends"},
        {name(what::block_cavity), &cavity_group(), fits::machines, cell<what::block_cavity>, "cavities are shut off"},
        {name(what::free_cavity), &freed_cavity_group(), fits::machines, cell<what::free_cavity>,
         "they make parts again"},
        {name(what::power_off), &nothing(), fits::machines, cell<what::power_off>,
         "the machine loses power, and its link with it"},
        {name(what::power_on), &nothing(), fits::machines, cell<what::power_on>, "it has power again and starts up"},
        {name(what::set_clock), &clock_group(), fits::machines, cell<what::set_clock>,
         "the machine's clock is changed"},
        {name(what::key), &key_group(), fits::machines, cell<what::key>,
         "somebody at the machine presses a key of its screen, or a host does"},
        {name(what::load_setup), &load_group(), fits::machines, cell<what::load_setup>,
         "a set-up is loaded at the machine"},
        {name(what::stop), &nothing(), fits::machines, cell<what::stop>, "production is stopped by the operator"},
        {name(what::go_on), &nothing(), fits::machines, cell<what::go_on>, "and started again"},
        {fault_action::name, &fault(), fits::every, make_fault, "a fault at this actor's links, as under `faults`"},
        {clear_faults_action::name, &nothing(), fits::every, plain<clear_faults_action>,
         "all faults at this actor's links end"},
        {wait_action::name, &nothing(), fits::nobody, plain<wait_action>, "nothing: a name for a moment"},
        {end_action::name, &nothing(), fits::nobody, plain<end_action>, "the scenario ends here"},
    };
    return all;
}

}  // namespace husky::scenario
