// What a machine is asked when a client asks: start of job, values, SPC, its variables.
#include <array>
#include <utility>

#include "protocol/by_name/message_json.hpp"
#include "server/api/api.hpp"
#include "server/api/documents/paging.hpp"
#include "server/api/documents/reply_document.hpp"
#include "server/api/request_body.hpp"
#include "server/http/problem.hpp"
#include "settings/json_text.hpp"
#include "settings/scalar.hpp"
#include "settings/schema/publish.hpp"

namespace husky::host {

namespace {

using boost::asio::awaitable;

/// Limits the answer of one read to what a message holds.
constexpr std::size_t max_read = 1000;

using settings::parse;

/// `?tandem_side=`, 0 if it is missing.
bool read_side(const http_call& call, protocol::tandem_side& side) {
    std::int64_t given = side;
    const bool right = read_number(call.target, "tandem_side", 0, protocol::tandem_sides - 1, given);
    if (right) side = static_cast<protocol::tandem_side>(given);
    return right;
}

/// The variable in the path.
bool read_id(const http_call& call, protocol::variable_id& id) {
    const auto given = parse<protocol::variable_id>(call.parameters[1]);
    id = given.value_or(id);
    return given.has_value();
}

constexpr std::string_view side_expected = "tandem_side: expected 0 or 1";
constexpr std::string_view variable_expected = "expected the number of a variable in the path";

/// Asks and shows the whole answer.
awaitable<http_response> ask_and_show(live_view* live, std::string serial, protocol::machine_question q) {
    const machine_reply reply = co_await live->ask(std::move(serial), std::move(q));
    if (auto failed = reply_problem(reply)) co_return std::move(*failed);
    http_response response;
    response.body = settings::json_text(protocol::to_json(reply.answer));
    co_return response;
}

/// What ask_and_show() answers for a question with this response.
template <class Response>
field_list fields_of_answer() {
    field_list into;
    for (const auto& [name, value] : protocol::to_json(protocol::machine_answer(Response{}))) {
        if (value.is_int64())
            into.integer(name, value.get_int64());
        else
            into.json(name, "null", answer_field::type::any);
    }
    return into;
}

// The bodies of questions.
settings::schema body_of(protocol::start& q) {
    settings::schema s("start");
    s.unsorted().integer("tandem_side", q.side, 0, 1, "", "");
    return s;
}

settings::schema body_of(protocol::read& q) {
    settings::schema s("read");
    s.unsorted().integer("tandem_side", q.side, 0, 1, "", "");
    s.integers("variables", q.variables, 0, 65535, "ids; none means all", max_read);
    return s;
}

settings::schema body_of(protocol::spc_write& q) {
    const settings::form number{.is = settings::form::kind::integer, .min = 0, .max = 65535};
    const auto require_same = [number, in_path = q.id](const settings::node& n) {
        settings::check(n, number);
        if (parse<std::uint16_t>(n.text) != in_path)
            settings::fail(n.where, "expected the same as in the path, or none");
    };
    settings::schema s("spc");
    s.unsorted().integer("tandem_side", q.side, 0, 1, "", "");
    s.value("variable_id", number, require_same, "that of the path, if given");
    s.integer("subgroup_size", q.subgroup_size, 0, 65535, "", "");
    for (const auto& [name, limit] :
         {std::pair("ucl", &q.ucl), std::pair("lcl", &q.lcl), std::pair("usl", &q.usl), std::pair("lsl", &q.lsl)})
        s.number_or_nothing(name, *limit, "");
    return s;
}

protocol::spc_write new_limits() {
    protocol::spc_write q;
    q.subgroup_size = 5;
    return q;
}

awaitable<http_response> start_job(live_view* live, http_call call) {
    protocol::start asked;
    if (const auto wrong = read_body(call.request.body, body_of(asked)); !wrong.empty()) co_return problem(400, wrong);
    co_return co_await ask_and_show(live, call.parameters[0], asked);
}

std::string values_json(const std::vector<protocol::variable_value>& values) {
    std::string out = "{";
    for (const auto& v : values) {
        if (out.size() > 1) out += ',';
        out += '"' + std::to_string(v.id) + "\":";
        protocol::append_json(out, v.content);
    }
    return out + '}';
}

field_list fields_of_read(std::string_view serial, protocol::tandem_side side,
                          const std::vector<protocol::variable_value>& values) {
    field_list into;
    into.text("serial", serial);
    into.integer("tandem_side", side);
    into.json("values", values_json(values), answer_field::type::object);
    return into;
}

awaitable<http_response> read_values(live_view* live, http_call call) {
    protocol::read asked;
    if (const auto wrong = read_body(call.request.body, body_of(asked)); !wrong.empty()) co_return problem(400, wrong);
    const auto side = asked.side;
    const machine_reply reply = co_await live->ask(call.parameters[0], std::move(asked));
    if (auto failed = reply_problem(reply)) co_return std::move(*failed);
    co_return json_document(fields_of_read(call.parameters[0], side, answer_as<protocol::read_response>(reply).values));
}

awaitable<http_response> show_spc(live_view* live, http_call call) {
    protocol::spc_read asked;
    if (!read_id(call, asked.id)) co_return problem(400, variable_expected);
    if (!read_side(call, asked.side)) co_return problem(400, side_expected);
    co_return co_await ask_and_show(live, call.parameters[0], asked);
}

awaitable<http_response> write_spc(live_view* live, http_call call) {
    auto asked = new_limits();
    if (!read_id(call, asked.id)) co_return problem(400, variable_expected);
    if (const auto wrong = read_body(call.request.body, body_of(asked)); !wrong.empty()) co_return problem(400, wrong);
    co_return co_await ask_and_show(live, call.parameters[0], asked);
}

struct shown_variable {
    protocol::listed_variable listed;
    protocol::value now;
};

field_list fields_of(const shown_variable& v) {
    field_list into;
    constexpr std::array<std::string_view, 4> kinds{"unavailable", "f32", "i32", "text"};
    const auto kind = static_cast<std::size_t>(v.listed.type);
    into.integer("variable_id", v.listed.id);
    into.text("value_type", kind < kinds.size() ? kinds[kind] : "unknown");
    into.text("units", v.listed.units);
    into.text("description", v.listed.description);
    std::string now;
    protocol::append_json(now, v.now);
    into.json("value", now, answer_field::type::any);
    return into;
}

/// One page of the machine's own list, cut at the limit, with the values of that moment.
awaitable<http_response> list_variables(live_view* live, http_call call) {
    list_query asked;
    if (const std::string wrong = read_list_query(call, asked); !wrong.empty()) co_return problem(400, wrong);
    if (asked.after > 65535) co_return problem(400, "after: expected the 'next' of an earlier page");
    protocol::tandem_side side = 0;
    if (!read_side(call, side)) co_return problem(400, side_expected);
    const std::string* language = call.target.find("language");
    if (language != nullptr && language->size() > 1) co_return problem(400, "language: expected one letter, as E");

    const protocol::list question{language == nullptr ? "" : *language, static_cast<std::uint16_t>(asked.after)};
    const machine_reply listed = co_await live->ask(call.parameters[0], question);
    if (auto failed = reply_problem(listed)) co_return std::move(*failed);
    const auto& found = answer_as<protocol::list_response>(listed);

    page<shown_variable> shown;
    protocol::read values{side, {}};
    for (const auto& item : found.items) {
        if (shown.rows.size() == static_cast<std::size_t>(asked.limit)) break;
        shown.rows.push_back({item, {}});
        values.variables.push_back(item.id);
    }
    const auto next = asked.after + static_cast<std::int64_t>(shown.rows.size());
    if (!shown.rows.empty() && next < found.total_variables) shown.next = next;
    if (!shown.rows.empty()) {
        const machine_reply now = co_await live->ask(call.parameters[0], values);
        if (auto failed = reply_problem(now)) co_return std::move(*failed);
        const auto& read = answer_as<protocol::read_response>(now).values;
        for (std::size_t i = 0; i < shown.rows.size() && i < read.size(); ++i)
            shown.rows[i].now = read[i].content;
    }
    co_return render_page(call, asked, shown, [](const shown_variable& v) { return fields_of(v); });
}

}  // namespace

std::vector<http_route> question_routes(const api_parts& parts) {
    protocol::start start;
    protocol::read read;
    auto limits = new_limits();
    auto* live = parts.live;
    constexpr query_key side_key{"tandem_side", R"({"type":"integer","minimum":0,"maximum":1,"default":0})",
                                 "of the machine"};
    std::vector<query_key> variables_keys = list_keys();
    variables_keys.push_back(
        {"language", R"({"type":"string","maxLength":1})", "a letter, as E; the machine's own if missing"});
    variables_keys.push_back(side_key);
    return {{.method = "GET",
             .pattern = "/api/v1/machines/{serial}/variables",
             .summary = "What a linked machine can measure, in one of its languages, with present values",
             .query = variables_keys,
             .answers = answer_kind::list,
             .fields = [] { return fields_of(shown_variable{}); },
             .handler = [live](http_call call) { return list_variables(live, std::move(call)); }},
            {.method = "POST",
             .pattern = "/api/v1/machines/{serial}/start",
             .summary = "Start of job on one side: clears its counters and set-up 1",
             .body_schema = settings::body_schema(body_of(start)),
             .fields = fields_of_answer<protocol::start_response>,
             .handler = [live](http_call call) { return start_job(live, std::move(call)); }},
            {.method = "POST",
             .pattern = "/api/v1/machines/{serial}/read",
             .summary = "Present values of variables, by id",
             .body_schema = settings::body_schema(body_of(read)),
             .fields = [] { return fields_of_read("", 0, {}); },
             .handler = [live](http_call call) { return read_values(live, std::move(call)); }},
            {.method = "GET",
             .pattern = "/api/v1/machines/{serial}/spc/{variable}",
             .summary = "The machine's SPC figures of one variable",
             .query = {side_key},
             .fields = fields_of_answer<protocol::spc_read_response>,
             .handler = [live](http_call call) { return show_spc(live, std::move(call)); }},
            {.method = "PUT",
             .pattern = "/api/v1/machines/{serial}/spc/{variable}",
             .summary = "Sets the SPC limits of one variable; a limit that is null or missing is not set",
             .body_schema = settings::body_schema(body_of(limits)),
             .fields = fields_of_answer<protocol::spc_write_response>,
             .handler = [live](http_call call) { return write_spc(live, std::move(call)); }}};
}

}  // namespace husky::host
